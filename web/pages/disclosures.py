"""What was told about people: the privacy officer's list and the accounting for one person."""

from datetime import date, datetime
from typing import Any

from msgspec import Struct

from network.disclosures.queries import (
    PER_PAGE,
    YEARS_HIPAA,
    YEARS_PART_2,
    Accounting,
    DisclosureList,
    Told,
    reference_of,
)
from network.rules.notices_part2 import KIND_WORDS, PURPOSE_WORDS, Part2Notice, notice_for, sentence_of
from network.rules.shared_fields import WORDS_OF
from network.tables import Basis, Channel, Instrument
from network.words import Say, say, say_number, speak
from web.forms.disclosures import DisclosuresQuery
from web.pages.filled import Choice, Filled
from web.pages.paging import Paging, paging

CHANNELS: dict[Channel, Say] = {
    Channel.PAGE: say("on a page"),
    Channel.LINK: say("through a link"),
    Channel.PDF: say("as a PDF"),
    Channel.CSV: say("as a table to save"),
    Channel.JSON: say("to another system"),
    Channel.EMAIL: say("by e-mail"),
    Channel.CALENDAR: say("as a calendar entry"),
    Channel.PHONE: say("by phone"),
}
BASES: dict[Basis, Say] = {
    Basis.CONSENT: say("written consent"),
    Basis.EMERGENCY: say("medical emergency (42 CFR 2.51)"),
    Basis.COURT_ORDER: say("court order (42 CFR 2.61)"),
}
INSTRUMENTS: dict[Instrument, Say] = {
    Instrument.VOLUNTARY: say("written consent (42 CFR 2.31)"),
    Instrument.CRIMINAL_JUSTICE: say("written consent in a criminal case (42 CFR 2.35)"),
}


class ToldRow(Struct, frozen=True):
    """One disclosure."""

    at: datetime
    reference: str
    person_href: str
    discloser: str
    recipient: str
    recipient_person: str
    address: str
    information: tuple[Say, ...]
    fields: tuple[Say, ...]
    purpose: Say
    basis: Say
    channel: Say
    notice_version: str


class NoticePart(Struct, frozen=True):
    """What parts/part2_notice.html shows; `scopes` are said already."""

    paragraphs: tuple[str, ...]
    scopes: tuple[str, ...]
    version: str


class DisclosuresPage(Struct, frozen=True):
    """The list of an agency."""

    count: Say
    rows: tuple[ToldRow, ...]
    pager: Paging
    form: Filled
    agencies: tuple[Choice, ...]
    is_narrowed: bool


class AccountingPage(Struct, frozen=True):
    """The accounting for one person. `name` is empty where the reader may not know it."""

    href: str
    reference: str
    name: str
    made_for: str
    is_own: bool
    since: date
    until: datetime
    form: Filled
    earliest_years: int
    part2_years: int
    count: Say
    rows: tuple[ToldRow, ...]
    query: str
    notice: NoticePart


def disclosures_page(found: DisclosureList, query: DisclosuresQuery) -> DisclosuresPage:
    return DisclosuresPage(
        count=say_number("{number} disclosure", "{number} disclosures", found.total),
        rows=tuple(told_row(row) for row in found.rows),
        pager=paging(query.link, found.page, found.total, PER_PAGE),
        form=Filled(
            {
                "reference": query.reference.upper(),
                "agency": str(query.agency or ""),
                "since": query.since.isoformat() if query.since else "",
                "until": query.until.isoformat() if query.until else "",
            },
            {},
        ),
        agencies=tuple(Choice(str(id), name) for id, name in found.agencies),
        is_narrowed=query.link != "/disclosures",
    )


def accounting_page(
    accounting: Accounting, name: str, language: str, *, since: date | None
) -> AccountingPage:
    """The page; `since` is the day that was asked for."""
    return AccountingPage(
        href=f"/people/{accounting.person_id}/disclosures",
        reference=reference_of(accounting.person_id),
        name=name,
        made_for=accounting.made_for,
        is_own=accounting.is_own,
        since=accounting.since,
        until=accounting.until,
        form=Filled({"since": since.isoformat() if since else ""}, {}),
        earliest_years=YEARS_HIPAA,
        part2_years=YEARS_PART_2,
        count=say_number("{number} disclosure", "{number} disclosures", len(accounting.entries)),
        rows=tuple(told_row(entry) for entry in accounting.entries),
        query=f"?since={since.isoformat()}" if since else "",
        notice=notice_part(notice_for(), language),
    )


def notice_part(notice: Part2Notice, language: str) -> NoticePart:
    """The notice for a page: the rule's words as they are, the scope of the consent in the reader's words."""
    return NoticePart(
        (*notice.paragraphs, *notice.for_justice),
        tuple(speak(sentence_of(scope, language), language) for scope in notice.scopes),
        notice.version,
    )


def told_row(told: Told) -> ToldRow:
    return ToldRow(
        at=told.at,
        reference=reference_of(told.person_id),
        person_href=f"/people/{told.person_id}/disclosures",
        discloser=told.discloser,
        recipient=told.recipient,
        recipient_person=told.recipient_person or "",
        address=told.address or "",
        information=tuple(KIND_WORDS[kind] for kind in told.information),
        fields=tuple(WORDS_OF[field] for field in told.fields),
        purpose=PURPOSE_WORDS[told.purpose],
        basis=INSTRUMENTS[told.instrument] if told.instrument else BASES[told.basis],
        channel=CHANNELS[told.channel],
        notice_version=told.notice_version,
    )


HEADINGS = (
    say("Date and time (UTC)"),
    say("From"),
    say("To"),
    say("Address"),
    say("What was told"),
    say("What for"),
    say("By what right"),
    say("How"),
    say("Notice"),
)


def accounting_rows(page: AccountingPage, language: str) -> list[list[str]]:
    """The accounting as a table; the last row is the notice."""
    rows = [[speak(heading, language) for heading in HEADINGS]]
    rows += [_cells(row, language) for row in page.rows]
    rows.append([" ".join(page.notice.paragraphs)])
    return rows


def accounting_members(accounting: Accounting, page: AccountingPage) -> dict[str, Any]:
    """The accounting for other systems, in codes and words."""
    return {
        "person": page.reference,
        "madeFor": page.made_for,
        "since": accounting.since.isoformat(),
        "until": accounting.until.isoformat(),
        "disclosures": [
            {
                "date": told.at.isoformat(),
                "from": told.discloser,
                "recipient": {
                    "name": told.recipient,
                    "person": told.recipient_person,
                    "address": told.address,
                },
                "description": {
                    "information": [kind.value for kind in told.information],
                    "fields": [field.value for field in told.fields],
                },
                "purpose": told.purpose.value,
                "basis": told.basis.value,
                "instrument": told.instrument.value if told.instrument else None,
                "channel": told.channel.value,
                "noticeVersion": told.notice_version,
            }
            for told in accounting.entries
        ],
        "notice": {"version": page.notice.version, "text": " ".join(page.notice.paragraphs)},
    }


def _cells(row: ToldRow, language: str) -> list[str]:
    recipient = f"{row.recipient_person}, {row.recipient}" if row.recipient_person else row.recipient
    return [
        row.at.isoformat(timespec="seconds"),
        row.discloser,
        recipient,
        row.address,
        "; ".join(speak(words, language) for words in row.fields),
        speak(row.purpose, language),
        speak(row.basis, language),
        speak(row.channel, language),
        row.notice_version,
    ]
