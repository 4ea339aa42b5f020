"""Imports the real opioid treatment programs of 2017, as users import a directory, and says what they are."""

from datetime import date
from pathlib import Path

from sqlmodel import Session

from network.actors import OPERATOR
from network.exchange.importing import import_directory

PACKAGE = Path(__file__).parent / "otp-2017.zip"
SOURCE = "Opioid treatment programs of the United States, 2017"
NOTICE = "A real program, as listed in 2017. Nobody here has checked it since: call first, do not rely on it."
NOTICE_ES = (
    "Un programa real, según una lista de 2017. Aquí nadie lo ha revisado desde entonces: llame antes y no "
    "confíe en estos datos."
)


def seed_treatment_programs(session: Session) -> int:
    """Bring them in through the HSDS import; answers how many. They take no referrals."""
    report = import_directory(
        session,
        OPERATOR,
        PACKAGE,
        source=SOURCE,
        notice=NOTICE,
        notice_es=NOTICE_ES,
        licence="Public domain (SAMHSA). Locations geocoded by OEPS (doi 10.5281/zenodo.5842465).",
        url="https://findtreatment.gov",
        listed_on=date(2017, 1, 1),
        takes_referrals=False,
    )
    return report.counts["service"].inserted
