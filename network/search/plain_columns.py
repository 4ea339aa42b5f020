"""The columns of an index that are one number or truth of each record and nothing more."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from network.search.columns import Columns
from network.search.numbers import NUMBERS

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class PlainColumns:
    """Each is made when it is first asked for."""

    columns: Columns

    @cached_property
    def available(self) -> NDArray[np.int32]:
        """Free places as last said; -1: never said."""
        return self._number("available")

    @cached_property
    def said_at(self) -> Floats:
        """When free places were last said (seconds since 1970); NaN: never."""
        return self._number("said_at")

    @cached_property
    def half_life(self) -> Floats:
        """After how many seconds what was said of free places is believed half as much; NaN: never said."""
        return self._number("half_life")

    @cached_property
    def wait_days(self) -> Floats:
        """Days that a newcomer is expected to wait; NaN: not said."""
        return self._number("wait_days")

    @cached_property
    def has_waitlist(self) -> Mask:
        """Whether its waitlist is open."""
        return self._number("has_waitlist")

    @cached_property
    def answered(self) -> NDArray[np.int32]:
        """How many referrals were answered lately; 0: no record."""
        return self._number("answered")

    @cached_property
    def accepted(self) -> NDArray[np.int32]:
        """How many of these with a yes."""
        return self._number("accepted")

    @cached_property
    def answer_hours(self) -> Floats:
        """The sum of hours from sending to answer, of the answered ones."""
        return self._number("answer_hours")

    @cached_property
    def hidden_from(self) -> Floats:
        """When what was said of free places is too old to be shown (seconds since 1970)."""
        return self._number("hidden_from")

    @cached_property
    def youngest(self) -> Floats:
        """The lowest age that is served, in years; NaN: not said."""
        return self.columns["youngest"]

    @cached_property
    def oldest(self) -> Floats:
        """The highest age that is served."""
        return self.columns["oldest"]

    @cached_property
    def verified_at(self) -> Floats:
        """When a human last said that it is right (seconds since 1970); NaN: never."""
        return self.columns["verified_at"]

    @cached_property
    def is_checked(self) -> Mask:
        """Whether anybody here wrote or verified it."""
        return self.columns["is_checked"]

    @cached_property
    def takes_referrals(self) -> Mask:
        """Whether a referral can be sent."""
        return self.columns["takes_referrals"]

    def _number(self, name: str) -> NDArray[Any]:
        return NUMBERS[name].column(self.columns[NUMBERS[name].source])
