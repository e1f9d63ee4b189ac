"""The tracker finds out what becomes of our calls, asks no more than it must, and never dials."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from acefone_desktop.domain.calls import CallKey, CallOutcome, CallState
from acefone_desktop.domain.dialing import NotDialed, PerhapsDialed
from acefone_desktop.domain.errors import (
    CallIdUnknownError,
    OfflineError,
    OutcomeUnknownError,
    ProviderError,
    RateLimitedError,
    RefusedError,
)
from tests.support.call_bodies import (
    ANSWERED_BY_AGENT,
    ANSWERED_BY_CUSTOMER,
    BEN_PHONE,
    CALL_ID,
    HUNG_UP,
    MISSED_BY_AGENT,
    intent,
    live,
    webhook,
)
from tests.support.tracking import call_record, row, settle
from tests.support.tracking_scene import ONE, Scene

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[Scene]:
    made = Scene()
    await made.tracker.start()
    yield made
    await made.tracker.stop()


@pytest_asyncio.fixture
async def quiet_scene() -> AsyncIterator[Scene]:
    made = Scene(polling=False)
    await made.tracker.start()
    yield made
    await made.tracker.stop()


async def test_a_call_is_followed_from_request_to_record(scene: Scene) -> None:
    await scene.dial()
    await scene.clock.advance(2)
    scene.provider.rows = [row("Ringing")]
    await scene.clock.advance(3)
    scene.provider.rows = [row("Answered")]
    await scene.clock.advance(60)
    scene.provider.rows = []
    await scene.clock.advance(10)
    before_the_record = scene.call.outcome
    scene.provider.records = [call_record()]
    await scene.clock.advance(10)

    assert scene.states == [
        CallState.REQUESTED, CallState.ACCEPTED, CallState.AGENT_RINGING, CallState.AGENT_ANSWERED, CallState.ENDED,
    ]  # fmt: skip
    assert before_the_record is CallOutcome.UNKNOWN
    assert (scene.call.outcome, scene.call.talk_seconds) == (CallOutcome.ANSWERED, 55)
    assert scene.journal.calls[ONE] == scene.call
    assert set(scene.call.evidence) == set(scene.journal.evidence)


async def test_nothing_is_asked_before_a_dial_and_after_the_outcome_is_certain(scene: Scene) -> None:
    await scene.clock.advance(600)
    assert scene.provider.asked == []

    await scene.dial()
    scene.provider.records = [call_record()]
    await scene.clock.advance(60)
    asked = len(scene.provider.asked)
    await scene.clock.advance(3600)

    assert scene.call.outcome is CallOutcome.ANSWERED
    assert 0 < asked == len(scene.provider.asked)


async def test_asking_is_quick_while_it_rings_and_slow_in_a_long_call(scene: Scene) -> None:
    await scene.dial()
    await scene.clock.advance(2)
    scene.provider.rows = [row("Answered")]
    await scene.clock.advance(58)
    ringing = len(scene.provider.times("live_calls"))
    await scene.clock.advance(540)
    asked = scene.provider.times("live_calls")
    gaps = [later - earlier for earlier, later in pairwise(asked)]

    assert 20 <= ringing <= 35
    assert min(gaps) >= 1
    assert gaps[-1] == 10
    assert scene.provider.times("call_records") == []


async def test_a_record_that_is_late_is_waited_for(scene: Scene) -> None:
    await scene.dial()
    scene.provider.rows = [row("Answered")]
    await scene.clock.advance(5)
    scene.provider.rows = []
    await scene.clock.advance(150)
    assert (scene.call.outcome, scene.call.is_settled) == (CallOutcome.UNKNOWN, False)

    scene.provider.records = [call_record()]
    await scene.clock.advance(15)
    assert scene.call.outcome is CallOutcome.ANSWERED


async def test_a_record_that_never_comes_leaves_the_outcome_unknown_and_ends_the_asking(scene: Scene) -> None:
    await scene.dial()
    scene.provider.rows = [row("Answered")]
    await scene.clock.advance(5)
    scene.provider.rows = []
    await scene.clock.advance(240)
    asked = len(scene.provider.asked)
    await scene.clock.advance(600)

    assert (scene.call.state, scene.call.outcome, scene.call.is_settled) == (
        CallState.ENDED, CallOutcome.UNKNOWN, True,
    )  # fmt: skip
    assert len(scene.provider.asked) == asked


async def test_an_accepted_call_that_never_shows_becomes_unknown_and_is_let_go(scene: Scene) -> None:
    await scene.dial()
    await scene.clock.advance(44)
    assert scene.call.state is CallState.ACCEPTED

    await scene.clock.advance(4)
    assert (scene.call.state, scene.call.outcome) == (CallState.UNKNOWN, CallOutcome.UNKNOWN)

    await scene.clock.advance(180)
    asked = len(scene.provider.asked)
    await scene.clock.advance(600)
    assert scene.call.is_settled
    assert len(scene.provider.asked) == asked


async def test_a_call_too_short_to_be_seen_is_found_by_its_record(scene: Scene) -> None:
    await scene.dial()
    scene.provider.records = [call_record()]
    await scene.clock.advance(10)

    assert (scene.call.call_id, scene.call.outcome) == (CALL_ID, CallOutcome.ANSWERED)


@pytest.mark.parametrize("found_in", ["live_calls", "call_records"])
async def test_a_dial_without_an_answer_is_looked_for_and_not_repeated(scene: Scene, found_in: str) -> None:
    dial = intent(after_s=0)
    scene.tracker.begin(dial)
    scene.tracker.dial_outcome(PerhapsDialed(dial, OutcomeUnknownError()))
    await scene.clock.advance(5)
    assert (scene.call.state, scene.call.outcome) == (CallState.UNKNOWN, CallOutcome.UNKNOWN)

    if found_in == "live_calls":
        scene.provider.rows = [row("Ringing")]
    else:
        scene.provider.records = [call_record()]
    await scene.clock.advance(5)
    assert scene.call.call_id == CALL_ID
    assert scene.call.state is (CallState.AGENT_RINGING if found_in == "live_calls" else CallState.ENDED)


@pytest.mark.parametrize(
    ("error", "outcome"), [(RefusedError(), CallOutcome.REFUSED), (OfflineError(), CallOutcome.FAILED)]
)
async def test_a_dial_that_did_not_go_out_is_not_looked_for(
    scene: Scene, error: ProviderError, outcome: CallOutcome
) -> None:
    dial = intent(after_s=0)
    scene.tracker.begin(dial)
    scene.tracker.dial_outcome(NotDialed(dial, error))
    await scene.clock.advance(60)

    assert scene.call.outcome is outcome
    assert scene.provider.asked == []


async def test_the_provider_is_left_alone_for_as_long_as_it_asks(scene: Scene) -> None:
    await scene.dial()
    scene.provider.failure = RateLimitedError(retry_after=timedelta(seconds=20))
    await scene.clock.advance(2)
    refused_at = scene.provider.times("live_calls")[-1]
    scene.provider.failure = None
    scene.provider.rows = [row("Ringing")]
    await scene.clock.advance(40)

    later = [at for at in scene.provider.times("live_calls") if at > refused_at]
    assert later[0] >= refused_at + 20
    assert scene.call.state is CallState.AGENT_RINGING
    assert scene.tracker.trouble is None


async def test_a_new_dial_does_not_break_the_quiet_the_provider_asked_for(scene: Scene) -> None:
    await scene.dial()
    scene.provider.failure = RateLimitedError(retry_after=timedelta(seconds=20))
    await scene.clock.advance(2)
    asked = len(scene.provider.asked)
    await scene.dial(intent("two", 2, digits="447700900144"))
    await scene.clock.advance(15)

    assert len(scene.provider.asked) == asked


async def test_a_call_is_not_said_to_be_missing_while_nobody_could_look(scene: Scene) -> None:
    scene.provider.failure = OfflineError()
    await scene.dial()
    await scene.clock.advance(300)
    while_offline = scene.call.state
    scene.provider.failure = None
    await scene.clock.advance(60)

    assert (while_offline, scene.call.state) == (CallState.ACCEPTED, CallState.UNKNOWN)


async def test_while_offline_the_tracker_asks_less_and_less_and_concludes_nothing(scene: Scene) -> None:
    await scene.dial()
    scene.provider.rows = [row("Answered")]
    await scene.clock.advance(5)
    scene.provider.failure = OfflineError()
    scene.provider.rows = []
    await scene.clock.advance(400)
    offline = scene.provider.times("live_calls")

    assert scene.call.state is CallState.AGENT_ANSWERED
    assert isinstance(scene.tracker.trouble, OfflineError)
    assert offline[-1] - offline[-2] == 30

    scene.provider.failure = None
    scene.provider.records = [call_record()]
    await scene.clock.advance(60)
    assert scene.call.outcome is CallOutcome.ANSWERED


async def test_hanging_up_needs_the_call_id(scene: Scene) -> None:
    await scene.dial()
    with pytest.raises(CallIdUnknownError):
        await scene.tracker.hang_up(ONE)
    with pytest.raises(CallIdUnknownError):
        await scene.tracker.hang_up(CallKey("no such call"))
    assert scene.provider.hung_up == []

    scene.provider.rows = [row("Ringing")]
    await scene.clock.advance(3)
    await scene.tracker.hang_up(ONE)
    assert (scene.provider.hung_up, scene.call.hang_up_asked) == ([CALL_ID], True)

    scene.provider.rows = []
    await scene.clock.advance(3)
    assert scene.call.state is CallState.ENDED
    await scene.tracker.hang_up(ONE)
    assert scene.provider.hung_up == [CALL_ID]


async def test_a_hang_up_that_failed_is_said_and_changes_nothing(scene: Scene) -> None:
    await scene.dial()
    scene.provider.rows = [row("Ringing")]
    await scene.clock.advance(3)
    scene.provider.failure = RefusedError()
    with pytest.raises(RefusedError):
        await scene.tracker.hang_up(ONE)

    assert not scene.call.hang_up_asked
    assert scene.call.can_hang_up


async def test_webhooks_alone_are_enough(quiet_scene: Scene) -> None:
    scene = quiet_scene
    await scene.dial(intent(after_s=0, mark="dl-7f3c2a"))
    for body in (ANSWERED_BY_AGENT, ANSWERED_BY_CUSTOMER, HUNG_UP):
        await scene.tracker.take(webhook(body, scene.clock.monotonic()))
        await scene.clock.advance(20)

    assert scene.states[2:] == [CallState.AGENT_ANSWERED, CallState.CONNECTED, CallState.ENDED]
    assert (scene.call.outcome, scene.call.talk_seconds) == (CallOutcome.ANSWERED, 55)
    assert scene.provider.asked == []


async def test_a_webhook_that_says_all_ends_the_asking(scene: Scene) -> None:
    await scene.dial(intent(after_s=0, mark="dl-7f3c2a"))
    await scene.clock.advance(2)
    await scene.tracker.take(webhook(HUNG_UP, 2))
    asked = len(scene.provider.asked)
    await scene.clock.advance(600)

    assert len(scene.provider.asked) <= asked + 1


async def test_a_flood_of_webhooks_does_not_make_the_tracker_ask_more(scene: Scene) -> None:
    await scene.dial(intent(after_s=0, mark="dl-7f3c2a"))
    for number in range(500):
        await scene.tracker.take(webhook(ANSWERED_BY_AGENT | {"uuid": str(number)}, number / 1000))
    await scene.clock.advance(10)

    assert len(scene.provider.times("live_calls")) <= 11
    assert len([e for e in scene.journal.evidence if e.source.value == "webhook"]) == 1


async def test_changes_are_told_in_batches_and_only_when_something_reads_differently(scene: Scene) -> None:
    await scene.dial()
    scene.provider.rows = [row("Ringing")]
    await scene.clock.advance(30)
    told = len(scene.heard)
    await scene.tracker.take(
        [*live(31), *live(32, state="Ringing"), *webhook(ANSWERED_BY_AGENT | {"custom_identifier": ""}, 32)]
    )
    await settle()

    assert told == 3
    assert len(scene.heard) == told + 1


async def test_a_listener_that_has_left_hears_nothing(scene: Scene) -> None:
    heard: list[Any] = []
    leave = scene.tracker.subscribe(heard.append)
    leave()
    leave()
    await scene.dial()

    assert heard == []
    assert scene.heard


async def test_other_peoples_calls_are_neither_shown_nor_kept(scene: Scene) -> None:
    await scene.dial()
    scene.provider.rows = [row("Ringing"), row("Answered", call_id="8.8", customer="447700900177")]
    await scene.clock.advance(5)
    theirs = {"call_id": "9.9", "customer_no_with_prefix ": "+447700900188", "call_to_number": "447700900188"}
    agent = {
        "answered_agent": {"id": "0501234560009"},
        "answered_agent_number": BEN_PHONE,
        "answered_agent_name": "Ben",
    }
    await scene.tracker.take(webhook(HUNG_UP | theirs | agent | {"custom_identifier": "", "ref_id": ""}))

    assert [call.key for call in scene.tracker.calls] == [ONE]
    assert {e.call_id for e in scene.journal.evidence} == {"", CALL_ID}


async def test_a_call_our_agent_missed_elsewhere_is_known_once_it_is_over(scene: Scene) -> None:
    inbound = {"direction": "inbound", "caller_id_number": "447700900155", "customer_no_with_prefix ": "+447700900155"}
    await scene.tracker.take(webhook(MISSED_BY_AGENT | inbound, 40))
    await scene.clock.advance(30)

    (call,) = scene.tracker.calls
    assert (call.customer, call.outcome, call.intent_id) == ("447700900155", CallOutcome.AGENT_MISSED, None)
    assert scene.provider.asked == []


async def test_a_twin_call_is_never_taken_for_ours_and_never_hung_up(scene: Scene) -> None:
    await scene.dial()
    scene.provider.rows = [row("Ringing"), row("Ringing", call_id="2.2")]
    await scene.clock.advance(10)

    assert scene.call.ambiguous
    with pytest.raises(CallIdUnknownError):
        await scene.tracker.hang_up(ONE)

    await scene.clock.advance(600)
    assert (scene.call.state, scene.call.is_settled) == (CallState.ACCEPTED, False)

    scene.provider.rows = []
    await scene.clock.advance(400)
    asked = len(scene.provider.asked)
    await scene.clock.advance(600)
    assert (scene.call.state, scene.call.is_settled) == (CallState.UNKNOWN, True)
    assert len(scene.provider.asked) == asked


async def test_a_row_that_is_missing_once_and_comes_back_was_not_gone(scene: Scene) -> None:
    await scene.dial()
    scene.provider.rows = [row("Answered")]
    await scene.clock.advance(5)
    scene.provider.rows = []
    await scene.clock.advance(2)
    gone = scene.call.state
    scene.provider.rows = [row("Answered")]
    await scene.clock.advance(4)

    assert (gone, scene.call.state) == (CallState.ENDED, CallState.AGENT_ANSWERED)
