"""The states of a gap, drawn a second time by hand."""

from network.rules.gap_moves import GAP_MOVES, GapMove, Mover, moves_from
from network.tables import GapStatus

DRAWING = """
new           leadership  acknowledge  acknowledged
new           leadership  plan         in_plan       words owner
new           leadership  accept       accepted      words review
new           leadership  resolve      resolved      words
acknowledged  leadership  plan         in_plan       words owner
acknowledged  leadership  accept       accepted      words review
acknowledged  leadership  resolve      resolved      words
in_plan       leadership  plan         in_plan       words owner
in_plan       leadership  accept       accepted      words review
in_plan       leadership  resolve      resolved      words
accepted      leadership  plan         in_plan       words owner
accepted      leadership  resolve      resolved      words
accepted      leadership  take_up      acknowledged  words
resolved      leadership  take_up      acknowledged  words
new           evidence    close        resolved
acknowledged  evidence    close        resolved
in_plan       evidence    close        resolved
accepted      evidence    close        resolved
accepted      evidence    come_back    new
resolved      evidence    reopen       new
"""


def given_with(move: GapMove) -> list[str]:
    needs = {"words": move.needs_words, "owner": move.needs_owner, "review": move.needs_review}
    return [name for name, is_needed in needs.items() if is_needed]


def test_the_table_is_the_one_agreed_with_leadership() -> None:
    drawn = {tuple(line.split()) for line in DRAWING.strip().splitlines()}
    built = {
        (source.value, move.by.value, move.name, move.target.value, *given_with(move))
        for move in GAP_MOVES
        for source in move.sources
    }

    assert built == drawn


def test_each_move_is_recorded_as_its_own_event() -> None:
    assert len({move.event for move in GAP_MOVES}) == len(GAP_MOVES)


def test_the_buttons_of_a_state_are_leaderships_moves_from_it() -> None:
    for status in GapStatus:
        allowed = {move.name for move in GAP_MOVES if move.by is Mover.LEADERSHIP and status in move.sources}
        assert {move.name for move in moves_from(status)} == allowed
