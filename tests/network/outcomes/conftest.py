"""What came of Rosa's referral."""

import pytest
from sqlmodel import Session

from tests.cast import Cast
from tests.network.outcomes.course import Course


@pytest.fixture
def course(session: Session, cast: Cast) -> Course:
    """Accepted by the clinic, nothing else yet."""
    return Course(session, cast)
