"""What people do with a referral. All take (session, actor, referral); NotAllowed, Invalid, Conflict.

`channel` is where it was done (page, link, phone …); `seen` the status the page had shown, so that a stale
button is refused with a sentence that says what happened meanwhile. `override=True`: by a supervisor in place
of the other side, with words of at least twenty characters.

    prepare_referrals(session, actor, need, place_ids, *, trying, information, note, question_id)
        -> list[Referral]
    send_referral(…, *, acknowledged, duplicate_acknowledged)      ConsentMissing, AlreadyReferred
    await_consent
    view_referral · review_referral · ask_sender(…, words) · reply_to_receiver(…, words)
    accept_referral(…, *, appointment_at, minutes, appointment_words, note)
    waitlist_referral(…, *, position, expected_on, note) · decline_referral(…, *, reason, words, expected_on)
    release_referral(…, *, reason, words) · confirm_release · send_back_referral(…, *, words)
    withdraw_referral · client_declined · complete_referral · not_linked · lose_contact(…, *, tried_on)
    reopen_referral(…, *, words) · correct_referral
    withdraw_consent(session, actor, consent, *, only) -> Consent · end_uncovered(session, person_id)
    make_move(session, actor, referral, move, *, reason, words, …)  the one way every status changes
"""

from network.referrals.consents import ConsentMissing
from network.referrals.operations.answering import (
    accept_referral,
    ask_sender,
    decline_referral,
    reply_to_receiver,
    review_referral,
    view_referral,
    waitlist_referral,
)
from network.referrals.operations.closing import (
    client_declined,
    complete_referral,
    confirm_release,
    correct_referral,
    lose_contact,
    not_linked,
    release_referral,
    reopen_referral,
    send_back_referral,
    withdraw_referral,
)
from network.referrals.operations.consent_withdrawn import (
    apply_withdrawals,
    end_uncovered,
    withdraw_consent,
)
from network.referrals.operations.making import make_move
from network.referrals.operations.preparing import prepare_referrals
from network.referrals.operations.sending import AlreadyReferred, await_consent, send_referral

__all__ = [
    "AlreadyReferred",
    "ConsentMissing",
    "accept_referral",
    "apply_withdrawals",
    "ask_sender",
    "await_consent",
    "client_declined",
    "complete_referral",
    "confirm_release",
    "correct_referral",
    "decline_referral",
    "end_uncovered",
    "lose_contact",
    "make_move",
    "not_linked",
    "prepare_referrals",
    "release_referral",
    "reopen_referral",
    "reply_to_receiver",
    "review_referral",
    "send_back_referral",
    "send_referral",
    "view_referral",
    "waitlist_referral",
    "withdraw_consent",
    "withdraw_referral",
]
