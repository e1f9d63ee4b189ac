"""What is told while open calls cannot be looked at: nobody takes old news for the state of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio

from acefone_desktop.domain.errors import NotAllowedError, OfflineError
from tests.support.tracking import call_record, row
from tests.support.tracking_scene import Scene

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from acefone_desktop.domain.errors import ProviderError


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[Scene]:
    scene = Scene()
    await scene.tracker.start()
    yield scene
    await scene.tracker.stop()


def heard_by(scene: Scene) -> list[ProviderError | None]:
    heard: list[ProviderError | None] = []
    scene.tracker.tell_of_sight(heard.append)
    return heard


async def test_looks_in_vain_are_told_once_and_so_is_their_end(scene: Scene) -> None:
    heard = heard_by(scene)
    await scene.dial()
    scene.provider.rows = [row("Answered")]
    scene.provider.failure = refused = NotAllowedError()
    await scene.clock.advance(30)
    assert heard == [refused]
    scene.provider.failure = None
    await scene.clock.advance(60)
    assert heard == [refused, None]


async def test_a_single_look_in_vain_is_no_news(scene: Scene) -> None:
    heard = heard_by(scene)
    await scene.dial()
    scene.provider.rows = [row("Answered")]
    await scene.clock.advance(5)
    looks = len(scene.provider.times("live_calls"))
    scene.provider.failure = OfflineError()
    while len(scene.provider.times("live_calls")) == looks:
        await scene.clock.advance(0.5)
    scene.provider.failure = None
    await scene.clock.advance(30)
    assert heard == []


async def test_it_ends_with_the_last_call_that_could_be_looked_at(scene: Scene) -> None:
    heard = heard_by(scene)
    await scene.dial()
    scene.provider.failure = offline = OfflineError()
    await scene.clock.advance(30)
    scene.provider.failure, scene.provider.records = None, [call_record()]
    await scene.clock.advance(120)
    assert heard == [offline, None]
