"""A case, its clock and those who take part; who may know of it."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from network.actors import Role
from network.clock import now, stopped_at
from network.errors import Conflict, Invalid, NotAllowed, NotFound
from network.people.caseload import Stage, Whose, caseload
from network.people.file import person_file
from network.people.operations import (
    add_facts,
    add_participant,
    add_program,
    change_case,
    change_need,
    change_program,
    close_case,
    close_need,
    end_participation,
    open_case,
    open_need,
    record_disposition,
    record_intake,
)
from network.people.queries import case_of, case_roles, get_case, get_need, get_person, relation
from network.people.words import NeedWords
from network.rules.clock import ClockState
from network.rules.need_facts import facts_of
from network.rules.people_permissions import Relation
from network.tables import CaseEnding, CaseRole, Event, NeedStatus, Urgency
from tests.caseload import case_due_in, methadone, program, rosa
from tests.cast import Cast


def test_each_of_the_cast_stands_to_a_person_as_drawn(session: Session, cast: Cast) -> None:
    person = rosa(session, cast.olive_officer)
    case = open_case(session, cast.olive_officer, person)
    colleague = cast.staff("Otto Officer", cast.unit, Role.OFFICER)
    prosecutor = cast.staff("Petra Prosecutor", cast.other, Role.OFFICER)
    add_participant(session, cast.olive_officer, case, prosecutor.id, CaseRole.PROSECUTOR)  # type: ignore[arg-type]
    drawn = {
        "olive_officer": Relation.OWN,
        "cody_coordinator": Relation.AGENCY,
        "sal_supervisor": Relation.AGENCY,
        "priya_privacy": Relation.AGENCY,
        "pat_provider": Relation.NONE,
        "olga_outsider": Relation.NONE,
        "lena_leadership": Relation.NONE,
        "cora_curator": Relation.NONE,
        "hana_at_shelter": Relation.NONE,
        "ada_administrator": Relation.NONE,
        "visitor": Relation.NONE,
    }
    assert {name: relation(session, actor, person) for name, actor in cast.everybody.items()} == drawn
    assert relation(session, colleague, person) is Relation.NONE
    assert relation(session, prosecutor, person) is Relation.PARTICIPANT
    for name, stands in drawn.items():
        actor = getattr(cast, name)
        if stands is Relation.NONE:
            for look in (
                lambda actor=actor: get_person(session, actor, person.id),
                lambda actor=actor: get_case(session, actor, case.id),
                lambda actor=actor: person_file(session, actor, person.id),
            ):
                with pytest.raises(NotFound):
                    look()
        else:
            assert get_person(session, actor, person.id) is person
    with pytest.raises(NotFound):
        get_person(session, prosecutor, person.id)


def test_part_in_a_case_lets_a_colleague_in_from_when_to_when(session: Session, cast: Cast) -> None:
    person = rosa(session, cast.cody_coordinator)
    case = open_case(session, cast.cody_coordinator, person)
    with pytest.raises(NotFound):
        get_person(session, cast.olive_officer, person.id)
    part = add_participant(session, cast.cody_coordinator, case, cast.olive_officer.id, CaseRole.OFFICER)  # type: ignore[arg-type]
    assert relation(session, cast.olive_officer, person) is Relation.OWN
    assert case_roles(session, cast.olive_officer, case.id) == {CaseRole.OFFICER}
    assert caseload(session, cast.olive_officer).lines[0].keepers == ("Cody Coordinator", "Olive Officer")
    with pytest.raises(Conflict):
        add_participant(session, cast.cody_coordinator, case, cast.olive_officer.id, CaseRole.OFFICER)  # type: ignore[arg-type]
    end_participation(session, cast.cody_coordinator, part)
    with pytest.raises(NotFound):
        get_person(session, cast.olive_officer, person.id)
    with pytest.raises(Conflict):
        end_participation(session, cast.cody_coordinator, part)


def test_another_agencys_part_ends_with_the_case(session: Session, cast: Cast) -> None:
    person = rosa(session, cast.olive_officer)
    case = open_case(session, cast.olive_officer, person)
    add_participant(session, cast.olive_officer, case, cast.olga_outsider.id, CaseRole.MONITOR)  # type: ignore[arg-type]
    assert case_roles(session, cast.olga_outsider, case.id) == {CaseRole.MONITOR}
    close_case(session, cast.olive_officer, case, ending=CaseEnding.COMPLETED)
    assert case_roles(session, cast.olga_outsider, case.id) == frozenset()
    assert relation(session, cast.olga_outsider, person) is Relation.NONE
    assert relation(session, cast.olive_officer, person) is Relation.OWN


@pytest.mark.parametrize("who", ["hana_at_shelter", "pat_provider", "lena_leadership"])
def test_only_colleagues_with_a_caseload_are_the_officer_and_no_victim_service(
    who: str, session: Session, cast: Cast
) -> None:
    case = open_case(session, cast.olive_officer, rosa(session, cast.olive_officer))
    role = CaseRole.COURT if who == "hana_at_shelter" else CaseRole.OFFICER
    with pytest.raises(Invalid) as told:
        add_participant(session, cast.olive_officer, case, getattr(cast, who).id, role)
    assert "account" in told.value.problems


def test_a_program_sets_the_clock_and_keeps_it_for_open_cases(session: Session, cast: Cast) -> None:
    chosen, person = program(session, cast), rosa(session, cast.olive_officer)
    case = open_case(session, cast.olive_officer, person, program=chosen, reference=" D-26-0117 ")
    assert case.intake_by is not None
    assert (case.reference, (case.intake_by - now()).days) == ("D-26-0117", 14)
    change_program(session, cast.sal_supervisor, chosen, name="Other", intake_days=None, is_active=False)
    session.refresh(case)
    assert case.intake_by is not None
    with pytest.raises(Invalid):
        other = rosa(session, cast.olive_officer, given_name="Dwayne")
        open_case(session, cast.olive_officer, other, program=chosen)
    with pytest.raises(NotAllowed):
        add_program(session, cast.olive_officer, name="Mine")
    with pytest.raises(Invalid):
        add_program(session, cast.cody_coordinator, name="OTHER")


def test_a_person_has_one_open_case_and_its_facts_are_in_order(session: Session, cast: Cast) -> None:
    person = rosa(session, cast.olive_officer)
    with pytest.raises(Invalid):
        open_case(session, cast.olive_officer, person, opened_on=cast.olive_officer.today + timedelta(days=3))
    with pytest.raises(Invalid):
        open_case(session, cast.olive_officer, person, intake_by=now() - timedelta(days=3))
    case = open_case(session, cast.olive_officer, person)
    with pytest.raises(Conflict):
        open_case(session, cast.olive_officer, person)
    change_case(session, cast.olive_officer, case, reference="7", intake_by=now() + timedelta(days=1))
    record_intake(session, cast.olive_officer, case)
    with pytest.raises(Conflict):
        record_intake(session, cast.olive_officer, case)
    today = cast.olive_officer.today
    with pytest.raises(Invalid):
        record_disposition(session, cast.olive_officer, case, disposed_on=today + timedelta(days=1))
    record_disposition(session, cast.olive_officer, case, disposed_on=today)
    close_case(session, cast.olive_officer, case, ending=CaseEnding.LEFT)
    for late in (
        lambda: close_case(session, cast.olive_officer, case, ending=CaseEnding.OTHER),
        lambda: change_case(session, cast.olive_officer, case, reference="8", intake_by=None),
        lambda: add_participant(session, cast.olive_officer, case, cast.pat_provider.id, CaseRole.COURT),  # type: ignore[arg-type]
    ):
        with pytest.raises(Conflict):
            late()
    assert case_of(session, person.id) is None
    open_case(session, cast.olive_officer, person)
    kinds = session.exec(select(Event.kind).where(Event.subject_id == case.id).order_by(Event.id)).all()  # type: ignore[arg-type]
    assert kinds == ["case.opened", "case.changed", "case.intake_done", "case.disposed", "case.closed"]


def test_a_privacy_officer_reads_and_changes_nothing(session: Session, cast: Cast) -> None:
    person = rosa(session, cast.olive_officer)
    assert not person_file(session, cast.priya_privacy, person.id).may_change
    with pytest.raises(NotAllowed):
        open_case(session, cast.priya_privacy, person)
    with pytest.raises(NotAllowed):
        methadone(session, cast.priya_privacy, person)


def test_a_need_is_kept_roughly_and_closed_once(session: Session, cast: Cast) -> None:
    person = rosa(session, cast.olive_officer)
    case = open_case(session, cast.olive_officer, person)
    facts = {"age": ("34",), "language": ("es", ""), "cost": (), "q": ("her name",)}
    need = methadone(session, cast.olive_officer, person, facts=facts, words=" No needles ")
    assert (need.latitude, need.longitude, need.case_id) == (37.77, -122.41, case.id)
    assert facts_of(need) == {"age": ("34",), "language": ("es",)}
    assert need.words == "No needles"
    change_need(session, cast.cody_coordinator, need, NeedWords("treatment.otp", Urgency.EMERGENT))
    assert need.urgency is Urgency.EMERGENT
    assert not need.facts
    assert get_need(session, cast.olive_officer, need.id) == (need, person)
    with pytest.raises(Invalid):
        close_need(session, cast.olive_officer, need, status=NeedStatus.OPEN)
    close_need(session, cast.olive_officer, need)
    with pytest.raises(Conflict):
        close_need(session, cast.olive_officer, need)
    for who in (cast.pat_provider, cast.ada_administrator):
        with pytest.raises(NotFound):
            get_need(session, who, need.id)


def test_what_was_said_for_a_search_is_added_to_what_the_need_says(session: Session, cast: Cast) -> None:
    person = rosa(session, cast.olive_officer)
    words = NeedWords("treatment.otp", facts={"age": ("34",), "household": ("pets",), "no_id": ("yes",)})
    need = open_need(session, cast.olive_officer, person, words)

    add_facts(session, cast.olive_officer, need, {"age": ("35",), "household": ("pets", "couple")})

    assert facts_of(need) == {"age": ("35",), "household": ("pets", "couple"), "no_id": ("yes",)}
    with pytest.raises(NotAllowed):
        add_facts(session, cast.pat_provider, need, {"age": ("36",)})
    close_need(session, cast.olive_officer, need)
    with pytest.raises(Conflict):
        add_facts(session, cast.olive_officer, need, {"age": ("36",)})
    assert facts_of(need)["age"] == ("35",)


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"kind": "witchcraft"}, "kind"), ({"zip": "9410"}, "zip"), ({"words": "x" * 1001}, "words")],
)
def test_a_need_that_cannot_be_is_refused(
    changed: dict[str, object], field: str, session: Session, cast: Cast
) -> None:
    with pytest.raises(Invalid) as told:
        methadone(session, cast.olive_officer, rosa(session, cast.olive_officer), **changed)
    assert set(told.value.problems) == {field}


def test_the_most_pressing_stand_first_and_ended_cases_apart(session: Session, cast: Cast) -> None:
    officer = cast.olive_officer
    names = ("Late", "Soon", "Calm", "Urgent", "Ended")
    people = {name: rosa(session, officer, given_name=name) for name in names}
    case_due_in(session, officer, people["Soon"], 3)
    case_due_in(session, officer, people["Late"], -1)
    open_need(session, officer, people["Urgent"], NeedWords("treatment.otp", Urgency.EMERGENT))
    done = case_due_in(session, officer, people["Ended"], 1)
    close_case(session, officer, done, ending=CaseEnding.COMPLETED)
    with stopped_at(now() + timedelta(minutes=1)):
        found = caseload(session, officer)
        assert [line.person.given_name for line in found.lines] == ["Late", "Soon", "Urgent", "Calm"]
        assert found.lines[0].clock.state is ClockState.PASSED
        assert found.due_soon == 2
        ended = caseload(session, officer, stage=Stage.ENDED)
        assert [line.person.given_name for line in ended.lines] == ["Ended"]
        assert caseload(session, cast.priya_privacy, whose=Whose.OWN).total == 4
    for nobody in (cast.pat_provider, cast.lena_leadership, cast.visitor):
        with pytest.raises(NotFound):
            caseload(session, nobody)
