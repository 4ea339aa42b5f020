"""What was said about free places is believed for a while, then doubted, then not shown any more."""

from datetime import UTC, datetime, timedelta

import pytest

from network.rules.capacity import (
    Confidence,
    age_sentence,
    capacity_sentence,
    confidence,
    counted,
    speaker_sentence,
)
from network.tables import CapacityUnit, CapacityVoice
from network.words import say_number, speak

NOW = datetime(2026, 11, 23, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("unit", "hours", "believed"),
    [
        (CapacityUnit.BED, 11.9, Confidence.LIKELY),
        (CapacityUnit.BED, 12, Confidence.CALL),
        (CapacityUnit.BED, 47.9, Confidence.CALL),
        (CapacityUnit.BED, 48, Confidence.UNKNOWN),
        (CapacityUnit.SLOT, 41.9, Confidence.LIKELY),
        (CapacityUnit.SLOT, 167.9, Confidence.CALL),
        (CapacityUnit.PLACE, 168, Confidence.UNKNOWN),
        (CapacityUnit.BED, -0.1, Confidence.LIKELY),
    ],
)
def test_an_officer_is_told_how_far_to_believe_it(
    unit: CapacityUnit, hours: float, believed: Confidence
) -> None:
    assert confidence(unit, NOW - timedelta(hours=hours), NOW) is believed


def test_it_is_said_as_people_say_it() -> None:
    def sentence(available: int, unit: CapacityUnit, minutes: int) -> str:
        return str(capacity_sentence(available, unit, NOW - timedelta(minutes=minutes), NOW))

    assert sentence(3, CapacityUnit.BED, 92) == "3 beds · 92 min ago · likely still so"
    assert sentence(1, CapacityUnit.BED, 0) == "1 bed · just now · likely still so"
    assert sentence(0, CapacityUnit.SLOT, 180) == "Full · 3 hours ago · likely still so"
    assert sentence(2, CapacityUnit.BED, 30 * 60) == "2 beds · 30 hours ago · call to confirm"
    assert sentence(2, CapacityUnit.PLACE, 3 * 24 * 60) == "2 places · 3 days ago · call to confirm"
    assert sentence(2, CapacityUnit.BED, 48 * 60) == "Not known how full it is"


def test_it_is_said_in_spanish() -> None:
    said_at = NOW - timedelta(minutes=92)

    assert (
        speak(capacity_sentence(3, CapacityUnit.BED, said_at, NOW), "es")
        == "3 camas · hace 92 min · es probable que siga así"
    )
    for voice in CapacityVoice:
        assert speak(speaker_sentence(voice), "es") != str(speaker_sentence(voice))
    for unit in CapacityUnit:
        assert speak(counted(2, unit), "es") != str(counted(2, unit))
    assert speak(age_sentence(said_at, NOW), "es") == "hace 92 min"


def test_large_numbers_are_written_as_people_read_them() -> None:
    services = say_number("{number} service", "{number} services", 1200)
    assert speak(services, "en") == "1,200 services"
