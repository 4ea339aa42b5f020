"""Who may be shown a guarded field."""

from datetime import timedelta

import pytest

from network.actors import Actor
from network.clock import now
from network.rules.sharing import Grant, GuardedField, may_see
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


def _grant(cast: Cast, field: GuardedField, hours: int) -> Grant:
    return Grant(cast.clinic.id, frozenset({field}), now() + timedelta(hours=hours))


def test_a_grant_opens_a_field_for_its_organization_until_it_ends(cast: Cast) -> None:
    field = GuardedField.CAPACITY_SPEAKER

    def sees(actor: Actor, hours: int) -> bool:
        return may_see(actor, field, cast.shelter.id, [_grant(cast, field, hours)])

    assert sees(cast.pat_provider, 1)
    assert not sees(cast.pat_provider, -1)
    assert not sees(cast.olga_outsider, 1)
    assert not sees(cast.visitor, 1)


def test_no_grant_opens_a_private_place(cast: Cast) -> None:
    grant = _grant(cast, GuardedField.PRIVATE_PLACE, 1)

    assert not may_see(cast.pat_provider, GuardedField.PRIVATE_PLACE, cast.shelter.id, [grant])
