"""What leadership decides about a report before it is made, and whether it can be made."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from network.errors import Conflict, Invalid
from network.rules.periods import Period, quarter_with
from network.tables import Report
from network.words import LANGUAGES, Say, say

LONGEST = 6000  # characters of the words, about two pages
OFFERED = 8  # quarters


@dataclass(frozen=True)
class Draft:
    """`replaces` is the report of the same quarter and language that this one corrects, if there is one."""

    quarter: Period
    language: str = "en"
    words: str = ""
    replaces: UUID | None = None


def ended_quarters(today: date) -> list[Period]:
    """The newest quarters that have ended, newest first."""
    quarters = [quarter_with(today).before]
    while len(quarters) < OFFERED:
        quarters.append(quarters[-1].before)
    return quarters


def clean_words(words: str) -> str:
    """What was typed, without characters that nobody can see or print."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    kept = ("".join(each for each in line if unicodedata.category(each)[0] != "C") for line in lines)
    return "\n".join(kept).strip()


def check_draft(draft: Draft, today: date) -> None:
    """Raises Invalid by field."""
    problems: dict[str, Say] = {}
    if not draft.quarter.quarter or draft.quarter.last >= today:
        problems["quarter"] = say("Choose a quarter that has ended.")
    if draft.language not in LANGUAGES:
        problems["language"] = say("Choose one of the languages.")
    if len(draft.words) > LONGEST:
        problems["words"] = say(
            "This is too long by {over} characters: at most {most}.",
            over=len(draft.words) - LONGEST,
            most=LONGEST,
        )
    if problems:
        raise Invalid(problems)


def newest_like(session: Session, quarter: Period, language: str) -> Report | None:
    """The newest report of this quarter in this language."""
    return session.exec(reports_like(quarter, language).limit(1)).first()


def reports_like(quarter: Period, language: str) -> SelectOfScalar[Report]:
    """The reports of this quarter in this language, the newest first."""
    return (
        select(Report)
        .where(
            Report.first_day == quarter.first, Report.last_day == quarter.last, Report.language == language
        )
        .order_by(col(Report.made_at).desc(), col(Report.id).desc())
    )


def check_replaced(session: Session, draft: Draft) -> Report | None:
    """The report that this one replaces. Raises Conflict when somebody made another meanwhile."""
    there = newest_like(session, draft.quarter, draft.language)
    if (there.id if there else None) != draft.replaces:
        raise Conflict(
            say(
                "A report of this quarter in this language was made meanwhile. "
                "Look at it before you replace it."
            )
        )
    return there
