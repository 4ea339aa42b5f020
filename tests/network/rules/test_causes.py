"""Every reason for a no has one cause, or is no gap."""

from network.rules.causes import CAUSE_WORDS, FAILED, TAKEN, cause_of_end, cause_of_misses, cause_of_reason
from network.rules.moves import ENDED, OPEN
from network.rules.reasons import REASONS, DeclineReason, Side
from network.tables import Cause, ReferralStatus


def test_what_lies_with_the_person_or_the_referrer_is_no_gap() -> None:
    no_gaps = {code for code in DeclineReason if cause_of_reason(code) is None}

    assert no_gaps == {
        code for code, reason in REASONS.items() if reason.side in (Side.CLIENT, Side.REFERRER)
    }


def test_only_a_try_that_ended_has_a_cause() -> None:
    for status in ReferralStatus:
        has_one = any(cause_of_end(status, code) for code in (*DeclineReason, None))
        assert has_one == (status in FAILED)
    assert FAILED < ENDED
    assert TAKEN.isdisjoint(FAILED)
    assert TAKEN - {ReferralStatus.COMPLETED} < OPEN


def test_silence_is_no_answer_whatever_was_written_down() -> None:
    expired = ReferralStatus.EXPIRED_NO_RESPONSE
    assert {cause_of_end(expired, code) for code in (None, "expired_no_response", "no_capacity")} == {
        Cause.NO_ANSWER
    }


def test_an_end_without_a_reason_has_another_cause() -> None:
    assert cause_of_end(ReferralStatus.DECLINED_PROVIDER, None) is Cause.OTHER
    assert cause_of_end(ReferralStatus.WITHDRAWN, None) is None


def test_where_nothing_of_the_kind_is_there_is_no_service_and_where_one_fits_no_cause() -> None:
    assert cause_of_misses([]) is Cause.NO_SERVICE
    assert cause_of_misses([frozenset({"age"}), frozenset()]) is None


def test_every_cause_has_words() -> None:
    assert list(CAUSE_WORDS) == list(Cause)
