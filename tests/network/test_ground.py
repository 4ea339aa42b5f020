"""The ground everything stands on: ids, time, words and events."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from network import events
from network.clock import now, stopped_at
from network.ids import new_id
from network.rules.happenings import HAPPENINGS
from network.tables import Event
from network.words import LANGUAGES, say, say_number, speak
from tests.cast import Cast


def test_ids_are_version_7_and_sort_by_when_they_were_made() -> None:
    ids = [new_id() for _ in range(5000)]

    assert ids == sorted(set(ids))
    assert {made.version for made in ids} == {7}
    assert {made.variant for made in ids} == {"specified in RFC 4122"}


def test_a_story_can_be_told_at_another_time() -> None:
    then = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)

    with stopped_at(then):
        assert now() == then
    assert now() != then


def test_an_event_says_who_what_when_and_no_words(session: Session, cast: Cast) -> None:
    events.record(session, cast.pat_provider, "capacity.said", "service", cast.clinic_service.id, available=3)
    session.flush()

    [event] = session.exec(select(Event).where(Event.kind == "capacity.said")).all()
    assert (event.actor_id, event.organization_id) == (cast.pat_provider.id, cast.clinic.id)
    assert event.facts == {"available": 3}


def test_an_event_nobody_has_named_cannot_be_recorded(session: Session, cast: Cast) -> None:
    with pytest.raises(KeyError, match="happenings"):
        events.record(session, cast.pat_provider, "referral.eaten", "service", cast.clinic_service.id)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", HAPPENINGS)
def test_every_event_can_be_told_in_every_language(kind: str, language: str) -> None:
    told = speak(HAPPENINGS[kind].sentence, language)

    assert told
    assert language == "en" or told != HAPPENINGS[kind].sentence.text


def test_a_sentence_without_translation_is_said_in_english() -> None:
    assert speak(say("{count} sentences nobody translated", count=3), "es") == "3 sentences nobody translated"
    assert speak(say_number("{number} odd thing", "{number} odd things", 2), "xx") == "2 odd things"
