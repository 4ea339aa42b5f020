"""Ids that come in a form, an address or a cookie."""

from uuid import UUID

from network.errors import NotFound


def id_or_none(text: str | None) -> UUID | None:
    """The id, or None for anything that is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def found_id(text: str) -> UUID:
    """The id. Raises NotFound for what is none."""
    found = id_or_none(text)
    if found is None:
        raise NotFound
    return found
