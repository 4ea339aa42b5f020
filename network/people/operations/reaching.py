"""Saying how somebody may be reached without harm."""

from zoneinfo import available_timezones

from sqlmodel import Session

from network import events
from network.actors import Actor
from network.clock import now
from network.errors import Invalid
from network.people.limits import LONGEST_PHONE, LONGEST_WORDS
from network.people.marks import phone_digits, write_marks
from network.people.queries import relation, safe_contact_of
from network.people.words import ContactRules
from network.rules.addresses import is_email, plain_email
from network.rules.names import plain_name
from network.rules.people_permissions import may_change_person
from network.rules.permissions import require
from network.tables import ContactWay, Person, SafeContact
from network.words import Say, say

ALLOWED = {
    ContactWay.CALL: "may_call",
    ContactWay.TEXT: "may_text",
    ContactWay.EMAIL: "may_email",
}


def set_safe_contact(session: Session, actor: Actor, person: Person, rules: ContactRules) -> SafeContact:
    """From now on every notice to the person obeys these rules. Raises Invalid."""
    require(may_change_person(actor, relation(session, actor, person)))
    phone, email = plain_name(rules.phone), plain_email(rules.email)
    if problems := _problems(rules, phone, email):
        raise Invalid(problems)
    safe = safe_contact_of(session, person.id) or SafeContact(person_id=person.id, changed_at=now())
    safe.preferred = rules.preferred
    safe.phone, safe.email = phone or None, email or None
    safe.may_call, safe.may_text, safe.may_email = rules.may_call, rules.may_text, rules.may_email
    safe.may_leave_voicemail = rules.may_call and rules.may_leave_voicemail
    safe.not_before, safe.not_after = rules.not_before, rules.not_after
    safe.time_zone = rules.time_zone or actor.time_zone
    safe.words = rules.words.strip() or None
    safe.changed_at = now()
    session.add(safe)
    session.flush()
    write_marks(session, person, safe)
    events.record(session, actor, "person.contact_said", "person", person.id, preferred=str(rules.preferred))
    return safe


def _problems(rules: ContactRules, phone: str, email: str) -> dict[str, Say]:
    problems = {
        "phone": _phone_problem(rules, phone),
        "email": _email_problem(rules, email),
        "preferred": _preferred_problem(rules),
        "not_after": _hours_problem(rules),
    }
    if rules.time_zone and rules.time_zone not in available_timezones():
        problems["time_zone"] = say("Choose a time zone from the list.")
    if len(rules.words) > LONGEST_WORDS:
        problems["words"] = say("Please use at most {most} letters.", most=LONGEST_WORDS)
    return {name: problem for name, problem in problems.items() if problem}


def _phone_problem(rules: ContactRules, phone: str) -> Say | None:
    if phone and (not phone_digits(phone) or len(phone) > LONGEST_PHONE):
        return say("Write the whole telephone number, with area code.")
    if not phone and (rules.may_call or rules.may_text):
        return say("Write the number at which they may be reached.")
    return None


def _email_problem(rules: ContactRules, email: str) -> Say | None:
    if email and not is_email(email):
        return say("This is not an e-mail address; it should look like name@example.org.")
    return say("Write the address at which they may be reached.") if not email and rules.may_email else None


def _preferred_problem(rules: ContactRules) -> Say | None:
    if rules.preferred in ALLOWED and not getattr(rules, ALLOWED[rules.preferred]):
        return say("The way they prefer must be one that is allowed below.")
    return None


def _hours_problem(rules: ContactRules) -> Say | None:
    if rules.not_before is not None and rules.not_before == rules.not_after:
        return say("The hours begin and end at the same time. Leave both empty for any time.")
    return None
