"""History, page by page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.domain.calls import Call, CallOutcome, CallState
from acefone_desktop.domain.evidence import Fact, Source
from acefone_desktop.services.history import TAKEN_UP, CurrentHistory, History
from tests.support.storage import NOW, a_call, opened
from tests.support.tracking import StillClock

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("limit", "expected"), [(None, 230), (0, 0), (1, 1), (100, 100), (150, 150), (999, 230)])
async def test_as_many_calls_as_asked_for_newest_first(limit: int | None, expected: int, tmp_path: Path) -> None:
    calls = [a_call(f"dl-{number:03}", NOW + timedelta(seconds=number)) for number in range(230)]
    with opened(tmp_path) as profile:
        await profile.journal.record_calls(calls)
        read = list(History(profile.history).calls(limit))
    assert read == calls[::-1][:expected]


async def test_only_those_with_the_text(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        await profile.journal.record_calls([a_call("a"), a_call("b", number="447700900124")])
        assert [call.intent_id for call in History(profile.history).calls(text="900124")] == ["b"]


@pytest.mark.parametrize(
    ("followed", "later", "state"),
    [
        (True, timedelta(minutes=5), CallState.CONNECTED),
        (False, timedelta(minutes=5), CallState.UNKNOWN),
        (True, TAKEN_UP + timedelta(minutes=5), CallState.UNKNOWN),
    ],
)
async def test_a_call_goes_on_in_history_only_as_long_as_somebody_follows_it(
    followed: bool, later: timedelta, state: CallState, tmp_path: Path
) -> None:
    call = a_call("dl-1", NOW)
    clock = StillClock()
    await clock.advance((NOW + later - clock.now()).total_seconds())
    with opened(tmp_path) as profile:
        await profile.journal.record_calls([call])
        current = CurrentHistory(profile.history, clock, lambda: followed)
        (read,) = current.page(None, 10)
        assert current.recent_numbers(10) == (read,)
        assert current.page(read, 10) == ()
        assert list(History(profile.history).calls()) == [call], "what is kept is not changed"
    assert (read.state, read.answered_at, read.key) == (state, call.answered_at, call.key)
    assert (read.outcome is CallOutcome.UNKNOWN) is read.is_lost_sight_of is (state is CallState.UNKNOWN)
    assert (read.evidence == call.evidence) is (state is CallState.CONNECTED)


async def test_an_outcome_that_nobody_looks_up_any_more_is_unknown(tmp_path: Path) -> None:
    course = [told for told in a_call("dl-1", NOW).evidence if told.fact is not Fact.CUSTOMER_ANSWERED]
    last = max(course, key=lambda told: told.told_at)
    call = Call.of([*course, replace(last, source=Source.LIVE_CALLS, fact=Fact.VANISHED)])
    assert call.is_looked_up
    with opened(tmp_path) as profile:
        await profile.journal.record_calls([call])
        (read,) = CurrentHistory(profile.history, StillClock(), lambda: False).page(None, 10)
    assert (read.state, read.outcome, read.is_looked_up) == (CallState.ENDED, CallOutcome.UNKNOWN, False)
    assert not read.is_lost_sight_of, "it was followed to its end, of which nobody told more"
