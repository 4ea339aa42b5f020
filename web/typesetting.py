"""Turns a page's values into a PDF with tags for screen readers (PDF/UA-1).

A template is a `.typ` file in web/papers; it reads its values from `sys.inputs.page` as JSON, so nothing that
somebody typed is ever read as a command. Set it outside of a database transaction.
"""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import typst
from litestar import Response

PAPERS = Path(__file__).parent / "papers"
PRIVATE = {"cache-control": "no-store"}


def typeset(template: str, page: Any) -> bytes:
    """The PDF of a frozen page object. Values are texts, numbers, booleans and lists of them."""
    pdf = typst.compile(
        _template(template),
        format="pdf",
        ignore_system_fonts=True,  # the same paper on every machine, in typst's own fonts
        pdf_standards=["ua-1"],
        sys_inputs={"page": msgspec.json.encode(page).decode()},
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no PDF")
    return pdf


def pdf_file(content: bytes, name: str) -> Response[bytes]:
    """A PDF to save; its name says nothing about anybody."""
    return Response(
        content,
        media_type="application/pdf",
        headers={**PRIVATE, "content-disposition": f'attachment; filename="{name}"'},
    )


@cache
def _template(name: str) -> bytes:
    return (PAPERS / name).read_bytes()
