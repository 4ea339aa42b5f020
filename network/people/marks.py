"""Blind indexes of a person: names plainly spelled, birth date and telephone, each only as a keyed hash."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col

from network.rules.names import folded, plain_name
from network.sealing import blind_index
from network.tables import MarkKind, Person, PersonMark, SafeContact

PHONE_DIGITS = 10


def spelled(*names: str | None) -> str:
    """Names as they are compared: no accents, no case, no signs, whatever stands first: `garcia jose`."""
    letters = (
        sign if sign.isalnum() else " " for sign in folded(" ".join(plain_name(name or "") for name in names))
    )
    return " ".join(sorted("".join(letters).split()))


def phone_digits(phone: str | None) -> str:
    """The last ten digits of a telephone number; empty when it has fewer than seven."""
    digits = "".join(sign for sign in phone or "" if sign.isdecimal() and sign.isascii())
    return digits[-PHONE_DIGITS:] if len(digits) >= 7 else ""


def marks_of(
    given_name: str,
    family_name: str,
    called: str | None = None,
    born_on: date | str | None = None,
    phone: str | None = None,
) -> dict[MarkKind, set[str]]:
    """What is compared of somebody, in plain text: never kept, only hashed."""
    names = {spelled(given_name, family_name)} | ({spelled(called, family_name)} if called else set())
    names.discard("")
    found: dict[MarkKind, set[str]] = {MarkKind.NAME: names}
    if born_on is not None:
        day = str(born_on)
        found[MarkKind.NAME_AND_BIRTH] = {f"{name}|{day}" for name in names}
        if family := spelled(family_name):
            found[MarkKind.FAMILY_AND_BIRTH] = {f"{family}|{day}"}
    if digits := phone_digits(phone):
        found[MarkKind.PHONE] = {digits}
    return found


def look_up_values(kind: MarkKind, texts: Iterable[str]) -> list[bytes]:
    """Every hash under which one of the texts may be kept: of each key of the ring."""
    return [value for text in texts for value in blind_index(text, _place(kind))]


def write_marks(session: Session, person: Person, safe: SafeContact | None) -> None:
    """Put the person's marks as they are now in place of those before, with the newest key."""
    session.exec(delete(PersonMark).where(col(PersonMark.person_id) == person.id))
    marks = marks_of(
        person.given_name, person.family_name, person.called, person.born_on, safe.phone if safe else None
    )
    session.add_all(
        _mark(person.id, person.organization_id, kind, text)
        for kind, texts in marks.items()
        for text in sorted(texts)
    )


def _mark(person_id: UUID, organization_id: UUID, kind: MarkKind, text: str) -> PersonMark:
    newest = blind_index(text, _place(kind))[0]
    return PersonMark(person_id=person_id, organization_id=organization_id, kind=kind, value=newest)


def _place(kind: MarkKind) -> str:
    return f"person_mark.{kind}"
