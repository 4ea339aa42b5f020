"""How much a word counts where it stands in a listing, and how surely that listing is then meant."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from network.search.records import (
    KIND,
    MENTIONED,
    NAME,
    ORGANIZATION,
    PART_OF_KIND,
    PLACE,
    TITLED_KIND,
    WIDER_KIND,
)

Grades = NDArray[np.uint8]
Levels = Mapping[int, int]  # weight → grade

WEIGHTS = (MENTIONED, PART_OF_KIND, WIDER_KIND, PLACE, ORGANIZATION, KIND, TITLED_KIND, NAME)  # upwards

# Found by its beginning or in spite of a typo a word has the weight itself as its grade. Exactly as typed it
# counts twice and one more, and by a synonym one less than that.
LOOSELY = {weight: weight for weight in WEIGHTS}
EXACTLY = {weight: weight * 2 + 1 if weight >= WIDER_KIND else weight + 1 for weight in WEIGHTS}
BY_SYNONYM = {weight: EXACTLY[weight] - 1 if weight >= PLACE else weight for weight in WEIGHTS}
BY_FULL_NAME = EXACTLY[NAME]  # all words of a name, and no other
SURELY_TOGETHER = LOOSELY[NAME]  # more than that is better than by a beginning
# A word that is the name of a kind, in the title of a service that is of another kind: "rides to work".
OF_ANOTHER_KIND = {EXACTLY[NAME]: LOOSELY[NAME], EXACTLY[ORGANIZATION]: LOOSELY[ORGANIZATION]}

# What stands for a word: a wider kind of that name; a kind of which only the beginning is typed (perhaps is,
# where that is a name by itself); a full name; the beginning of one.
WIDER = {weight: min(grade, EXACTLY[WIDER_KIND]) for weight, grade in EXACTLY.items()}
WIDER_BY_SYNONYM = {weight: min(grade, LOOSELY[WIDER_KIND]) for weight, grade in LOOSELY.items()}
BEGUN = {weight: min(grade, LOOSELY[KIND]) for weight, grade in LOOSELY.items()}
PERHAPS_BEGUN = {weight: min(grade, LOOSELY[WIDER_KIND]) for weight, grade in LOOSELY.items()}
NAMED = dict.fromkeys(WEIGHTS, BY_FULL_NAME)
NAME_BEGUN = dict.fromkeys(WEIGHTS, LOOSELY[NAME])

WEIGHT_OF = np.zeros(EXACTLY[NAME] + 1, np.uint8)
for _weight in WEIGHTS:
    WEIGHT_OF[[LOOSELY[_weight], EXACTLY[_weight]]] = _weight
    WEIGHT_OF[BY_SYNONYM[_weight]] = _weight

# In spite of a typo. People rarely mistype one name of a kind into another, so that is surer than a title.
MISSPELLED = WEIGHT_OF.copy()
MISSPELLED[[BY_SYNONYM[KIND], EXACTLY[KIND]]] = LOOSELY[ORGANIZATION]
MISSPELLED[OF_ANOTHER_KIND[EXACTLY[NAME]]] = LOOSELY[PLACE]

# By a synonym.
AS_SYNONYM = np.arange(256, dtype=np.uint8)
for _weight in WEIGHTS:
    AS_SYNONYM[EXACTLY[_weight]] = BY_SYNONYM[_weight]

# How surely a listing is meant, for each grade: 1 where the word says exactly what or where it is.
SURENESS = np.zeros(EXACTLY[NAME] + 1)
SURENESS[[LOOSELY[MENTIONED], EXACTLY[MENTIONED]]] = 0.0, 0.1
SURENESS[[LOOSELY[PART_OF_KIND], EXACTLY[PART_OF_KIND]]] = 0.1, 0.2
SURENESS[[LOOSELY[WIDER_KIND], EXACTLY[WIDER_KIND]]] = 0.3, 0.4
SURENESS[[LOOSELY[PLACE], LOOSELY[ORGANIZATION], LOOSELY[KIND]]] = 0.6, 0.7, 0.6
SURENESS[[LOOSELY[TITLED_KIND], LOOSELY[NAME]]] = 0.8, 0.79  # a kind comes before such a title
SURENESS[BY_SYNONYM[PLACE] :] = 1.0
SURENESS[[BY_SYNONYM[KIND], EXACTLY[KIND]]] = 0.8  # one of its kinds, but not the one in its title


def weight_of(grade: int) -> int:
    """In which place the word stands, from its grade."""
    return int(WEIGHT_OF[grade])


def is_by_synonym(grade: int) -> bool:
    """Whether the word itself does not stand there, but one that means the same."""
    return grade >= BY_SYNONYM[PLACE] and grade % 2 == 0
