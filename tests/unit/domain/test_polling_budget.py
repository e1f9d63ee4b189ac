"""The budget of an hour: full pace first, then spread thin, never stopped and never past the ceiling."""

from __future__ import annotations

from collections import deque

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acefone_desktop.domain.call_watch import Pace
from acefone_desktop.domain.polling_budget import HOUR_S, USUAL_BUDGET, PollingBudget, RequestKind, RequestUse


def test_the_ceiling_follows_from_the_pace() -> None:
    assert PollingBudget(hourly=1800, at_full_pace=1350) == USUAL_BUDGET
    assert PollingBudget.of(Pace(ringing_s=4.0)).hourly == 900


def test_only_polling_is_budgeted() -> None:
    use = RequestUse({RequestKind.LIVE_CALLS: 7, RequestKind.CALL_RECORDS: 2, RequestKind.DIAL: 3})
    assert (use.polling, use.total) == (9, 12)


@pytest.mark.parametrize(("hourly", "at_full_pace"), [(10, 10), (10, 0), (10, 11)])
def test_a_budget_without_room_to_slow_down_is_none(hourly: int, at_full_pace: int) -> None:
    with pytest.raises(ValueError, match="at_full_pace"):
        PollingBudget(hourly=hourly, at_full_pace=at_full_pace)


@settings(max_examples=25, deadline=None)
@given(
    hourly=st.integers(40, 300),
    usual_s=st.floats(2.0, 10.0),
    costs=st.lists(st.integers(1, 6), min_size=1, max_size=12),
)
def test_however_busy_no_hour_takes_more_than_the_ceiling_and_one_look(
    hourly: int, usual_s: float, costs: list[int]
) -> None:
    budget = PollingBudget(hourly=hourly, at_full_pace=hourly * 3 // 4)
    hour: deque[tuple[float, int]] = deque()
    now, used, looks = 0.0, 0, 0
    while now < 2 * HOUR_S:
        cost = costs[looks % len(costs)]
        hour.append((now, cost))
        used, looks = used + cost, looks + 1
        now += budget.pause(usual_s, used, cost)
        while hour and hour[0][0] <= now - HOUR_S:
            used -= hour.popleft()[1]
        assert used <= hourly + max(costs)
    assert looks > hourly // max(costs) / 4, "it goes on"
