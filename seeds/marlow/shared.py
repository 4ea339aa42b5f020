"""What the files of all agencies have in common: vocabulary, towns, holidays, and texts in two languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from network.providers.kinds.reading import read_facts
from network.providers.words import PhoneNumber
from seeds.marlow.strict import Table
from seeds.marlow.town import Bounds, Community


@dataclass(frozen=True)
class Shared:
    """What an agency's file refers to."""

    words: dict[str, dict[str, dict[str, str]]]  # vocabulary.toml: group, code, language
    communities: dict[str, Community]
    holidays: dict[str, dict[date, tuple[str, str]]]  # who keeps them, day, name in English and Spanish
    bounds: Bounds
    state_province: str
    country: str
    time_zone: str

    def term(self, table: Table, group: str, code: str) -> dict[str, str]:
        """The words of a code in both languages. Raises BadSeed."""
        if code not in self.words[group]:
            raise table.bad(f"“{code}” is not in {group} of vocabulary.toml")
        return self.words[group][code]


def said_twice(
    table: Table, names: Iterable[str], optional: Iterable[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """A table's texts in English and, from its `es`, in Spanish: what is said, in both. Raises BadSeed."""
    names, optional = tuple(names), tuple(optional)
    in_spanish = table.table("es")
    english = {name: table.text(name) for name in names}
    english |= {name: table.text(name, needed=False) for name in optional}
    spanish = {name: in_spanish.text(name) for name, text in english.items() if text}
    in_spanish.finish()
    return english, spanish


def read_phones(table: Table, shared: Shared) -> tuple[PhoneNumber, ...]:
    """The table's numbers; what each is for says its type and its words. Raises BadSeed."""
    found = []
    for row in table.tables("phones"):
        words = shared.term(row, "phones", row.text("use"))
        found.append(
            PhoneNumber(
                number=row.text("number"),
                extension=row.whole("extension"),
                type=words["type"],
                description=words["en"],
                spanish={"description": words["es"]},
            )
        )
        row.finish()
    return tuple(found)


def checked_facts(table: Table, about: str) -> tuple[str, ...]:
    """The table's facts. Raises BadSeed when one is not known, is said twice, or is not about this."""
    known = {fact.code for fact in read_facts() if fact.parent and fact.about == about}
    return checked_codes(table, "facts", known)


def checked_codes(table: Table, name: str, known: set[str]) -> tuple[str, ...]:
    """The table's codes. Raises BadSeed when one is not known or is said twice."""
    codes = table.texts(name)
    if unknown := sorted(set(codes) - known):
        raise table.bad(f"“{unknown[0]}” is not one of the {name} there are")
    if len(set(codes)) != len(codes):
        raise table.bad(f"{name} says something twice")
    return codes
