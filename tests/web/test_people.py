"""A caseload, and one person, as officers see them."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from network.actors import Actor
from network.rules.need_facts import facts_of
from network.tables import CaseFile, CaseParticipant, Event, Need, NeedStatus, Person, SafeContact
from tests.caseload import case_due_in, methadone, program, rosa
from tests.cast import Cast
from tests.web.browser import TestBrowser
from tests.web.forms import form_values

Browser = Callable[[Actor], TestBrowser]
ROSA = {"given_name": "Rosa", "family_name": "Medina", "born_on": "1990-07-31", "language": "es"}


def test_officer_adds_somebody_says_a_need_and_finds_a_service(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    officer = as_actor(cast.olive_officer)
    assert "Nobody is on this caseload yet" in officer.get("/people").text
    typed = form_values(officer.get("/people/new").text, "/people/new") | ROSA
    entered = officer.post("/people/new", data=typed)
    person = session.exec(select(Person)).one()
    assert entered.url.path == f"/people/{person.id}"
    assert "<h1>Caseload: R. M.</h1>" in entered.text
    assert "Rosa Medina" in entered.text
    assert "No need is said yet" in entered.text
    need = form_values(officer.get(f"/people/{person.id}/needs/new").text, f"/people/{person.id}/needs")
    assert need["language"] == ["es", ""]
    typed = need | {"kind": "treatment.otp", "urgency": "urgent", "zip": "94103", "words": "No needles"}
    shown = officer.post(f"/people/{person.id}/needs", data=typed).text
    kept = session.exec(select(Need)).one()
    assert (kept.latitude, kept.longitude) == (37.77, -122.41)
    assert facts_of(kept) == {"language": ("es",), "age": (need["age"],)}
    assert f'href="/search?need={kept.id}"' in shown
    assert "“No needles”" in shown
    assert "Rosa Medina" in officer.get("/people").text


def test_somebody_known_already_is_noticed_and_what_was_typed_stays(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    colleague = cast.staff("Otto Officer", cast.unit, *cast.olive_officer.roles)
    rosa(session, cast.olive_officer)
    officer, other = as_actor(cast.olive_officer), as_actor(colleague)
    typed = ROSA | {"given_name": "ROSÁ", "phone": "415-555-0123"}
    again = officer.post("/people/new", data=typed)
    assert again.status_code == 409
    assert "the same name and birth date" in again.text
    assert 'value="415-555-0123"' in again.text
    assert "/people/" in again.text.split("known already")[1]
    told = other.post("/people/new", data=typed)
    assert told.status_code == 409
    assert "Somebody on the caseload of a colleague" in told.text
    assert "Olive Officer" in told.text
    assert "Rosa Medina" not in told.text
    session.expire_all()
    noticed = session.exec(select(Event).where(Event.kind == "person.noticed")).all()
    assert {event.actor_id for event in noticed} == {cast.olive_officer.id, colleague.id}
    assert other.post("/people/new", data=typed | {"anyway": "yes"}).status_code == 200
    assert len(session.exec(select(Person)).all()) == 2


def test_a_form_sent_twice_enters_one_person(session: Session, cast: Cast, as_actor: Browser) -> None:
    officer = as_actor(cast.olive_officer)
    typed = form_values(officer.get("/people/new").text, "/people/new") | ROSA
    first, second = officer.post("/people/new", data=typed), officer.post("/people/new", data=typed)
    assert first.url == second.url
    assert len(session.exec(select(Person)).all()) == 1


def test_a_wrong_form_is_shown_again(cast: Cast, as_actor: Browser, session: Session) -> None:
    officer = as_actor(cast.olive_officer)
    wrong = officer.post("/people/new", data=ROSA | {"family_name": " ", "born_on": "31.7.1990"})
    assert wrong.status_code == 422
    assert "Type the day as year, month and day" in wrong.text
    assert 'value="Rosa"' in wrong.text
    person = rosa(session, cast.olive_officer)
    session.commit()
    path = f"/people/{person.id}"
    assert "We do not know this ZIP code" in officer.post(f"{path}/needs", data={"zip": "00000"}).text
    assert "Choose what is needed" in officer.post(f"{path}/needs", data={"kind": "x"}).text
    odd = officer.post(f"{path}/contact", data={"preferred": "call", "not_before": "25:00"})
    assert odd.status_code == 422
    assert "for example 17:30" in odd.text


def test_safe_contact_is_said_and_shown(session: Session, cast: Cast, as_actor: Browser) -> None:
    person = rosa(session, cast.olive_officer)
    officer = as_actor(cast.olive_officer)
    page = officer.get(f"/people/{person.id}").text
    assert "no notice goes to them" in page
    typed = form_values(officer.get(f"/people/{person.id}/contact").text, f"/people/{person.id}/contact")
    typed |= {"preferred": "call", "may_call": "yes", "phone": "415 555 0123", "words": "Ask for Ines"}
    shown = officer.post(f"/people/{person.id}/contact", data=typed).text
    for words in ("May be called", "Never text", "Leave no voicemail", "Ask for Ines"):
        assert words in shown
    assert session.exec(select(SafeContact)).one().may_text is False


def test_the_clock_stands_on_every_page_of_the_case(session: Session, cast: Cast, as_actor: Browser) -> None:
    person = rosa(session, cast.olive_officer)
    case = case_due_in(session, cast.olive_officer, person, 2.5)
    need = methadone(session, cast.olive_officer, person)
    officer = as_actor(cast.olive_officer)
    for path in ("", "/record", "/contact", "/needs/new"):
        assert 'id="clock"' in officer.get(f"/people/{person.id}{path}").text
    for path in (f"/cases/{case.id}", f"/needs/{need.id}"):
        assert "tr-clock--pressing" in officer.get(path).text
    assert "days left for intake" in officer.get("/people").text
    done = officer.post(f"/cases/{case.id}/intake").text
    assert "Intake is done." in done
    assert officer.post(f"/cases/{case.id}/intake").status_code == 409


def test_officer_opens_a_case_with_a_program_and_others_take_part(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    chosen, person = program(session, cast), rosa(session, cast.olive_officer)
    officer = as_actor(cast.olive_officer)
    path = f"/people/{person.id}/cases"
    typed = form_values(officer.get(f"{path}/new").text, path)
    assert typed["officer"] == str(cast.olive_officer.id)
    typed |= {"program": str(chosen.id), "reference": "D-26-0117"}
    assert "Early diversion" in officer.post(path, data=typed).text
    case = session.exec(select(CaseFile)).one()
    again = officer.post(path, data=typed)
    assert again.status_code == 409
    assert "has an open case already" in again.text
    add = f"/cases/{case.id}/participants"
    assert "Nobody signs in here" in officer.post(add, data={"email": "no@example.org", "role": "court"}).text
    assert officer.post(add, data={"account": "", "email": "", "role": "court"}).status_code == 422
    shown = officer.post(add, data={"email": "olga.outsider@example.org", "role": "probation"}).text
    assert "Olga Outsider" in shown
    part = session.exec(
        select(CaseParticipant).where(CaseParticipant.account_id == cast.olga_outsider.id)
    ).one()
    assert as_actor(cast.olga_outsider).get(f"/people/{person.id}").status_code == 404
    assert officer.post(f"{add}/{part.id}/end").status_code == 200
    assert officer.post(f"{add}/{part.id}/end").status_code == 409
    closed = officer.post(f"/cases/{case.id}/closing", data={"ending": "completed"}).text
    assert "They finished the program" in closed
    assert officer.post(f"/cases/{case.id}/closing", data={"ending": "completed"}).status_code == 409
    assert officer.post(f"/cases/{case.id}", data={"reference": "other"}).status_code == 409


def test_a_need_is_changed_and_closed(session: Session, cast: Cast, as_actor: Browser) -> None:
    need = methadone(session, cast.olive_officer, rosa(session, cast.olive_officer))
    officer = as_actor(cast.olive_officer)
    typed = form_values(officer.get(f"/needs/{need.id}").text, f"/needs/{need.id}")
    officer.post(
        f"/needs/{need.id}", data=typed | {"urgency": "emergent", "age": "34", "cost": ["cost.free"]}
    )
    session.expire_all()
    assert facts_of(need)["age"] == ("34",)
    assert officer.post(f"/needs/{need.id}/closing", data={}).status_code == 422
    assert "No need is said yet" in officer.post(f"/needs/{need.id}/closing", data={"status": "met"}).text
    session.expire_all()
    assert need.status is NeedStatus.MET
    assert officer.post(f"/needs/{need.id}/closing", data={"status": "met"}).status_code == 409
    assert officer.post(f"/needs/{need.id}", data=typed).status_code == 409


def test_a_record_changed_meanwhile_is_not_written_over(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    person = rosa(session, cast.olive_officer)
    officer, coordinator = as_actor(cast.olive_officer), as_actor(cast.cody_coordinator)
    path = f"/people/{person.id}/record"
    typed = form_values(officer.get(path).text, path)
    coordinator.post(path, data=typed | {"called": "Rosie"})
    late = officer.post(path, data=typed | {"called": "Ro"})
    assert late.status_code == 409
    assert 'value="Ro"' in late.text
    again = form_values(late.text, path)
    assert "called Ro" in officer.post(path, data=again).text


def test_a_name_is_looked_for_without_standing_in_an_address(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    rosa(session, cast.olive_officer)
    rosa(session, cast.olive_officer, given_name="Dwayne", family_name="Pruitt")
    officer = as_actor(cast.olive_officer)
    assert 'method="post"' in officer.get("/people").text.split('role="search"')[0].rsplit("<form", 1)[1]
    for typed in ("medína rosa", "MEDI", "ros"):
        found = officer.post("/people/look", data={"name": typed})
        assert "Rosa Medina" in found.text
        assert "Pruitt" not in found.text
        assert not found.url.query
    assert "Nobody here has this name" in officer.post("/people/look", data={"name": "zzz"}).text


def test_coordinator_sees_the_agency_and_keeps_its_programs(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    rosa(session, cast.olive_officer)
    coordinator = as_actor(cast.cody_coordinator)
    assert "Rosa Medina" not in coordinator.get("/people").text
    assert "Rosa Medina" in coordinator.get("/people?whose=agency").text
    added = coordinator.post("/programs", data={"name": "Night court", "intake_days": "10"})
    assert "Intake within 10 days" in added.text
    assert coordinator.post("/programs", data={"name": "night court"}).status_code == 422
    assert coordinator.post("/programs", data={"name": "A", "intake_days": "x"}).status_code == 422
    href = added.text.split('href="/programs/')[1].split('"')[0]
    changed = coordinator.post(f"/programs/{href}", data={"name": "Night court", "intake_days": ""})
    assert "No intake deadline" in changed.text
    assert "no longer used" in changed.text
    assert as_actor(cast.olive_officer).post("/programs", data={"name": "B"}).status_code == 403


def test_privacy_officer_reads_and_changes_nothing(session: Session, cast: Cast, as_actor: Browser) -> None:
    person = rosa(session, cast.olive_officer)
    reader = as_actor(cast.priya_privacy)
    assert "Rosa Medina" in reader.get("/people").text
    assert "Add a need" not in reader.get(f"/people/{person.id}").text
    assert reader.get(f"/people/{person.id}/record").status_code == 403
    assert reader.post(f"/people/{person.id}/needs", data={}).status_code == 403
    assert reader.get("/people/new").status_code == 403


@pytest.mark.parametrize(
    "name", ["pat_provider", "olga_outsider", "lena_leadership", "cora_curator", "ada_administrator"]
)
def test_nobody_else_knows_of_a_person(name: str, session: Session, cast: Cast, as_actor: Browser) -> None:
    person = rosa(session, cast.olive_officer)
    need = methadone(session, cast.olive_officer, person)
    case = case_due_in(session, cast.olive_officer, person, 3)
    browser = as_actor(getattr(cast, name))
    for path in ("/people", f"/people/{person.id}", f"/needs/{need.id}", f"/cases/{case.id}", "/programs"):
        assert browser.get(path).status_code == 404


def test_a_colleague_without_part_in_the_case_finds_nothing(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    colleague = cast.staff("Otto Officer", cast.unit, *cast.olive_officer.roles)
    person = rosa(session, cast.olive_officer)
    assert as_actor(colleague).get(f"/people/{person.id}").status_code == 404


def test_pages_of_a_person_stay_on_no_shared_machine_and_speak_spanish(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    ana = cast.staff("Ana Oficial", cast.unit, *cast.olive_officer.roles, language="es")
    person = rosa(session, ana)
    answer = as_actor(ana).get(f"/people/{person.id}")
    assert answer.headers["cache-control"] == "no-store"
    assert "<title>Medina" not in answer.text
    assert "Qué necesita" in answer.text
