"""What programs get from the HSDS reads."""

from collections.abc import Sequence
from typing import Any

Object = dict[str, Any]


def page_of_services(services: Sequence[Object], *, total: int, page: int, per_page: int) -> Object:
    """A page as HSDS has it."""
    pages = -(-total // per_page)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": page,
        "size": len(services),
        "first_page": page == 1,
        "last_page": page >= pages,
        "empty": not services,
        "contents": list(services),
    }
