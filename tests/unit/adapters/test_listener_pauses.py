"""How soon a listener that keeps ending is started again."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.adapters.listener.pauses import LONGEST_PAUSE_S, STEADY_S, Pauses


def test_a_process_that_ends_again_and_again_is_started_less_and_less_often() -> None:
    pauses = Pauses(0.5)
    assert [pauses.after(lived) for lived in (0, 1, 0, 2, 0, 0, 0, 0)] == [0.5, 1, 2, 4, 8, 16, 30, 30]


def test_one_that_has_listened_for_long_is_followed_soon() -> None:
    pauses = Pauses(0.5)
    for _ in range(8):
        pauses.after(0)
    assert [pauses.after(lived) for lived in (STEADY_S, 0)] == [0.5, 1]


@given(st.lists(st.floats(0, STEADY_S, exclude_max=True), min_size=2, max_size=20))
def test_pauses_grow_and_stay_within_their_bound(lives: list[float]) -> None:
    pauses = Pauses(0.5)
    waited = [pauses.after(lived) for lived in lives]
    assert all(first <= second <= LONGEST_PAUSE_S for first, second in pairwise(waited))
