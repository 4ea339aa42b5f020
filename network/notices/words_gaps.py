"""What letters about gaps say: how many gaps, which kinds of service, never of how many people."""

from collections.abc import Callable, Iterator
from uuid import UUID

from network.gaps.weekly import Week, week_of
from network.notices.reader import Reader, Text
from network.rules.gap_words import RULE_WORDS
from network.search.kindred import kind_name
from network.tables import Gap
from network.words import Say, say, say_number

MOST_LINES = 5  # more would not be read; the page has all


def _digest(reader: Reader) -> Text | None:
    """To everybody who leads, on Monday morning. Somebody may have seen to everything by then."""
    assert reader.event is not None
    week = week_of(reader.session, reader.event)
    if week.is_quiet:
        return None
    return say("Gaps this week"), [
        say("This is what happened with the gaps: where so many people found no service that it stands out."),
        *_counts(week),
        *_lines(reader, week),
        say("Sign in to see them all:"),
        reader.page("/gaps/flags"),
    ]


def _counts(week: Week) -> Iterator[Say]:
    if week.found:
        yield say_number("{number} gap was found.", "{number} gaps were found.", week.found)
    if week.closed:
        yield say_number(
            "{number} gap closed: the figures no longer show it.",
            "{number} gaps closed: the figures no longer show them.",
            week.closed,
        )
    if week.moved_on:
        yield say_number(
            "{number} decision was made about gaps.",
            "{number} decisions were made about gaps.",
            week.moved_on,
        )
    if week.due:
        yield say_number("{number} gap is due for review.", "{number} gaps are due for review.", week.due)
    if week.waiting:
        yield say_number(
            "{number} gap is new, and nobody has acknowledged it yet.",
            "{number} gaps are new, and nobody has acknowledged them yet.",
            week.waiting,
        )


def _lines(reader: Reader, week: Week) -> Iterator[Say | str]:
    """The first that wait or are due, each with its page."""
    for gap in week.first[:MOST_LINES]:
        yield _what(reader, gap)
        yield reader.page(f"/gaps/{gap.id}")


def _owner(reader: Reader) -> Text | None:
    """To who was given a gap; not when somebody else has it by now."""
    assert reader.event is not None
    gap = reader.session.get_one(Gap, reader.event.subject_id)
    if reader.account is None or gap.owner_account_id != UUID(str(reader.event.facts["owner"])):
        return None
    return say("A gap was given to you"), [
        say("From now on you answer for a gap: many people found no service, and somebody should see to it."),
        _what(reader, gap),
        say("Sign in to see what is known and planned, and to write down what you do:"),
        reader.page(f"/gaps/{gap.id}"),
    ]


def _what(reader: Reader, gap: Gap) -> Say:
    return say("{kind}: {what}", kind=kind_name(gap.kind, reader.letter.language), what=RULE_WORDS[gap.rule])


WRITERS: dict[str, Callable[[Reader], Text | None]] = {"gap_digest": _digest, "gap_owner": _owner}
