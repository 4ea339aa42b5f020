"""Rows that repeat in a form (numbers to call, things to bring): as they are shown, and as they are read."""

from collections.abc import Iterable, Mapping

from network.errors import Invalid
from network.providers.words import Access, Area, Cost, Document, Person, PhoneNumber
from network.words import say
from web.forms.typed import Typed

Values = dict[str, str | tuple[str, ...]]
PHONE, PERSON = ("number", "extension", "about", "about_es"), ("person", "title", "person_email")
DOCUMENT, AREA, ACCESS = ("document", "document_es"), ("area", "area_es"), ("access", "access_es")
COST = ("option", "option_es", "amount", "amount_about", "amount_about_es")


def numbered(rows: Iterable[Mapping[str, str]]) -> Values:
    """Rows as fields `name-1`, `name-2`, …"""
    return {
        f"{name}-{number}": text for number, row in enumerate(rows, start=1) for name, text in row.items()
    }


def phone_values(phones: Iterable[PhoneNumber]) -> Values:
    return numbered(
        {
            "number": phone.number,
            "extension": "" if phone.extension is None else str(phone.extension),
            "type": phone.type,
            "about": phone.description,
            "about_es": phone.spanish.get("description", ""),
        }
        for phone in phones
    )


def typed_phones(typed: Typed, before: Iterable[PhoneNumber]) -> tuple[PhoneNumber, ...]:
    """Languages are not asked: a number keeps those that it had. Raises Invalid."""
    languages = {phone.number: phone.languages for phone in before}
    return tuple(
        PhoneNumber(
            row["number"],
            _extension(row["extension"]),
            row["type"] or "voice",
            row["about"],
            languages.get(row["number"], ()),
            {"description": row["about_es"]},
        )
        for row in typed.rows(*PHONE, chosen=("type",))
    )


def person_values(people: Iterable[Person]) -> Values:
    return numbered({"person": one.name, "title": one.title, "person_email": one.email} for one in people)


def typed_people(typed: Typed) -> tuple[Person, ...]:
    return tuple(Person(row["person"], row["title"], row["person_email"]) for row in typed.rows(*PERSON))


def document_values(documents: Iterable[Document]) -> Values:
    return numbered(
        {"document": one.document, "document_es": one.spanish.get("document", "")} for one in documents
    )


def typed_documents(typed: Typed) -> tuple[Document, ...]:
    return tuple(Document(row["document"], {"document": row["document_es"]}) for row in typed.rows(*DOCUMENT))


def area_values(areas: Iterable[Area]) -> Values:
    return numbered({"area": one.name, "area_es": one.spanish.get("name", "")} for one in areas)


def typed_areas(typed: Typed, before: Iterable[Area]) -> tuple[Area, ...]:
    """The longer description is not asked: an area keeps the one that it had."""
    described = {one.name: one.description for one in before}
    return tuple(
        Area(row["area"], described.get(row["area"], ""), {"name": row["area_es"]})
        for row in typed.rows(*AREA)
    )


def access_values(rows: Iterable[Access]) -> Values:
    return numbered(
        {"access": one.description, "access_es": one.spanish.get("description", "")} for one in rows
    )


def typed_access(typed: Typed, before: Iterable[Access]) -> tuple[Access, ...]:
    """Details are not asked: a line keeps those that it had."""
    details = {one.description: one.details for one in before}
    return tuple(
        Access(row["access"], details.get(row["access"], ""), {"description": row["access_es"]})
        for row in typed.rows(*ACCESS)
    )


def cost_values(costs: Iterable[Cost]) -> Values:
    return numbered(
        {
            "option": one.option,
            "option_es": one.spanish.get("option", ""),
            "amount": "" if one.amount is None else f"{one.amount:g}",
            "amount_about": one.amount_description,
            "amount_about_es": one.spanish.get("amount_description", ""),
        }
        for one in costs
    )


def typed_costs(typed: Typed) -> tuple[Cost, ...]:
    """Raises Invalid."""
    return tuple(
        Cost(
            row["option"],
            _amount(row["amount"]),
            amount_description=row["amount_about"],
            spanish={"option": row["option_es"], "amount_description": row["amount_about_es"]},
        )
        for row in typed.rows(*COST)
    )


def _extension(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        raise Invalid({"phones": say("An extension is a number, for example 12.")})
    return int(text)


def _amount(text: str) -> float | None:
    if not text:
        return None
    try:
        amount = float(text.removeprefix("$").replace(",", ""))
    except ValueError:
        amount = -1
    if not 0 <= amount < 1_000_000:
        raise Invalid({"costs": say("An amount is a number of dollars, for example 5 or 12.50.")})
    return amount
