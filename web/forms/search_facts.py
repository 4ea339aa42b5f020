"""What somebody says of a person beside a search, and the search to which it belongs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from network.rules.person_facts import PersonFacts
from web.forms.facts import Facts, typed_facts
from web.forms.search import SearchForm
from web.forms.typed import Typed

MOST_FIELDS = 200


@dataclass(frozen=True)
class FactsForm:
    """Facts as they were ticked, and the search (its address) as it stood."""

    given: Facts
    search: SearchForm

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "FactsForm":
        """From the fields of the form. `clear` takes all facts away; `without` takes one: "moud:methadone",
        or with "moud" whatever stands there."""
        typed = Typed(given)
        facts = {} if typed.ticked("clear") else typed_facts(typed)
        name, _, code = typed.text("without").partition(":")
        if name in facts:
            facts[name] = tuple(one for one in facts[name] if code and one != code)
        return cls(facts, SearchForm.read(_fields(typed.text("search"))))

    def checked(self) -> PersonFacts:
        """What is known of the person. Raises Invalid by fact."""
        return PersonFacts.read(self.given)


def _fields(query: str) -> dict[str, list[str]]:
    try:
        return parse_qs(query.removeprefix("?"), max_num_fields=MOST_FIELDS)
    except ValueError:  # more fields than any search has
        return {}
