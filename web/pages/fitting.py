"""Whether a service fits a person: whom it takes, what to bring, what it costs, which languages."""

from collections.abc import Iterable
from typing import Any

from babel import Locale
from msgspec import Struct

from network.providers.kinds.reading import Fact
from network.providers.listing import ListedPlace, Listing, Text
from network.providers.terms import facts_by_code, facts_in, kinds_in, others_in
from network.words import Say, say
from web.pages.times import locale_of

SENT_HOW, EXCLUDES = "referral", "excludes"


class FactRow(Struct, frozen=True):
    """One line of a list of facts."""

    label: Say | str
    values: tuple[Text | Say | str, ...]
    is_warning: bool = False

    @property
    def is_short(self) -> bool:
        """Whether all values are a few plain words, which fit on a line."""
        return all(isinstance(value, str) for value in self.values)


def kind_names(listing: Listing) -> tuple[str, ...]:
    """What kind of service it is."""
    spanish = listing.language == "es"
    return tuple(kind.name_es if spanish else kind.name_en for kind in kinds_in(listing.terms))


def fit_rows(listing: Listing, place: ListedPlace | None) -> tuple[FactRow, ...]:
    """Whom it takes, and whom it cannot take."""
    facts = facts_in((*listing.terms, *(place.terms if place else ())))
    rows = [
        FactRow(say("For whom"), _texts(listing.text(listing.service, "eligibility_description"))),
        FactRow(say("Age"), _texts(age_words(listing.service.minimum_age, listing.service.maximum_age))),
    ]
    said = {fact.parent for fact in facts} - {SENT_HOW}
    for group in (fact for fact in _headings() if fact.code in said):
        names = tuple(_name(fact, listing.language) for fact in facts if fact.parent == group.code)
        rows.append(FactRow(_name(group, listing.language), names, is_warning=group.code == EXCLUDES))
    rows += [
        FactRow(say("Must live in"), _texts(*(listing.text(row, "name") for row in listing.areas))),
        FactRow(say("Languages"), languages_spoken(listing, place)),
        FactRow(say("Interpreters"), _texts(listing.text(listing.service, "interpretation_services"))),
    ]
    return _filled(rows)


def bring_rows(listing: Listing) -> tuple[FactRow, ...]:
    """What to bring, and what it costs."""
    documents = tuple(
        text for row in listing.documents if (text := listing.text(row, "document")) is not None
    )
    costs = tuple(text for row in listing.costs if (text := cost_words(listing, row)) is not None)
    return _filled(
        [
            FactRow(say("What to bring"), documents),
            FactRow(
                say("What it costs"), (*costs, *_texts(listing.text(listing.service, "fees_description")))
            ),
        ]
    )


def access_rows(listing: Listing, place: ListedPlace | None) -> tuple[FactRow, ...]:
    """How people with a disability get in and around."""
    rows = place.accessibility if place else ()
    described = (listing.text(row, field) for row in rows for field in ("description", "details"))
    return _filled([FactRow(say("Accessibility"), _texts(*described))])


def sent_how(listing: Listing) -> tuple[Say | str, ...]:
    """By which ways people come to it."""
    return tuple(_name(fact, listing.language) for fact in facts_in(listing.terms) if fact.parent == SENT_HOW)


def others_listed(listing: Listing, place: ListedPlace | None) -> tuple[str, ...]:
    """What its own directory says of it in its own terms, without what is said in ours."""
    return tuple(term.name for term in others_in((*listing.terms, *(place.terms if place else ()))))


def languages_spoken(listing: Listing, place: ListedPlace | None) -> tuple[str, ...]:
    """Names of languages in the reader's language."""
    locale = Locale.parse(locale_of(listing.language))
    rows = [*listing.languages, *(place.languages if place else ())]
    names = (locale.languages.get((row.code or "").lower()) or row.name or row.code or "" for row in rows)
    return tuple(dict.fromkeys(name[0].upper() + name[1:] for name in names if name))


def age_words(youngest: float | None, oldest: float | None) -> Say | None:
    """Years of age that it takes."""
    if youngest and oldest:
        return say("{youngest} to {oldest}", youngest=f"{youngest:g}", oldest=f"{oldest:g}")
    if youngest:
        return say("{youngest} and older", youngest=f"{youngest:g}")
    return say("up to {oldest}", oldest=f"{oldest:g}") if oldest else None


def cost_words(listing: Listing, row: Any) -> Text | None:
    """One way to pay: what it is called, the amount, and what that means."""
    option, about = listing.text(row, "option"), listing.text(row, "amount_description")
    amount = None if row.amount is None else _money(row.amount, row.currency or "USD")
    words = [part for part in (option.words if option else "", amount, about.words if about else "") if part]
    language = next((text.language for text in (option, about) if text), listing.language)
    return Text(" · ".join(words), language) if words else None


def _money(amount: float, currency: str) -> str:
    number = f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"
    return f"${number}" if currency == "USD" else f"{number} {currency}"


def _headings() -> Iterable[Fact]:
    return (fact for fact in facts_by_code().values() if not fact.parent)


def _name(fact: Fact, language: str) -> str:
    return fact.name_es if language == "es" else fact.name_en


def _texts(*said: Text | Say | None) -> tuple[Text | Say, ...]:
    return tuple(one for one in said if one is not None)


def _filled(rows: list[FactRow]) -> tuple[FactRow, ...]:
    return tuple(row for row in rows if row.values)
