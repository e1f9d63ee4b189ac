"""What is told while open calls cannot be looked at: nobody takes old news for the state of a call."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from acefone_desktop.domain.errors import NotAllowedError, OfflineError, RateLimitedError, ServerTroubleError
from tests.support.tracking import HandheldProvider, call_record, row
from tests.support.tracking_scene import Scene

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from acefone_desktop.domain.errors import ProviderError
    from acefone_desktop.domain.reports import LiveCall


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


class HangingProvider(HandheldProvider):
    """Takes questions and does not answer while it `hangs`."""

    hangs = False

    async def live_calls(self) -> tuple[LiveCall, ...]:
        if self.hangs:
            await self._clock.sleep(60)
            raise ServerTroubleError
        return await super().live_calls()


async def test_a_look_that_is_not_answered_is_told_before_it_has_failed() -> None:
    scene = Scene(provider=HangingProvider)
    await scene.tracker.start()
    heard = heard_by(scene)
    await scene.dial()
    scene.provider.rows = [row("Answered")]
    await scene.clock.advance(20)
    assert isinstance(scene.provider, HangingProvider)
    scene.provider.hangs = True
    await scene.clock.advance(8)
    assert heard == []
    await scene.clock.advance(8)
    assert [type(trouble) for trouble in heard] == [ServerTroubleError]
    scene.provider.hangs = False
    await scene.clock.advance(90)
    assert heard[1:] == [None]
    await scene.tracker.stop()


@pytest.mark.parametrize(("wait_s", "is_told"), [(5, False), (120, True)])
async def test_a_provider_that_wants_to_be_left_alone_for_long_leaves_calls_unseen(
    scene: Scene, *, wait_s: int, is_told: bool
) -> None:
    heard = heard_by(scene)
    await scene.dial()
    scene.provider.rows = [row("Answered")]
    await scene.clock.advance(20)
    scene.provider.failure = RateLimitedError(retry_after=timedelta(seconds=wait_s))
    await scene.clock.advance(3)
    scene.provider.failure = None
    await scene.clock.advance(12)
    assert bool(heard) is is_told
    await scene.clock.advance(wait_s)
    assert heard[1:] == [None] * is_told


async def test_the_first_look_after_another_process_has_followed_is_given_time(scene: Scene) -> None:
    heard = heard_by(scene)
    scene.others.following = True
    await scene.dial()
    await scene.clock.advance(300)
    scene.others.following = False
    scene.provider.rows = [row("Answered")]
    await scene.clock.advance(10)
    assert scene.provider.times("live_calls")
    assert heard == []
