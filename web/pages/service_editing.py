"""The forms of one listing's parts, and of its hours."""

from collections.abc import Iterable, Mapping

from network.providers.words import Hours, ServiceDetails
from network.rules.recurrence import WEEKDAYS
from network.tables import Service
from network.words import Say, say
from web.forms.service_sections import TEXTS
from web.forms.weekly_hours import OPENINGS, sort_hours
from web.pages.editing import (
    ASKED,
    PHONE_CHOICES,
    STATUSES,
    EditPage,
    FactGroup,
    Shown,
    fact_groups,
    kind_choices,
    language_choices,
    numbers,
)
from web.pages.filled import Choice

LONG_TEXTS = {"description", "eligibility_description", "application_process"}
REPEATED = {
    "phones": "number",
    "contacts": "person",
    "documents": "document",
    "costs": "option",
    "areas": "area",
}
DAYS = dict(
    zip(
        WEEKDAYS,
        (
            say("Monday"),
            say("Tuesday"),
            say("Wednesday"),
            say("Thursday"),
            say("Friday"),
            say("Saturday"),
            say("Sunday"),
        ),
        strict=True,
    )
)


def section_page(
    service: Service, section: str, shown: Shown, details: ServiceDetails, language: str
) -> EditPage:
    """One part of a listing."""
    here = f"/directory/services/{service.id}"
    spoken = (one.code for one in details.languages or ())
    values = shown.form.values
    return EditPage(
        name=service.name,
        trail=((say("Directory"), "/directory"), (service.name, here)),
        action=f"{here}/{section}",
        back=here,
        form=shown.form,
        version=shown.version,
        meanwhile=shown.meanwhile,
        conflict=shown.conflict,
        rows={name: numbers(values, first) for name, first in REPEATED.items()}
        | {"kinds": numbers(values, "kind")},
        choices={
            "kinds": kind_choices(language) if section == "facts" else (),
            "status": STATUSES,
            "phone_types": PHONE_CHOICES,
            "texts": tuple(Choice(name, ASKED[name], "long" if name in LONG_TEXTS else "") for name in TEXTS),
        },
        groups=_groups(section, language, spoken),
    )


def _groups(section: str, language: str, spoken: Iterable[str]) -> tuple[FactGroup, ...]:
    """Boxes to tick: facts, or languages."""
    if section == "facts":
        return fact_groups("service", language)
    return (FactGroup(say("They speak"), language_choices(language, spoken)),) if section == "contact" else ()


def hours_page(
    name: str,
    trail: tuple[tuple[Say | str, str], ...],
    action: str,
    shown: Shown,
    rows: tuple[Hours, ...],
    *,
    before: tuple[tuple[str, str], ...] = (),
) -> EditPage:
    """The hours of a service, of a service at a place, or of a place. Those of `before` stand first."""
    return EditPage(
        name=name,
        trail=trail,
        action=action,
        back=trail[-1][1],
        form=shown.form,
        version=shown.version,
        meanwhile=shown.meanwhile,
        conflict=shown.conflict,
        rows={"special": numbers(shown.form.values, "from"), "openings": range(1, OPENINGS + 1)},
        choices={"days": tuple(Choice(day, DAYS[day]) for day in WEEKDAYS)},
        others=tuple(_plainly(row) for row in sort_hours(rows).others),
        flags={"stand_behind": bool(before)},
        links=before,
    )


def _plainly(row: Hours) -> str:
    """A row that the week cannot say, in its own codes: it is kept or taken away as a whole."""
    said: Mapping[str, object] = {
        name: value for name, value in vars(row).items() if value not in (None, "", {}) and name != "spanish"
    }
    return ", ".join(f"{name} {value}" for name, value in said.items())
