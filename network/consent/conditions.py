"""Whether consents have ended, as conditions that lists ask of the database: the same rule as
network/rules/consent.py, which a test compares."""

from datetime import datetime, timedelta

from sqlalchemy import and_, exists, or_
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import col

from network.rules.consent import DAYS_AFTER_REFERRALS
from network.rules.moves import ENDED
from network.tables import (
    CaseFile,
    Consent,
    ConsentGrant,
    ConsentStatus,
    EndEvent,
    Instrument,
    Referral,
)

_CASE, _GRANT, _SENT = (
    aliased(CaseFile),
    aliased(ConsentGrant),
    aliased(Referral),
)  # once: making them is dear


def is_living(moment: datetime) -> ColumnElement[bool]:
    """Whether a row of ConsentGrant, with its Consent, permits anything at this moment (UTC)."""
    return and_(
        col(ConsentGrant.revoked_at).is_(None),
        col(ConsentGrant.starts_at) <= moment,
        or_(col(ConsentGrant.until).is_(None), col(ConsentGrant.until) > moment),
        col(Consent.id) == col(ConsentGrant.consent_id),
        col(Consent.status) == ConsentStatus.SIGNED,
        ~and_(
            or_(
                col(ConsentGrant.instrument) == Instrument.CRIMINAL_JUSTICE,
                _ends_with(EndEvent.FINAL_DISPOSITION),
            ),
            _is_disposed(moment),
        ),
        ~and_(_ends_with(EndEvent.PROGRAM_ENDED), _program_has_ended(moment)),
        ~and_(_ends_with(EndEvent.REFERRAL_CLOSED), _referrals_are_over(moment)),
    )


def _ends_with(event: EndEvent) -> ColumnElement[bool]:
    return col(Consent.expires_event).is_not_distinct_from(event)


def _is_disposed(moment: datetime) -> ColumnElement[bool]:
    return exists().where(
        col(_CASE.id) == col(Consent.case_id),
        col(_CASE.disposed_on).is_not(None),
        col(_CASE.disposed_on) <= moment.date(),
    )


def _program_has_ended(moment: datetime) -> ColumnElement[bool]:
    return exists().where(
        col(_CASE.id) == col(Consent.case_id),
        col(_CASE.closed_at).is_not(None),
        col(_CASE.closed_at) <= moment,
    )


def _referrals_are_over(moment: datetime) -> ColumnElement[bool]:
    """At least one was sent by this consent, and the last one ended long enough ago."""
    sent = exists().where(col(_GRANT.consent_id) == col(Consent.id), col(_SENT.grant_id) == col(_GRANT.id))
    lasts = or_(
        col(_SENT.status).not_in(ENDED),
        col(_SENT.status_since) > moment - timedelta(days=DAYS_AFTER_REFERRALS),
    )
    return and_(sent, ~sent.where(lasts))
