"""A dial whose reply is lost is dated by the provider's next reply, so that a wrong clock here hides no call."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from acefone_desktop.domain.dialing import PerhapsDialed
from acefone_desktop.domain.errors import OutcomeUnknownError
from tests.support.call_bodies import NOON, intent
from tests.support.tracking import call_record
from tests.support.tracking_scene import Scene

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

BY_HAND = "1768480930.99"


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[Scene]:
    made = Scene()
    await made.tracker.start()
    yield made
    await made.tracker.stop()


async def lose_a_reply(scene: Scene) -> None:
    dial = intent(after_s=0)
    scene.tracker.begin(dial)
    scene.tracker.dial_outcome(PerhapsDialed(dial, OutcomeUnknownError()))
    await scene.clock.advance(5)


@pytest.mark.parametrize("ahead_s", [-300, -60, 0, 60, 300])
async def test_the_call_of_a_lost_reply_is_found_and_told_from_another_whatever_the_clock_says(
    scene: Scene, ahead_s: int
) -> None:
    """Our agent has called the same customer by hand two minutes before."""
    scene.provider.ahead = timedelta(seconds=ahead_s)
    began = NOON - scene.provider.ahead
    earlier = timedelta(minutes=2)
    ours = replace(call_record(), started_at=began, ended_at=began + timedelta(seconds=3))
    by_hand = replace(
        ours, call_id=BY_HAND, started_at=began - earlier, ended_at=began - earlier + timedelta(seconds=30)
    )
    scene.provider.records = [ours, by_hand]
    await lose_a_reply(scene)
    await scene.clock.advance(5)
    assert scene.call.call_id == ours.call_id
    assert not scene.call.contested


async def test_the_time_is_asked_for_once_and_only_where_a_reply_is_lost(scene: Scene) -> None:
    await scene.dial()
    await scene.clock.advance(5)
    assert scene.provider.times("server_time") == []
    await scene.tracker.stop()
    other = Scene()
    await other.tracker.start()
    await lose_a_reply(other)
    await other.clock.advance(30)
    await other.tracker.stop()
    assert len(other.provider.times("server_time")) == 1
