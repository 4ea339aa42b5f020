"""Who may see which line of a person, a referral and its outcome: drawn by hand, all of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from network.actors import SYSTEM, VISITOR, Actor, ActorKind, Role
from network.clock import now
from network.ids import new_id
from network.rules.moves import Party
from network.rules.shared_fields import TOLD_BY, WORDS_OF
from network.rules.sharing import Permit, SharedField, may_see
from network.tables.case import CaseRole
from network.tables.consent import InformationKind, Instrument, Purpose

# Each line, the kind of information it is, and who tells it.
LINES = """
person.name       I  sender
person.born_on    I  sender
person.language   I  sender
contact.way       C  sender
contact.phone     C  sender
contact.email     C  sender
contact.words     C  sender
need.kind         N  sender
need.urgency      N  sender
need.facts        N  sender
need.words        N  sender
case.program      K  sender
case.intake_by    K  sender
remark.note       W  sender
remark.reply      W  sender
answer.status     S  receiver
answer.words      S  receiver
appointment.when  S  receiver
appointment.where S  receiver
outcome.coarse    S  receiver
attendance        A  receiver
outcome.step      P  receiver
outcome.detail    P  receiver
progress          P  receiver
reason            R  receiver
reason.words      R  receiver
evidence.words    R  receiver
"""
KINDS = {
    "I": InformationKind.IDENTITY,
    "C": InformationKind.CONTACT,
    "N": InformationKind.NEED,
    "K": InformationKind.CASE,
    "W": InformationKind.NOTE,
    "S": InformationKind.STATUS,
    "A": InformationKind.ATTENDANCE,
    "P": InformationKind.PROGRESS,
    "R": InformationKind.REASONS,
}

# What each sees by which grant; a dot: nothing. `staff` are officers, coordinators, supervisors and the
# privacy officer of the agency that refers, `desk` its administrator, leadership and curator. `provider` is
# staff of the agency that is asked and its privacy officer, `front` its leadership and administrator.
# `other` are providers and officers elsewhere, `court` a prosecutor in the case, `police` an officer of
# another agency in it, `public` a visitor and the system itself.
SEEN = """
grant              staff      desk  provider   link       front  other  court  police public
none               ICNKW      .     SAPR       SAPR       .      .      .      .      .
outward            ICNKW      .     ICNKWSAPR  ICNKWSAPR  .      .      .      .      .
outward_need       ICNKW      .     NSAPR      NSAPR      .      .      .      .      .
inward_status      ICNKWS     .     SAPR       SAPR       .      .      .      .      .
inward             ICNKWSAPR  .     SAPR       SAPR       .      .      .      .      .
not_yet            ICNKW      .     SAPR       SAPR       .      .      .      .      .
over               ICNKW      .     SAPR       SAPR       .      .      .      .      .
revoked            ICNKW      .     SAPR       SAPR       .      .      .      .      .
ended              ICNKW      .     SAPR       SAPR       .      .      .      .      .
from_elsewhere     ICNKW      .     SAPR       SAPR       .      .      .      .      .
to_elsewhere       ICNKW      .     SAPR       SAPR       .      SAPR   .      .      .
by_case_role       ICNKW      .     SAPR       SAPR       .      .      sAP    .      .
by_account         ICNKW      .     SAPR       SAPR       .      .      sAP    .      .
identity_to_court  ICNKW      .     SAPR       SAPR       .      .      IK     .      .
"""
# s: the answer and the appointment. Whoever monitors a case sees outcomes (also S's coarse one, A, P) only if
# they were marked for that.
OF_OUTCOMES = {"outcome.coarse", "attendance", "outcome.step", "outcome.detail", "progress"}

UNIT, CLINIC, OTHER, COURT = new_id(), new_id(), new_id(), new_id()


def actor(organization_id: object, *roles: Role) -> Actor:
    return Actor(ActorKind.STAFF, new_id(), organization_id=organization_id, roles=frozenset(roles))  # type: ignore[arg-type]


PAUL = actor(COURT, Role.OFFICER)
VIEWERS: dict[str, list[tuple[Actor, frozenset[CaseRole]]]] = {
    "staff": [
        (actor(UNIT, role), frozenset())
        for role in (Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR, Role.PRIVACY)
    ],
    "desk": [
        (actor(UNIT, role), frozenset()) for role in (Role.ADMINISTRATOR, Role.LEADERSHIP, Role.CURATOR)
    ],
    "provider": [(actor(CLINIC, role), frozenset()) for role in (Role.PROVIDER, Role.PRIVACY)],
    "link": [(Actor(ActorKind.LINK, new_id(), organization_id=CLINIC), frozenset())],
    "front": [(actor(CLINIC, role), frozenset()) for role in (Role.LEADERSHIP, Role.ADMINISTRATOR)],
    "other": [(actor(OTHER, role), frozenset()) for role in (Role.PROVIDER, Role.OFFICER)],
    "court": [(PAUL, frozenset({CaseRole.PROSECUTOR}))],
    "police": [(actor(COURT, Role.OFFICER), frozenset({CaseRole.OFFICER}))],
    "public": [(VISITOR, frozenset()), (SYSTEM, frozenset())],
}


def permit(letters: str, discloser: object, **more: object) -> Permit:
    return Permit(
        id=new_id(),
        consent_id=new_id(),
        person_id=new_id(),
        discloser_organization_id=discloser,  # type: ignore[arg-type]
        information=frozenset(KINDS[letter] for letter in letters),
        purpose=Purpose.REFERRAL,
        instrument=more.pop("instrument", Instrument.VOLUNTARY),  # type: ignore[arg-type]
        starts_at=now() - timedelta(days=1),
        **more,  # type: ignore[arg-type]
    )


OUTWARD = permit("ICNKW", UNIT, recipient_organization_id=CLINIC)
INWARD = permit("SAPR", CLINIC, recipient_organization_id=UNIT)
BOTH = (OUTWARD, INWARD)
GRANTS: dict[str, tuple[Permit, ...]] = {
    "none": (),
    "outward": (OUTWARD,),
    "outward_need": (permit("N", UNIT, recipient_organization_id=CLINIC),),
    "inward_status": (permit("S", CLINIC, recipient_organization_id=UNIT),),
    "inward": (INWARD,),
    "not_yet": tuple(replace(each, starts_at=now() + timedelta(days=1)) for each in BOTH),
    "over": tuple(replace(each, until=now() - timedelta(seconds=1)) for each in BOTH),
    "revoked": tuple(replace(each, revoked_at=now()) for each in BOTH),
    "ended": tuple(replace(each, has_ended=True) for each in BOTH),
    "from_elsewhere": tuple(replace(each, discloser_organization_id=OTHER) for each in BOTH),
    "to_elsewhere": (replace(INWARD, recipient_organization_id=OTHER),),
    "by_case_role": (
        permit(
            "SAPR",
            CLINIC,
            recipient_case_role=CaseRole.PROSECUTOR,
            instrument=Instrument.CRIMINAL_JUSTICE,
        ),
    ),
    "by_account": (
        permit("SAPR", CLINIC, recipient_account_id=PAUL.id, instrument=Instrument.CRIMINAL_JUSTICE),
    ),
    "identity_to_court": (permit("IK", UNIT, recipient_case_role=CaseRole.PROSECUTOR),),
}


def drawn_lines() -> dict[str, tuple[str, str]]:
    return {name: (letter, side) for name, letter, side in map(str.split, LINES.strip().splitlines())}


def drawn() -> Iterator[tuple[str, str, str]]:
    heading, *rows = map(str.split, SEEN.strip().splitlines())
    for row in rows:
        yield from ((row[0], group, letters) for group, letters in zip(heading[1:], row[1:], strict=True))


def test_every_line_is_drawn_with_its_kind_and_its_side_and_has_its_words() -> None:
    assert set(drawn_lines()) == {field.value for field in SharedField} == {f.value for f in WORDS_OF}
    for name, (_, side) in drawn_lines().items():
        assert TOLD_BY[SharedField(name)] is Party(side)


def test_every_group_and_every_grant_is_drawn() -> None:
    assert {(grant, group) for grant, group, _ in drawn()} == set(product(GRANTS, VIEWERS))


@pytest.mark.parametrize(("grant", "group", "letters"), list(drawn()))
def test_who_may_see_what_is_the_hand_drawn_table(grant: str, group: str, letters: str) -> None:
    for (viewer, case_roles), (name, (letter, side)) in product(VIEWERS[group], drawn_lines().items()):
        owner = UNIT if side == "sender" else CLINIC
        for for_justice in (False, True):
            seen = may_see(
                viewer,
                SharedField(name),
                owner,
                GRANTS[grant],
                case_roles=case_roles,
                for_justice=for_justice,
            )
            if group == "court" and name in OF_OUTCOMES:
                expected = for_justice and letter.lower() in letters.lower()
            else:
                expected = letter in letters or (letter == "S" and "s" in letters)
            assert seen == expected, f"{viewer.roles or viewer.kind} {name} by {grant}, {for_justice=}"


def test_officers_see_no_more_by_a_consent_of_the_justice_system_than_was_marked_for_it() -> None:
    officer, _ = VIEWERS["staff"][0]
    grants = (replace(INWARD, instrument=Instrument.CRIMINAL_JUSTICE),)

    assert may_see(officer, SharedField.ANSWER_STATUS, CLINIC, grants)
    assert not may_see(officer, SharedField.OUTCOME_STEP, CLINIC, grants)
    assert may_see(officer, SharedField.OUTCOME_STEP, CLINIC, grants, for_justice=True)
    assert not may_see(officer, SharedField.REASON, CLINIC, grants, for_justice=True)
