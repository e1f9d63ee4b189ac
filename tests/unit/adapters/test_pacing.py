"""Requests are spaced, dials overtake, and a request for patience is kept within reason."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from acefone_desktop.adapters.acefone.http.pacing import LONGEST_OBEDIENCE_S, Pace, Pacer
from acefone_desktop.domain.errors import RateLimitedError


async def elapsed(*turns: object) -> float:
    loop = asyncio.get_running_loop()
    began = loop.time()
    await asyncio.gather(*turns)  # type: ignore[call-overload]
    return loop.time() - began


async def test_a_burst_goes_at_once_and_the_rest_in_its_turn() -> None:
    pacer = Pacer(Pace(burst=4, spacing_s=0.05))
    assert await elapsed(*(pacer.ordinary() for _ in range(2))) < 0.04
    assert await elapsed(*(pacer.ordinary() for _ in range(4))) >= 0.15


async def test_a_dial_does_not_wait_behind_polling() -> None:
    pacer = Pacer(Pace(burst=4, spacing_s=0.2))
    polls = [asyncio.create_task(pacer.ordinary()) for _ in range(10)]
    await asyncio.sleep(0)
    assert await elapsed(pacer.dial()) < 0.1
    for poll in polls:
        poll.cancel()
    await asyncio.gather(*polls, return_exceptions=True)


async def test_many_dials_at_once_are_spaced_too() -> None:
    pacer = Pacer(Pace(burst=4, spacing_s=0.05))
    assert await elapsed(*(pacer.dial() for _ in range(8))) >= 0.15


async def test_a_short_wait_is_waited_and_a_long_one_is_reported() -> None:
    pacer = Pacer(Pace(spacing_s=0.001, longest_wait_s=0.5))
    pacer.slow_down(0.1)
    assert await elapsed(pacer.ordinary()) >= 0.09
    pacer.slow_down(30)
    with pytest.raises(RateLimitedError) as error:
        await pacer.ordinary()
    assert error.value.retry_after is not None
    assert error.value.retry_after > timedelta(seconds=25)
    assert await elapsed(pacer.dial()) < 0.2


async def test_no_reply_silences_the_app_for_hours() -> None:
    pacer = Pacer(Pace())
    pacer.slow_down(86_400)
    with pytest.raises(RateLimitedError) as error:
        await pacer.ordinary()
    assert error.value.retry_after is not None
    assert error.value.retry_after.total_seconds() <= LONGEST_OBEDIENCE_S
