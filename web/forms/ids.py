"""Ids that come in a form, an address or a cookie."""

from uuid import UUID


def id_or_none(text: str | None) -> UUID | None:
    """The id, or None for anything that is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
