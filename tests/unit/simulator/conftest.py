"""Fixtures for looking at the simulated account from outside; its time stands still until a test moves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.simulator.caller import Caller, Receiver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acefone_desktop.simulator.thread import SimulatorThread


@pytest.fixture
def caller(still_simulator: SimulatorThread) -> Iterator[Caller]:
    made = Caller(still_simulator)
    with made.http:
        yield made


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running
