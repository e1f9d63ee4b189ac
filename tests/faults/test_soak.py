"""One hour of an agent's day; `python -m tests.faults.soak` lives through all eight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.leaping_loop import run_leaping
from tests.faults.soak import check, live, report

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_an_hour_of_calls_faults_and_sleep_leaves_nothing_behind_and_asks_within_the_budget(tmp_path: Path) -> None:
    day = run_leaping(live(tmp_path, 1.0, seed=7))
    check(day)
    assert day.naps == 1
    assert day.struck.total() > 0
    assert "answered" in report(day)
