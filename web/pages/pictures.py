"""Pictures made for one page."""

import segno


def qr_picture(text: str) -> str:
    """A QR code as the address of an image (data:), with the white border that cameras need."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=5, border=4, light="#fff")
