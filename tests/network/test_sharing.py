"""Who may be shown a guarded field."""

import pytest

from network.rules.sharing import GuardedField, may_see
from tests.cast import Cast

# Drawn by hand: everybody else may not see it.
MAY_SEE = {
    GuardedField.PRIVATE_PLACE: {"hana_at_shelter"},
    GuardedField.PROBLEM_WORDS: {"cora_curator", "hana_at_shelter"},
    GuardedField.CAPACITY_SPEAKER: {"cora_curator", "hana_at_shelter"},
}


@pytest.mark.parametrize("field", GuardedField)
def test_who_may_see_what_of_the_shelter_is_the_hand_drawn_table(cast: Cast, field: GuardedField) -> None:
    seen_by = {name for name, actor in cast.everybody.items() if may_see(actor, field, cast.shelter.id)}

    assert seen_by == MAY_SEE[field]
