"""The page on which anybody learns whether a report is genuine."""

from msgspec import Struct, field

from network.reports.verifying import Verdict
from network.words import Say, say
from web.pages.filled import Filled


class CheckPage(Struct, frozen=True):
    """The form, and what was found of the file that was chosen."""

    form: Filled = field(default_factory=Filled)
    answer: Say | None = None
    kind: str = ""  # of the alert
    sha256: str = ""


def nothing_chosen_page() -> CheckPage:
    """No file came."""
    return CheckPage(Filled(problems={"file": say("Choose the file of the report first.")}))


def checked_page(verdict: Verdict) -> CheckPage:
    """What was found."""
    kind = "error" if not verdict.is_genuine else "warning" if verdict.is_replaced else "success"
    return CheckPage(answer=verdict.sentence, kind=kind, sha256=verdict.sha256)
