"""What is done for people. Words are dataclasses of network/people/words.py.

add_person(session, actor, PersonWords(...), *, phone, anyway, is_fictional, person_id) -> Person
change_person(session, actor, person, PersonWords(...), *, seen)
notice_known(session, actor, known)
set_safe_contact(session, actor, person, ContactRules(...)) -> SafeContact
open_case(session, actor, person, *, program, reference, opened_on, intake_by, officer_id) -> CaseFile
change_case(session, actor, case, *, reference, intake_by) · record_intake(session, actor, case)
record_disposition(session, actor, case, *, disposed_on) · close_case(session, actor, case, *, ending)
add_participant(session, actor, case, account_id, role) -> CaseParticipant
end_participation(session, actor, participation)
open_need(session, actor, person, NeedWords(...)) -> Need
change_need(session, actor, need, NeedWords(...)) · add_facts(session, actor, need, facts)
close_need(session, actor, need, *, status)
add_program(session, actor, *, name, intake_days) -> DiversionProgram
change_program(session, actor, program, *, name, intake_days, is_active)
"""

from network.people.known import find_known
from network.people.operations.cases import (
    change_case,
    close_case,
    open_case,
    record_disposition,
    record_intake,
)
from network.people.operations.entering import add_person, change_person, notice_known
from network.people.operations.needs import add_facts, change_need, close_need, open_need
from network.people.operations.participants import add_participant, end_participation
from network.people.operations.programs import add_program, change_program
from network.people.operations.reaching import set_safe_contact

__all__ = [
    "add_facts",
    "add_participant",
    "add_person",
    "add_program",
    "change_case",
    "change_need",
    "change_person",
    "change_program",
    "close_case",
    "close_need",
    "end_participation",
    "find_known",
    "notice_known",
    "open_case",
    "open_need",
    "record_disposition",
    "record_intake",
    "set_safe_contact",
]
