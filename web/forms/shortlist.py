"""Which place goes on the shortlist, and where to come back to."""

from dataclasses import dataclass
from uuid import UUID

from web.forms.ids import found_id
from web.forms.local_path import local_path


@dataclass(frozen=True)
class ShortlistForm:
    """One place; `next` is the page from which it was tapped."""

    place: str = ""
    next: str = ""

    @property
    def place_id(self) -> UUID:
        """Raises NotFound for what is no id."""
        return found_id(self.place)

    @property
    def next_path(self) -> str:
        return local_path(self.next, "/shortlist")
