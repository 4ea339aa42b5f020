"""Everything that writes down what came of a referral."""

from network.outcomes.operations.attending import keep_appointment, miss_appointment
from network.outcomes.operations.booking import book_appointment, cancel_appointment, move_appointment
from network.outcomes.operations.correcting import correct_outcome, take_back_outcome
from network.outcomes.operations.recording import record_outcome

__all__ = [
    "book_appointment",
    "cancel_appointment",
    "correct_outcome",
    "keep_appointment",
    "miss_appointment",
    "move_appointment",
    "record_outcome",
    "take_back_outcome",
]
