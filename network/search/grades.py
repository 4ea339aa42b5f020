"""How much a word counts where it stands in a listing, and how surely that listing is then meant."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from network.search.records import KIND, MENTIONED, NAME, ORGANIZATION, PART_OF_KIND, PLACE, WIDER_KIND

Grades = NDArray[np.uint8]

WEIGHTS = (MENTIONED, PART_OF_KIND, WIDER_KIND, PLACE, ORGANIZATION, KIND, NAME)  # upwards

# Found by its beginning or in spite of a typo a word has the weight itself as its grade. Exactly as typed it
# counts twice, and by a synonym one less than that.
LOOSELY = {weight: weight for weight in WEIGHTS}
EXACTLY = {weight: weight * 2 if weight >= WIDER_KIND else weight + 1 for weight in WEIGHTS}
BY_SYNONYM = {weight: EXACTLY[weight] - 1 if weight >= PLACE else weight for weight in WEIGHTS}
BY_FULL_NAME = EXACTLY[NAME]  # all words of a name, and no other

WEIGHT_OF = np.zeros(EXACTLY[NAME] + 1, np.uint8)
for _weight in WEIGHTS:
    WEIGHT_OF[[LOOSELY[_weight], EXACTLY[_weight]]] = _weight
    WEIGHT_OF[BY_SYNONYM[_weight]] = _weight

# How surely a listing is meant, for each grade: 1 where the word says exactly what or where it is.
SURENESS = np.zeros(EXACTLY[NAME] + 1)
SURENESS[[LOOSELY[MENTIONED], EXACTLY[MENTIONED]]] = 0.0, 0.1
SURENESS[[LOOSELY[PART_OF_KIND], EXACTLY[PART_OF_KIND]]] = 0.1, 0.2
SURENESS[LOOSELY[WIDER_KIND]] = 0.3
SURENESS[LOOSELY[PLACE] : EXACTLY[WIDER_KIND] + 1] = 0.6
SURENESS[LOOSELY[NAME]] = 0.8
SURENESS[EXACTLY[WIDER_KIND]] = 0.4
SURENESS[BY_SYNONYM[PLACE] :] = 1.0


def weight_of(grade: int) -> int:
    """In which place the word stands, from its grade."""
    return int(WEIGHT_OF[grade])


def is_by_synonym(grade: int) -> bool:
    """Whether the word itself does not stand there, but one that means the same."""
    return grade >= BY_SYNONYM[PLACE] and grade % 2 == 1
