"""Looking at the whole account: only while somebody wants it, and never twice for the same moment."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise

from acefone_desktop.domain.errors import OfflineError, RateLimitedError
from acefone_desktop.services.account_watch import LOOK_EVERY_S, AccountLook, AccountWatch
from tests.support.tracking import HandheldProvider, StillClock, row
from tests.support.tracking_scene import Scene


def watched(provider: HandheldProvider, scene: Scene, looks: list[AccountLook]) -> asyncio.Task[None]:
    return asyncio.create_task(AccountWatch(provider, scene.tracker, scene.clock).run(looks.append))


async def ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_it_looks_every_few_seconds_until_it_is_ended() -> None:
    scene, looks = Scene(), list[AccountLook]()
    scene.provider.rows = [row()]
    task = watched(scene.provider, scene, looks)
    await scene.clock.advance(LOOK_EVERY_S * 3 + 1)
    assert scene.provider.times("live_calls") == [0, LOOK_EVERY_S, LOOK_EVERY_S * 2, LOOK_EVERY_S * 3]
    assert [len(look.rows) for look in looks] == [1] * 4
    await ended(task)
    await scene.clock.advance(60)
    assert len(scene.provider.times("live_calls")) == 4


async def test_looks_that_the_tracker_takes_anyway_are_enough() -> None:
    scene, looks = Scene(), list[AccountLook]()
    await scene.tracker.start()
    await scene.dial()
    scene.provider.rows = [row()]
    task = watched(scene.provider, scene, looks)
    await scene.clock.advance(20)
    asked = scene.provider.times("live_calls")
    assert len(looks) >= len(asked) - 1  # the tracker's first look had begun before
    assert asked.count(LOOK_EVERY_S) == 1
    assert len(asked) == len(set(asked)) + 1  # only the very first moment was asked about by both
    await ended(task)
    await scene.tracker.stop()


async def test_what_cannot_be_looked_at_is_told_and_tried_less_and_less_often() -> None:
    scene, looks = Scene(), list[AccountLook]()
    scene.provider.rows = [row()]
    task = watched(scene.provider, scene, looks)
    await scene.clock.advance(1)
    scene.provider.failure = OfflineError()
    await scene.clock.advance(60)
    asked = scene.provider.times("live_calls")
    assert [later - sooner for sooner, later in pairwise(asked)] == [LOOK_EVERY_S, 10, 20]
    assert (looks[-1].trouble, len(looks[-1].rows)) == (scene.provider.failure, 1)
    scene.provider.failure = None
    await scene.clock.advance(30)
    assert looks[-1].trouble is None
    await ended(task)


async def test_the_provider_s_wish_for_quiet_is_kept() -> None:
    scene, looks = Scene(), list[AccountLook]()
    scene.provider.failure = RateLimitedError(retry_after=timedelta(seconds=120))
    task = watched(scene.provider, scene, looks)
    await scene.clock.advance(119)
    assert scene.provider.times("live_calls") == [0]
    await ended(task)


async def test_nothing_is_told_of_looks_after_its_end() -> None:
    scene, looks = Scene(), list[AccountLook]()
    clock: StillClock = scene.clock
    task = watched(scene.provider, scene, looks)
    await clock.advance(1)
    await ended(task)
    await scene.tracker.start()
    await scene.dial()
    await clock.advance(5)
    assert len(looks) == 1
    await scene.tracker.stop()
