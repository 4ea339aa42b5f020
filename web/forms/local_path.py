"""Where to go next, as a form or address may ask for it."""

from urllib.parse import urlsplit


def local_path(asked: str, otherwise: str = "/") -> str:
    """The asked path when it stays on this site; never another host, scheme or a line break."""
    parts = urlsplit(asked[:2000])
    stays = (
        asked.startswith("/")
        and not asked.startswith(("//", "/\\"))
        and not parts.netloc
        and not parts.scheme
    )
    return asked if stays and asked.isprintable() and "\\" not in asked else otherwise
