"""Reads the services of one agency: what they are, when, at which of its places, and how full."""

from datetime import date

from network.providers.kinds.reading import read_kinds
from network.providers.operations.intake import IntakeWords
from network.providers.words import Area, Cost, Document, Hours, ServiceDetails, ServiceWords, Spoken
from network.rules.capacity_parts import PartWords
from network.tables import CapacityUnit, CapacityVoice, ServiceStatus, Waitlist
from seeds.marlow.hours import DAYS, closed_on, closure, only_from, read_hours, read_times
from seeds.marlow.shared import Shared, checked_codes, checked_facts, read_phones, said_twice
from seeds.marlow.strict import Table
from seeds.marlow.town import Offer, OfferedAt, SaidCapacity, record_id

NEEDED = ("name", "description", "eligibility_description", "application_process", "fees_description")
OPTIONAL = ("alternate_name", "interpretation_services", "alert")


def read_offer(slug: str, table: Table, shared: Shared, places: set[str]) -> Offer:
    """One service with all that belongs to it. Raises BadSeed."""
    key = table.text("key")
    kinds = checked_codes(table, "kinds", {kind.code for kind in read_kinds()})
    if not kinds:
        raise table.bad("kinds is empty")
    unit = next(kind.unit for kind in read_kinds() if kind.code == kinds[0])
    words = _words(table)
    offer = Offer(
        id=record_id("service", slug, key),
        key=key,
        words=words,
        details=_details(table, shared, kinds),
        verified_days_ago=table.whole("verified_days_ago"),
        at=tuple(_offered_at(row, shared, unit, places) for row in table.tables("at")),
    )
    if not offer.at:
        raise table.bad("is offered nowhere")
    table.finish()
    return offer


def _words(table: Table) -> ServiceWords:
    texts, spanish = said_twice(table, NEEDED, OPTIONAL)
    status = table.text("status", needed=False) or ServiceStatus.ACTIVE
    if status not in list(ServiceStatus):
        raise table.bad(f"“{status}” is no status of a service")
    return ServiceWords(
        status=ServiceStatus(status),
        minimum_age=table.whole("minimum_age"),
        maximum_age=table.whole("maximum_age"),
        licenses=table.text("licenses", needed=False),
        takes_referrals=table.yes("takes_referrals"),
        spanish=spanish,
        **texts,
    )


def _details(table: Table, shared: Shared, kinds: tuple[str, ...]) -> ServiceDetails:
    documents = [shared.term(table, "documents", code) for code in table.texts("documents")]
    areas = [shared.term(table, "areas", code) for code in table.texts("areas")]
    return ServiceDetails(
        kinds=kinds,
        facts=checked_facts(table, "service"),
        phones=read_phones(table, shared),
        languages=tuple(
            Spoken(code, shared.term(table, "languages", code)["en"]) for code in table.texts("languages")
        ),
        documents=tuple(Document(words["en"], {"document": words["es"]}) for words in documents),
        costs=tuple(_cost(row) for row in table.tables("costs")),
        areas=tuple(Area(words["en"], spanish={"name": words["es"]}) for words in areas),
    )


def _cost(table: Table) -> Cost:
    cost = Cost(
        option=table.text("option"),
        amount=table.number("amount"),
        amount_description=table.text("amount_description", needed=False),
        spanish={
            "option": table.text("option_es"),
            "amount_description": table.text("amount_description_es", needed=False),
        },
    )
    if bool(cost.amount_description) != bool(cost.spanish["amount_description"]):
        raise table.bad("amount_description is said in one language only")
    table.finish()
    return cost


def _offered_at(table: Table, shared: Shared, unit: CapacityUnit, places: set[str]) -> OfferedAt:
    place = table.text("location")
    if place not in places:
        raise table.bad("is not a place of this agency")
    texts, spanish = said_twice(table, [], ["description"])
    offered = OfferedAt(
        place=place,
        description=texts["description"],
        description_es=spanish.get("description", ""),
        hours=_hours(table, shared),
        intake=_intake(table),
        capacity=_capacity(table.table("capacity"), unit) if table.has("capacity") else None,
    )
    table.finish()
    return offered


def _intake(table: Table) -> tuple[IntakeWords, ...]:
    try:
        rows = [read_hours(text) for text in table.texts("intake")]
    except ValueError as problem:
        raise table.bad(str(problem)) from None
    if any(row.opens_at is None or row.closes_at is None or row.opens_at >= row.closes_at for row in rows):
        raise table.bad("intake ends on the day on which it begins")
    return tuple(
        IntakeWords(DAYS.index(day), row.opens_at, row.closes_at)
        for row in rows
        for day in row.byday.split(",")
        if row.opens_at and row.closes_at
    )


def _hours(table: Table, shared: Shared) -> tuple[Hours, ...]:
    try:
        rows = [read_hours(text) for text in table.texts("hours")]
    except ValueError as problem:
        raise table.bad(str(problem)) from None
    if not rows:
        raise table.bad("hours is empty")
    if table.has("season"):
        first, last = _days(table.table("season"))
        rows = [only_from(row, first, last) for row in rows]
    special = [_special(row) for row in table.tables("special_hours")]
    for closed in table.tables("closed"):
        first, last = _days(closed, finish=False)
        special.append(closure(first, last, closed.text("name"), closed.text("name_es")))
        closed.finish()
    kept = _holidays(table, shared)
    for row in special:
        if row.valid_from:
            kept.pop(row.valid_from, None)
    return (*rows, *special, *closed_on(rows, kept))


def _holidays(table: Table, shared: Shared) -> dict[date, tuple[str, str]]:
    group = table.text("holidays", needed=False)
    if group and group not in shared.holidays:
        raise table.bad(f"nobody keeps the holidays “{group}” in holidays.csv")
    return dict(shared.holidays.get(group, {}))


def _special(table: Table) -> Hours:
    day = _day(table, "on")
    try:
        opens_at, closes_at = read_times(table.text("hours"))
    except ValueError as problem:
        raise table.bad(str(problem)) from None
    row = Hours(
        opens_at=opens_at,
        closes_at=closes_at,
        valid_from=day,
        valid_to=day,
        description=table.text("name"),
        spanish={"description": table.text("name_es")},
    )
    table.finish()
    return row


def _days(table: Table, *, finish: bool = True) -> tuple[date, date]:
    first, last = _day(table, "from"), _day(table, "to")
    if last < first:
        raise table.bad("its last day is before its first")
    if finish:
        table.finish()
    return first, last


def _day(table: Table, name: str) -> date:
    text = table.text(name)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise table.bad(f"{name}: “{text}” is no day like 2026-12-24") from None


def _capacity(table: Table, unit: CapacityUnit) -> SaidCapacity:
    available, maximum = table.whole("available"), table.whole("maximum")
    if available is None or maximum is None or not 0 <= available <= maximum:
        raise table.bad("available and maximum do not fit together")
    said = SaidCapacity(
        available=available,
        maximum=maximum,
        unit=unit,
        waitlist=Waitlist(table.text("waitlist", needed=False) or Waitlist.UNKNOWN),
        expected_wait_days=table.whole("expected_wait_days"),
        said_by=CapacityVoice(table.text("said_by")),
        age_hours=table.number("age_hours"),
        parts=tuple(_part(row) for row in table.tables("parts")),
    )
    if said.parts and sum(part.available for part in said.parts) != said.available:
        raise table.bad("the parts do not add up to what is available")
    table.finish()
    return said


def _part(table: Table) -> PartWords:
    available = table.whole("available")
    if available is None:
        raise table.bad("available is missing")
    part = PartWords(table.text("whom"), available, table.whole("maximum"))
    table.finish()
    return part
