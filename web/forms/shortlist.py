"""Which place goes on the shortlist, and where to come back to."""

from dataclasses import dataclass
from uuid import UUID

from network.errors import NotFound
from web.forms.ids import id_or_none
from web.forms.local_path import local_path


@dataclass(frozen=True)
class ShortlistForm:
    """One place; `next` is the page from which it was tapped."""

    place: str = ""
    next: str = ""

    @property
    def place_id(self) -> UUID:
        """Raises NotFound for what is no id."""
        found = id_or_none(self.place)
        if found is None:
            raise NotFound
        return found

    @property
    def next_path(self) -> str:
        return local_path(self.next, "/shortlist")
