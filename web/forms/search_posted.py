"""A search as a program posts it, with what is known of the person, and what else it wants to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from network.errors import Invalid
from network.rules.person_facts import PersonFacts
from network.words import Say, say
from web.forms.ids import id_or_none
from web.forms.search import MANY, ONE, SearchForm
from web.forms.search_values import OF_A_PERSON, refuse_facts, texts, yes_or_no

NO_VALUE = say("Give a text, a number, true or false, or a list of them.")
INTO_FACTS = say("Put what is known of the person into “facts”.")
OF_A_PAGE = frozenset({"need", "facts", "beside"})  # short names that only our pages know
KNOWN = ({*ONE, *MANY} - OF_A_PAGE) | {"open_now", "almost", "why_not", "at"}


@dataclass(frozen=True)
class Extras:
    """What a program wants to be told beside the results."""

    almost: bool = False  # the places that miss one thing only
    why_not: UUID | None = None  # a service: all that it misses
    at: UUID | None = None  # of that service, the location

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "Extras":
        """Raises Invalid by parameter."""
        problems: dict[str, Say] = {}
        text = {name: (texts(given, name) or [""])[-1] for name in ("almost", "why_not", "at")}
        almost = yes_or_no("almost", text["almost"], problems)
        for name in ("why_not", "at"):
            if text[name] and id_or_none(text[name]) is None:
                problems[name] = say("Give the id of a service or of a location.")
        if problems:
            raise Invalid(problems)
        return cls(almost, id_or_none(text["why_not"]), id_or_none(text["at"]))


def read_address(given: Mapping[str, Any]) -> tuple[SearchForm, Extras]:
    """A search as it stands in a program's address. Raises Invalid by parameter."""
    refuse_facts(given)
    if problems := _unknown(given):
        raise Invalid(problems)
    return SearchForm.read(given).of(None), Extras.read(given)


def _unknown(given: Mapping[str, Any]) -> dict[str, Say]:
    """A filter that is passed over because its name was mistyped could send a person to a full place."""
    known = ", ".join(sorted(KNOWN))
    return {
        name: say("There is no parameter of this name. These are known: {known}.", known=known)
        for name in given
        if name not in KNOWN
    }


@dataclass(frozen=True)
class PostedSearch:
    """A search with the facts of a person; the same names as in the address, and `facts` beside them."""

    form: SearchForm
    facts: PersonFacts
    extras: Extras

    @classmethod
    def read(cls, posted: Mapping[str, Any]) -> "PostedSearch":
        """Raises Invalid by parameter or by fact."""
        problems: dict[str, Say] = {}
        facts = posted.get("facts") or {}
        if not isinstance(facts, Mapping):
            raise Invalid({"facts": INTO_FACTS})
        given = _plain({name: value for name, value in posted.items() if name != "facts"}, problems)
        said = _plain(facts, problems)
        problems |= _unknown(given) | {name: INTO_FACTS for name in OF_A_PERSON if name in given}
        if problems:
            raise Invalid(problems)
        return cls(SearchForm.read(given).of(None), PersonFacts.read(said), Extras.read(given))


def _plain(values: Mapping[str, Any], problems: dict[str, Say]) -> dict[str, list[str]]:
    """Every value as texts, as they come in an address."""
    plain: dict[str, list[str]] = {}
    for name, value in values.items():
        several = value if isinstance(value, list) else [value]
        plain[name] = [_text(one) for one in several if isinstance(one, str | bool | int | float)]
        if len(plain[name]) < len([one for one in several if one is not None]):
            problems[name] = NO_VALUE
    return plain


def _text(value: str | float) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return value if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)
