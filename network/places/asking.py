"""Asks somebody else's geocoder: one question at a time, at its pace, without a long wait."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from geopy.exc import GeocoderUnavailable
from geopy.extra.rate_limiter import RateLimiter
from geopy.location import Location

REST_SECONDS = 30.0  # after a failure, before it is asked again: nobody waits for a service that is down

log = logging.getLogger(__name__)


class Line:
    """People stand in one line before it; who has waited too long leaves, and what they typed is not sent."""

    def __init__(self, geocode: Callable[..., list[Location] | None], pause: float) -> None:
        logging.getLogger("geopy").setLevel(logging.WARNING)  # below it geopy logs the address that was asked
        self._geocode = geocode
        self._paced = RateLimiter(
            self._send,
            min_delay_seconds=pause,
            max_retries=0,
            error_wait_seconds=pause,
            swallow_exceptions=False,
        )
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="geocoder")
        self._resting_until = 0.0

    def ask(self, text: str, waits: float, **options: Any) -> list[Location]:
        """What it answers within so many seconds. Raises GeocoderUnavailable."""
        if time.monotonic() < self._resting_until:
            raise GeocoderUnavailable
        question = _Question(text)
        answer = self._thread.submit(self._paced, question, timeout=waits, **options)
        try:
            return answer.result(timeout=waits) or []
        except Exception as error:
            # Whatever it was (no network, no sense in the answer): its words may repeat the address.
            question.left = True
            answer.cancel()
            if not isinstance(error, TimeoutError) or question.seconds_under_way() > waits / 2:
                self._resting_until = time.monotonic() + REST_SECONDS
            log.warning("The geocoder did not answer: %s", type(error).__name__)
            raise GeocoderUnavailable from None

    def _send(self, question: _Question, **options: Any) -> list[Location] | None:
        if question.left:
            return []
        question.since = time.monotonic()
        return self._geocode(question.text, exactly_one=False, **options)


class _Question:
    """What is asked, since when it is under way, and whether whoever asked has left."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.since: float | None = None
        self.left = False

    def seconds_under_way(self) -> float:
        return 0.0 if self.since is None else time.monotonic() - self.since
