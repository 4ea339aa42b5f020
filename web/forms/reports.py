"""What leadership types about a report."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from network.errors import Invalid
from network.reports.drafting import Draft, clean_words
from network.rules.periods import Period, read_period
from network.words import say
from web.forms.ids import id_or_none


@dataclass(frozen=True)
class ReportForm:
    """`replaces` is the report that the preview said this one replaces."""

    quarter: str = ""
    language: str = "en"
    words: str = ""
    replaces: str = ""

    def draft(self) -> Draft:
        """Understood; whether it can be made is for network.reports.drafting. Raises Invalid."""
        try:
            quarter: Period = read_period(self.quarter)
        except ValueError:
            raise Invalid({"quarter": say("Choose a quarter that has ended.")}) from None
        return Draft(quarter, self.language, clean_words(self.words), id_or_none(self.replaces))

    def shown(self) -> dict[str, str | tuple[str, ...]]:
        """As it was typed."""
        return dict(asdict(self))


def sent_file(given: Mapping[str, Any]) -> bytes:
    """The file that came with a form; empty when none was chosen."""
    file = next((one for one in given.get("file", ()) if hasattr(one, "file")), None)
    return bytes(file.file.read()) if file is not None else b""
