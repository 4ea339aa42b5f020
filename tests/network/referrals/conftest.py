"""The story of the tests of referrals."""

import pytest
from sqlmodel import Session

from tests.cast import Cast
from tests.network.referrals.story import Story


@pytest.fixture
def story(session: Session, cast: Cast) -> Story:
    """Rosa, one need, nothing sent yet."""
    return Story(session, cast)
