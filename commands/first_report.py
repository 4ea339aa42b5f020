"""The demonstration's first report: made as leadership makes one, on the quarter that ended last."""

from sqlmodel import Session, col, select

from commands.opening import open_named_places
from network.accounts.sessions import actor_for
from network.actors import Role
from network.measures.queries import today_of
from network.reports.drafting import Draft, ended_quarters
from network.reports.operations import make_report
from network.settings import Settings
from network.tables import Account, AccountRole, Report
from web.report_making import gather_report, key_of, typeset_report

WORDS = (
    "Most people whom we referred this quarter were seen by somebody. That is the work of officers, and of "
    "intake staff who answer within the hour.\n\n"
    "What is missing has not changed: a bed for withdrawal on the night on which somebody says yes, and a "
    "ride to it. We ask the council to decide on both before winter."
)


def make_first_report(session: Session, settings: Settings) -> Report | None:
    """None when the demonstration has nobody of leadership."""
    leader = session.exec(
        select(Account)
        .join(AccountRole, col(AccountRole.account_id) == Account.id)
        .where(AccountRole.role == Role.LEADERSHIP)
        .order_by(Account.email)
        .limit(1)
    ).first()
    if leader is None:
        return None
    actor, geocoder = actor_for(session, leader), open_named_places(settings)
    draft = Draft(ended_quarters(today_of(settings))[0], words=WORDS)
    figures = gather_report(session, actor, settings, geocoder, draft)
    return make_report(session, actor, figures, typeset_report(figures, settings), key_of(settings))
