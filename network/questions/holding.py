"""A yes to a question keeps a place for who asked; a yes that is taken back gives it back."""

from sqlmodel import Session

from network.providers.operations.holding import end_hold_of_answer, hold_for_answer
from network.rules.capacity_parts import Facts
from network.rules.questions import Circumstance, QuestionFacts, Served
from network.tables import AskedPlace, Question, QuestionAnswer, ServiceAtLocation

_HOUSEHOLD = (Circumstance.PREGNANT, Circumstance.CHILDREN, Circumstance.COUPLE)


def hold_after_yes(session: Session, asked: AskedPlace, minutes: int) -> None:
    """Where a number is believed, one of the free places is kept; of several yeses the first keeps one."""
    if asked.answer is not QuestionAnswer.YES:
        return
    question = session.get_one(Question, asked.question_id)
    if place := session.get(ServiceAtLocation, asked.service_at_location_id):
        hold_for_answer(session, place, question, facts=_facts(question), minutes=minutes)


def give_back_unless_yes(session: Session, asked: AskedPlace) -> None:
    """Before another number is told: what an earlier yes kept is free again."""
    if asked.answer is not QuestionAnswer.YES:
        end_hold_of_answer(session, asked.service_at_location_id, asked.question_id)


def _facts(question: Question) -> Facts:
    """What the question says of the person, by the names of `need.facts`."""
    said = QuestionFacts.read(question.facts)
    facts: dict[str, tuple[str, ...]] = {
        "household": tuple(one.value for one in said.also if one in _HOUSEHOLD)
    }
    if said.served in (Served.WOMEN, Served.MEN):
        facts["sex"] = (said.served.value,)
    return facts
