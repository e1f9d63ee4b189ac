"""A fresh simulated account for each test that asks for one, over real HTTP on the loopback interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from acefone_desktop.simulator.account import SimulatedAccount
from acefone_desktop.simulator.clock import ManualClock, SimulatedClock
from acefone_desktop.simulator.switches import Switches
from acefone_desktop.simulator.thread import SimulatorThread

if TYPE_CHECKING:
    from collections.abc import Iterator

SPEED = 50.0
UNLIMITED = Switches(rate_limit=0)


@pytest.fixture
def simulator() -> Iterator[SimulatorThread]:
    """Calls run fifty times faster than life; no burst limit."""
    with SimulatorThread(SimulatedAccount(), UNLIMITED, SimulatedClock(SPEED)) as running:
        yield running


@pytest.fixture
def manual_clock() -> ManualClock:
    """The clock of `still_simulator`: stands until a test advances it."""
    return ManualClock()


@pytest.fixture
def still_simulator(manual_clock: ManualClock) -> Iterator[SimulatorThread]:
    """A simulated account whose time moves only when the test moves `manual_clock`."""
    with SimulatorThread(SimulatedAccount(), UNLIMITED, manual_clock) as running:
        yield running
