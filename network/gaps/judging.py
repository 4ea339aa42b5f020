"""What a survey does to the gaps: opens, keeps, closes and reopens them. docs/gaps.md tells the rules."""

from collections import Counter

from sqlmodel import Session

from network.tables import GapSurvey


def judge_gaps(session: Session, survey: GapSurvey) -> Counter[str]:
    """Compare the gaps with what this survey found; answers how many were opened, reopened, closed, and came
    back. For the newest survey, once, in its transaction."""
    return Counter()
