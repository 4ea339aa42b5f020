"""The table of moves is the one agreed with the agencies: drawn here by hand, not derived from itself."""

from network.rules.happenings import HAPPENINGS
from network.rules.moves import ENDED, MOVES, OPEN, STAGES, STRETCHES, stretch_of
from network.rules.reasons import IMPLIED, REASONS, DeclineReason, Side, reasons_for
from network.tables import ReferralStatus

# from                  who                     move            to
DRAWING = """
draft                   sender,system           ask_consent     awaiting_consent
draft                   sender,system           send            sent
draft                   sender,system           withdraw        withdrawn
draft                   sender,receiver,person  client_decline  declined_client
draft                   system                  obsolete        obsolete
draft                   sender                  correct         entered_in_error

awaiting_consent        sender,system           send            sent
awaiting_consent        sender,system           withdraw        withdrawn
awaiting_consent        sender,receiver,person  client_decline  declined_client
awaiting_consent        system                  obsolete        obsolete
awaiting_consent        sender                  correct         entered_in_error

sent                    receiver                view            viewed
sent                    receiver                review          under_review
sent                    receiver                ask             info_requested
sent                    receiver                accept          accepted
sent                    receiver                waitlist        waitlisted
sent                    receiver                decline         declined_provider
sent                    sender,receiver,person  client_decline  declined_client
sent                    sender,system           withdraw        withdrawn
sent                    system                  expire          expired_no_response
sent                    system                  revoke          consent_revoked
sent                    system                  obsolete        obsolete
sent                    sender                  correct         entered_in_error

viewed                  receiver                review          under_review
viewed                  receiver                ask             info_requested
viewed                  receiver                accept          accepted
viewed                  receiver                waitlist        waitlisted
viewed                  receiver                decline         declined_provider
viewed                  sender,receiver,person  client_decline  declined_client
viewed                  sender,system           withdraw        withdrawn
viewed                  system                  expire          expired_no_response
viewed                  system                  revoke          consent_revoked
viewed                  system                  obsolete        obsolete
viewed                  sender                  correct         entered_in_error

under_review            receiver                ask             info_requested
under_review            receiver                accept          accepted
under_review            receiver                waitlist        waitlisted
under_review            receiver                decline         declined_provider
under_review            sender,receiver,person  client_decline  declined_client
under_review            sender,system           withdraw        withdrawn
under_review            system                  expire          expired_no_response
under_review            system                  revoke          consent_revoked
under_review            system                  obsolete        obsolete
under_review            sender                  correct         entered_in_error

info_requested          sender                  reply           under_review
info_requested          receiver                accept          accepted
info_requested          receiver                waitlist        waitlisted
info_requested          receiver                decline         declined_provider
info_requested          sender,receiver,person  client_decline  declined_client
info_requested          sender,system           withdraw        withdrawn
info_requested          system                  expire          expired_no_response
info_requested          system                  revoke          consent_revoked
info_requested          system                  obsolete        obsolete
info_requested          sender                  correct         entered_in_error

waitlisted              receiver                accept          accepted
waitlisted              receiver                release         released_after_accept
waitlisted              receiver,coordinator    not_link        not_linked
waitlisted              sender,receiver,person  client_decline  declined_client
waitlisted              sender,system           withdraw        withdrawn
waitlisted              system                  expire          expired_no_response
waitlisted              system                  revoke          consent_revoked
waitlisted              system                  obsolete        obsolete
waitlisted              sender                  correct         entered_in_error

accepted                receiver,sender         schedule        scheduled
accepted                receiver                waitlist        waitlisted
accepted                receiver,sender         link            linked
accepted                receiver                release         released_after_accept
accepted                receiver,coordinator    not_link        not_linked
accepted                receiver,sender         lose            lost_contact
accepted                sender,receiver,person  client_decline  declined_client
accepted                sender,system           withdraw        withdrawn
accepted                system                  revoke          consent_revoked
accepted                system                  obsolete        obsolete
accepted                sender                  correct         entered_in_error

scheduled               receiver,sender         schedule        scheduled
scheduled               receiver,sender         unschedule      accepted
scheduled               receiver,sender         miss            missed_appt
scheduled               receiver,sender         link            linked
scheduled               receiver                release         released_after_accept
scheduled               receiver,coordinator    not_link        not_linked
scheduled               receiver,sender         lose            lost_contact
scheduled               sender,receiver,person  client_decline  declined_client
scheduled               sender,system           withdraw        withdrawn
scheduled               system                  lose_track      outcome_unknown
scheduled               system                  revoke          consent_revoked
scheduled               system                  obsolete        obsolete
scheduled               sender                  correct         entered_in_error

missed_appt             receiver,sender         schedule        scheduled
missed_appt             receiver,sender         link            linked
missed_appt             receiver                release         released_after_accept
missed_appt             receiver,coordinator    not_link        not_linked
missed_appt             receiver,sender         lose            lost_contact
missed_appt             sender,receiver,person  client_decline  declined_client
missed_appt             sender,system           withdraw        withdrawn
missed_appt             system                  revoke          consent_revoked
missed_appt             system                  obsolete        obsolete
missed_appt             sender                  correct         entered_in_error

linked                  receiver,system         engage          engaged
linked                  receiver,coordinator    complete        completed
linked                  receiver                release         released_after_accept
linked                  receiver,sender         lose            lost_contact
linked                  sender,receiver,person  client_decline  declined_client
linked                  system                  unlink          accepted
linked                  system                  lose_track      outcome_unknown
linked                  system                  revoke          consent_revoked
linked                  sender                  correct         entered_in_error

engaged                 receiver,coordinator    complete        completed
engaged                 receiver                release         released_after_accept
engaged                 receiver,sender         lose            lost_contact
engaged                 sender,receiver,person  client_decline  declined_client
engaged                 system                  disengage       linked
engaged                 system                  unlink          accepted
engaged                 system                  lose_track      outcome_unknown
engaged                 system                  revoke          consent_revoked
engaged                 sender                  correct         entered_in_error

completed               system                  uncomplete      linked
completed               sender                  correct         entered_in_error
released_after_accept   coordinator             send_back       accepted
released_after_accept   sender                  correct         entered_in_error
not_linked              coordinator             reopen          accepted
not_linked              sender                  correct         entered_in_error
lost_contact            coordinator             reopen          accepted
lost_contact            sender                  correct         entered_in_error
outcome_unknown         coordinator             reopen          accepted
outcome_unknown         sender                  correct         entered_in_error
declined_provider       sender                  correct         entered_in_error
declined_client         sender                  correct         entered_in_error
expired_no_response     sender                  correct         entered_in_error
withdrawn               sender                  correct         entered_in_error
consent_revoked         sender                  correct         entered_in_error
obsolete                sender                  correct         entered_in_error
"""

# our status           FHIR Task.status    businessStatus
ELSEWHERE = """
draft                  draft               drafting
awaiting_consent       draft               consent-pending
sent                   requested           sent
viewed                 requested           viewed
under_review           requested           under-review
info_requested         requested           info-needed
accepted               accepted            accepted
waitlisted             on-hold             waitlisted
scheduled              accepted            appointment-booked
missed_appt            in-progress         no-show
linked                 in-progress         linked
engaged                in-progress         engaged
completed              completed           loop-closed
declined_provider      rejected            declined
released_after_accept  cancelled           released
declined_client        cancelled           client-declined
not_linked             cancelled           not-linked
expired_no_response    cancelled           expired
withdrawn              cancelled           withdrawn
consent_revoked        cancelled           consent-withdrawn
lost_contact           cancelled           lost-contact
outcome_unknown        cancelled           outcome-unknown
obsolete               cancelled           served-elsewhere
entered_in_error       entered-in-error    -
"""


def test_the_table_is_the_one_agreed_with_the_agencies() -> None:
    drawn = {
        (source, frozenset(who.split(",")), name, target)
        for source, who, name, target in map(str.split, filter(str.strip, DRAWING.splitlines()))
    }
    built = {
        (source.value, frozenset(party.value for party in move.parties), move.name, move.target.value)
        for move in MOVES
        for source in move.sources
    }

    assert built == drawn


def test_other_systems_hear_the_words_of_fhir() -> None:
    drawn = {
        ours: (task, "" if business == "-" else business)
        for ours, task, business in map(str.split, filter(str.strip, ELSEWHERE.splitlines()))
    }
    built = {status.value: (stage.task_status, stage.business_status) for status, stage in STAGES.items()}

    assert built == drawn


def test_an_end_is_left_only_by_a_coordinator_or_to_correct_it() -> None:
    ways_out = {move.name for move in MOVES if move.sources & ENDED}

    assert ways_out == {"send_back", "reopen", "correct", "uncomplete"}


def test_rejected_is_only_for_before_any_action() -> None:
    rejecting = [move for move in MOVES if STAGES[move.target].task_status == "rejected"]

    assert [move.name for move in rejecting] == ["decline"]
    assert all(STAGES[source].task_status == "requested" for move in rejecting for source in move.sources)


def test_every_status_has_its_stage_and_every_move_is_told() -> None:
    assert set(ReferralStatus) == set(STAGES)
    assert {move.event for move in MOVES} <= set(HAPPENINGS)


def test_every_open_status_is_in_one_stretch_and_every_end_alone() -> None:
    assert sorted(status for stretch in STRETCHES for status in stretch) == sorted(OPEN)
    assert all(stretch_of(status) == {status} for status in ENDED)


def test_every_move_that_wants_a_reason_has_some_and_other_always_wants_words() -> None:
    assert set(REASONS) == set(DeclineReason)
    assert all(reasons_for(move) for move in MOVES if move.needs_reason)
    assert REASONS[DeclineReason.OTHER].needs_words
    assert set(IMPLIED) <= {move.name for move in MOVES}
    assert all(reason.moves <= {move.name for move in MOVES} for reason in REASONS.values())


def test_what_is_told_without_consent_says_nothing_about_the_person() -> None:
    told = {reason.code.value for reason in REASONS.values() if reason.about_service}

    assert told == {
        "no_capacity",
        "waitlist_closed",
        "program_paused_closed",
        "provider_disengaged",
        "expired_no_response",
        "insufficient_referral_info",
        "referred_in_error",
    }


def test_coordinators_look_at_those_who_are_turned_away_for_what_they_are() -> None:
    assert {reason.code.value for reason in REASONS.values() if reason.equity_review} == {
        "medication_not_supported",
        "disability_access_unmet",
        "language_unmet",
    }


def test_a_providers_no_and_a_persons_no_count_as_hud_counts_them() -> None:
    assert REASONS[DeclineReason.NO_CAPACITY].hud_result == 3
    assert REASONS[DeclineReason.CLIENT_DECLINED].hud_result == 2
    assert REASONS[DeclineReason.REFERRED_IN_ERROR].hud_result is None
    assert REASONS[DeclineReason.EXPIRED_NO_RESPONSE].side is Side.SYSTEM


def test_current_use_is_a_reason_only_for_who_is_in_the_program() -> None:
    assert REASONS[DeclineReason.ACTIVE_ILLEGAL_USE_IN_PROGRAM].moves == {"release"}
