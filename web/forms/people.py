"""A person as somebody types them: who they are, how they may be reached, what they need."""

from datetime import UTC, date, datetime, time

from network.errors import Invalid
from network.people.words import ContactRules, NeedWords, PersonWords
from network.places.point import Point
from network.rules.need_facts import facts_of
from network.rules.person_facts import PersonFacts
from network.search.kindred import kinds_by_code
from network.tables import ContactWay, Need, Person, SafeContact, Urgency
from network.words import Say, say
from web.forms.facts import typed_facts
from web.forms.typed import Typed

Values = dict[str, str | tuple[str, ...]]
PERSON_FIELDS = ("given_name", "family_name", "called", "born_on", "language", "needs_interpreter", "phone")
CONTACT_TEXTS = ("preferred", "phone", "email", "not_before", "not_after", "time_zone", "words")
CONTACT_FLAGS = ("may_call", "may_leave_voicemail", "may_text", "may_email")
NEED_FIELDS = ("kind", "urgency", "words", "zip")


def typed_person(typed: Typed) -> PersonWords:
    """Who somebody is. Raises Invalid."""
    problems: dict[str, Say] = {}
    words = PersonWords(
        given_name=typed.text("given_name"),
        family_name=typed.text("family_name"),
        called=typed.text("called"),
        born_on=typed_day(typed, "born_on", problems),
        language=typed.text("language") or "en",
        needs_interpreter=typed.ticked("needs_interpreter"),
    )
    if problems:
        raise Invalid(problems)
    return words


def person_values(person: Person) -> Values:
    """What stands in the form first."""
    return {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "called": person.called or "",
        "born_on": person.born_on or "",
        "language": person.language,
        "needs_interpreter": "yes" if person.needs_interpreter else "",
        "seen": person.changed_at.isoformat(),
    }


def typed_contact(typed: Typed) -> ContactRules:
    """How somebody may be reached. Raises Invalid."""
    problems: dict[str, Say] = {}
    preferred = typed.text("preferred") or ContactWay.IN_PERSON.value
    if preferred not in set(ContactWay):
        problems["preferred"] = say("Choose how they prefer to be reached.")
    rules = {
        "phone": typed.text("phone"),
        "email": typed.text("email"),
        "not_before": _typed_time(typed, "not_before", problems),
        "not_after": _typed_time(typed, "not_after", problems),
        "time_zone": typed.text("time_zone"),
        "words": typed.text("words"),
        **{name: typed.ticked(name) for name in CONTACT_FLAGS},
    }
    if problems:
        raise Invalid(problems)
    return ContactRules(preferred=ContactWay(preferred), **rules)  # type: ignore[arg-type]


def contact_values(safe: SafeContact | None, time_zone: str) -> Values:
    """What stands in the form first."""
    if safe is None:
        return {"preferred": ContactWay.IN_PERSON.value, "time_zone": time_zone}
    values: Values = {name: "yes" if getattr(safe, name) else "" for name in CONTACT_FLAGS}
    return values | {
        "preferred": safe.preferred.value,
        "phone": safe.phone or "",
        "email": safe.email or "",
        "not_before": safe.not_before.strftime("%H:%M") if safe.not_before else "",
        "not_after": safe.not_after.strftime("%H:%M") if safe.not_after else "",
        "time_zone": safe.time_zone or time_zone,
        "words": safe.words or "",
    }


def typed_need(typed: Typed, kind: str, point: Point | None) -> NeedWords:
    """What somebody needs, near the point; the kind of a need that is there already stays. Raises Invalid."""
    problems: dict[str, Say] = {}
    kind = kind or typed.text("kind")
    if kind not in kinds_by_code():
        problems["kind"] = say("Choose what is needed.")
    urgency = typed.text("urgency") or Urgency.ROUTINE.value
    if urgency not in set(Urgency):
        problems["urgency"] = say("Say how soon it is needed.")
    facts = _checked_facts(typed, problems)
    if problems:
        raise Invalid(problems)
    return NeedWords(
        kind=kind,
        urgency=Urgency(urgency),
        facts=facts.as_facts(),
        words=typed.text("words"),
        zip=typed.text("zip"),
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
    )


def need_values(need: Need) -> Values:
    """What stands in the form first."""
    return {
        "kind": need.kind,
        "urgency": need.urgency.value,
        "words": need.words or "",
        "zip": need.zip or "",
        **facts_of(need),
    }


def seen_at(typed: Typed) -> datetime | None:
    """Which state of the record somebody had before them; None when the form does not say."""
    try:
        return datetime.fromisoformat(typed.text("seen")).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def typed_day(typed: Typed, name: str, problems: dict[str, Say]) -> date | None:
    """A day as browsers send it; a wrong one is added to the problems."""
    text = typed.text(name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems[name] = say("Type the day as year, month and day, for example 1990-07-31.")
        return None


def _typed_time(typed: Typed, name: str, problems: dict[str, Say]) -> time | None:
    text = typed.text(name)
    if not text:
        return None
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        problems[name] = say("Type the time as hours and minutes, for example 17:30.")
        return None


def _checked_facts(typed: Typed, problems: dict[str, Say]) -> PersonFacts:
    try:
        return PersonFacts.read(typed_facts(typed))
    except Invalid as wrong:
        problems |= wrong.problems
        return PersonFacts()
