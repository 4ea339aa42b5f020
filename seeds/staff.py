"""The staff of the demonstration: one account for each role, and more where two languages or agencies are
shown."""

from sqlmodel import Session

from network.accounts.demo import create_demo_account
from network.settings import Settings
from seeds.marlow.town import Town

DEMO_PASSWORD = "marlow county demo"


def seed_staff(session: Session, settings: Settings, town: Town) -> None:
    """Make the accounts; they exist only in demo mode. Raises NotAllowed outside it."""
    for member in town.staff:
        create_demo_account(
            session,
            settings,
            name=member.name,
            email=member.email,
            password=DEMO_PASSWORD,
            roles=[member.role],
            organization_id=member.organization_id,
            language=member.language,
            time_zone=member.time_zone,
        )
