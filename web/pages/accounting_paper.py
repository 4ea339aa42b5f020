"""The accounting for one person as a PDF: every word in the language in which it was read."""

from msgspec import Struct

from network.words import Say, say, speak
from web.pages.disclosures import AccountingPage, ToldRow


class PaperRow(Struct, frozen=True):
    """One disclosure on paper."""

    at: str
    told: str
    recipient: str
    purpose: str


class AccountingPaper(Struct, frozen=True):
    """What web/papers/accounting.typ prints; all texts are said already."""

    language: str
    title: str
    person: str
    period: str
    made: str
    headings: tuple[str, str, str, str]
    rows: tuple[PaperRow, ...]
    nothing: str
    rights: tuple[str, ...]
    notice_heading: str
    notice: tuple[str, ...]


def accounting_paper(page: AccountingPage, language: str, moment: str, since: str) -> AccountingPaper:
    """The paper of the accounting, for the person who asked for it."""

    def said(sentence: Say) -> str:
        return speak(sentence, language)

    return AccountingPaper(
        language=language,
        title=said(say("What was told about you")),
        person=page.name or said(say("Person {reference}", reference=page.reference)),
        period=said(say("Since {day}", day=since)),
        made=said(say("Put together by {agency} on {moment}", agency=page.made_for, moment=moment)),
        headings=(
            said(say("When")),
            said(say("What was told, by whom")),
            said(say("To whom")),
            said(say("What for")),
        ),
        rows=tuple(_paper_row(row, language) for row in page.rows),
        nothing=said(say("Nothing was told about you to anybody in this time.")),
        rights=(
            said(say("You can ask for this list once a year without paying, and take back a consent at any"
                     " time unless it says otherwise.")),
            said(say("Ask the agency that gave you this paper if anything on it is not clear or not right.")),
        ),
        notice_heading=said(say("The federal notice that went with each of these")),
        notice=page.notice.paragraphs,
    )  # fmt: skip


def _paper_row(row: ToldRow, language: str) -> PaperRow:
    kinds = ", ".join(speak(words, language) for words in row.information)
    recipient = "\n".join(part for part in (row.recipient_person, row.recipient, row.address) if part)
    return PaperRow(
        row.at.strftime("%Y-%m-%d %H:%M UTC"),
        f"{kinds}\n{row.discloser}, {speak(row.channel, language)}",
        recipient,
        f"{speak(row.purpose, language)}\n{speak(row.basis, language)}",
    )
