"""A PDF of a scanned paper: whole, without a password, without programs or files in it. (ISO 32000)"""

import re

from network.rules.scans import NotAScan

ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
UNSAFE = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|Encrypt|SubmitForm|ImportData)\b")
# Only long names: short ones turn up by chance in the bytes of a picture, and a /JS needs its /JavaScript.
END_WITHIN = 2048


def check_pdf(content: bytes) -> bytes:
    """The content as it is. Raises NotAScan.

    What stands in packed streams is not opened; so a scan is only ever handed out as a file to save.
    """
    if b"%%EOF" not in content[-END_WITHIN:] or b"startxref" not in content[-END_WITHIN:]:
        raise NotAScan("ends too soon")
    if not re.match(rb"%PDF-[12]\.\d", content):
        raise NotAScan("version")
    plain = ESCAPED.sub(lambda found: bytes((int(found[1], 16),)), content)
    if UNSAFE.search(plain):
        raise NotAScan("does something", is_unsafe=True)
    return content
