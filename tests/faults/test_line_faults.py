"""Every fault of a line at every point of a call's life, with the real client, tracker and database over real HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.leaping_loop import run_leaping
from tests.faults.one_call import one_call
from tests.faults.points import POINTS, Point
from tests.faults.wire_faults import FAULTS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name)
def test_every_fault_at_this_point_leaves_the_truth_or_what_is_not_known(point: Point, tmp_path: Path) -> None:
    failed: dict[str, str] = {}
    for place, fault in enumerate(FAULTS):
        try:
            run_leaping(one_call(tmp_path / str(place), fault, point))
        except Exception as error:  # noqa: BLE001 - each fault is tried, and all that failed are told together
            failed[fault.name] = f"{type(error).__name__}: {error}"
    assert failed == {}
