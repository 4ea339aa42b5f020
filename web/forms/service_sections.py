"""The parts in which a listing is edited: what stands in each form first, and what was typed."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from network.errors import Invalid
from network.providers.words import TRANSLATED, ServiceDetails, ServiceWords, Spoken
from network.tables import ServiceStatus
from network.words import Say, say
from web.forms import repeated
from web.forms.numbers import decimal_of
from web.forms.repeated import Values
from web.forms.typed import Typed

_YEARS = say("An age is a number of years, for example 18.")

TEXTS = (
    "name",
    "alternate_name",
    "description",
    "alert",
    "eligibility_description",
    "application_process",
    "wait_time",
    "fees_description",
    "interpretation_services",
)
WORDS = (*TEXTS, *(f"{name}_es" for name in TEXTS if name in TRANSLATED["service"]))
FACTS = ("kinds", "facts", "minimum_age", "maximum_age", "status", "takes_referrals")
CONTACT = ("phones", "contacts", "email", "url", "languages")
BRING = ("documents", "costs", "areas")


@dataclass(frozen=True)
class Understood:
    """What a form says, for `change_service`."""

    words: ServiceWords | None = None
    details: ServiceDetails | None = None


def words_values(words: ServiceWords) -> Values:
    """Texts, English and Spanish."""
    return {name: getattr(words, name) for name in TEXTS} | {
        f"{name}_es": text for name, text in words.spanish.items()
    }


def typed_words(typed: Typed, before: ServiceWords) -> Understood:
    """Texts as typed, all else as it was."""
    spanish = {name: typed.text(f"{name}_es") for name in TEXTS if name in TRANSLATED["service"]}
    texts = {name: typed.text(name) for name in TEXTS}
    return Understood(replace(before, **texts, spanish=spanish))  # type: ignore[arg-type]


def facts_values(words: ServiceWords, details: ServiceDetails) -> Values:
    """Kinds, facts, ages and status."""
    kinds = {f"kind-{number}": code for number, code in enumerate(details.kinds or (), start=1)}
    return {
        **kinds,
        "facts": details.facts or (),
        "minimum_age": _years(words.minimum_age),
        "maximum_age": _years(words.maximum_age),
        "status": words.status,
        "takes_referrals": "yes" if words.takes_referrals else "",
    }


def typed_facts(typed: Typed, before: ServiceWords) -> Understood:
    """Raises Invalid."""
    problems: dict[str, Say] = {}
    ages = {name: decimal_of(typed, name, problems, _YEARS) for name in ("minimum_age", "maximum_age")}
    status = typed.text("status")
    if status not in set(ServiceStatus):
        problems["status"] = say("Choose one of the list.")
    if problems:
        raise Invalid(problems)
    words = replace(
        before,
        minimum_age=ages["minimum_age"],
        maximum_age=ages["maximum_age"],
        status=ServiceStatus(status),
        takes_referrals=typed.ticked("takes_referrals"),
    )
    kinds = tuple(dict.fromkeys(row["kind"] for row in typed.rows("kind")))
    return Understood(words, ServiceDetails(kinds=kinds, facts=typed.several("facts")))


def contact_values(words: ServiceWords, details: ServiceDetails) -> Values:
    """How to reach it."""
    return {
        **repeated.phone_values(details.phones or ()),
        **repeated.person_values(details.contacts or ()),
        "email": words.email,
        "url": words.url,
        "languages": tuple(one.code for one in details.languages or ()),
    }


def typed_contact(typed: Typed, words: ServiceWords, details: ServiceDetails) -> Understood:
    """Raises Invalid."""
    before = {one.code: one for one in details.languages or ()}
    languages = tuple(before.get(code, Spoken(code)) for code in typed.several("languages"))
    return Understood(
        replace(words, email=typed.text("email"), url=typed.text("url")),
        ServiceDetails(
            phones=repeated.typed_phones(typed, details.phones or ()),
            contacts=repeated.typed_people(typed),
            languages=languages,
        ),
    )


def bring_values(details: ServiceDetails) -> Values:
    """What to bring, what it costs, where people must live."""
    return {
        **repeated.document_values(details.documents or ()),
        **repeated.cost_values(details.costs or ()),
        **repeated.area_values(details.areas or ()),
    }


def typed_bring(typed: Typed, details: ServiceDetails) -> Understood:
    """Raises Invalid."""
    return Understood(
        details=ServiceDetails(
            documents=repeated.typed_documents(typed),
            costs=repeated.typed_costs(typed),
            areas=repeated.typed_areas(typed, details.areas or ()),
        )
    )


@dataclass(frozen=True)
class Section:
    """One part of a listing: the fields it shows, what stands in it first, and how it is understood."""

    seen: tuple[str, ...]
    values: Callable[[ServiceWords, ServiceDetails], Values]
    understood: Callable[[Typed, ServiceWords, ServiceDetails], Understood]


SECTIONS = {
    "words": Section(
        WORDS, lambda words, _: words_values(words), lambda typed, words, _: typed_words(typed, words)
    ),
    "facts": Section(FACTS, facts_values, lambda typed, words, _: typed_facts(typed, words)),
    "contact": Section(CONTACT, contact_values, typed_contact),
    "bring": Section(
        BRING, lambda _, details: bring_values(details), lambda typed, _, details: typed_bring(typed, details)
    ),
}


def _years(age: float | None) -> str:
    return "" if age is None else f"{age:g}"
