"""Calls that come in to our agent, as the tracker hears of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from acefone_desktop.domain.calls import CallOutcome, CallState
from acefone_desktop.domain.evidence import Evidence
from acefone_desktop.domain.incoming_calls import Standing, answered_by, is_incoming, standing
from acefone_desktop.domain.report_evidence import from_webhook
from acefone_desktop.domain.reports import AgentMention, CallRecord, Direction, LiveCall, WebhookReport
from tests.support.call_bodies import ASHA, ASHA_NAME, CUSTOMER, NOON
from tests.support.tracking import AGENT, MENTION, settle
from tests.support.tracking_scene import Scene

BEN = AgentMention(id="0501234560002", name="Ben Whitlock", numbers=("447700900002",))
ID = "1768480930.77"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def told(
    scene: Scene, status: str, *, answered: tuple[AgentMention, ...] = (), missed: tuple[AgentMention, ...] = ()
) -> tuple[Evidence, ...]:
    over = status in {"answered", "missed"}
    report = WebhookReport(
        status=status,
        call_id=ID,
        direction=Direction.INBOUND,
        customer=CUSTOMER,
        caller_id="442079460123",
        answered_agents=answered,
        missed_agents=missed,
        started_at=NOON,
        ended_at=scene.clock.now() if over else None,
        duration_s=20 if status == "answered" else None,
    )
    return from_webhook(report, scene.clock.now())


def live(agent: AgentMention = MENTION, state: str = "Ringing", call_id: str = ID) -> LiveCall:
    return LiveCall(
        call_id=call_id,
        direction=Direction.INBOUND,
        agent=agent,
        customers=(CUSTOMER,),
        caller_id="442079460123",
        state=state,
        created_at=NOON,
    )


def how(scene: Scene) -> list[Standing]:
    return [standing(call, AGENT) for call in scene.tracker.calls]


async def test_a_call_that_rings_us_appears_at_once_and_is_followed_to_its_end(scene: Scene) -> None:
    await scene.tracker.start()
    await scene.tracker.take(told(scene, "Call received on Server"))
    assert how(scene) == []
    await scene.tracker.take(told(scene, "Dialed on Agent", answered=(MENTION,)))
    (call,) = scene.tracker.calls
    assert (is_incoming(call), call.is_open, call.customer, call.caller_id) == (True, True, CUSTOMER, "442079460123")
    assert how(scene) == [Standing.RINGING]
    await scene.tracker.take(told(scene, "Answered by agent", answered=(MENTION,)))
    assert how(scene) == [Standing.TALKING]
    await scene.clock.advance(30)
    await scene.tracker.take(told(scene, "answered", answered=(MENTION,)))
    assert how(scene) == [Standing.TALKED]
    (call,) = scene.tracker.calls
    assert (call.direction, call.outcome, call.talk_seconds) == (Direction.INBOUND, CallOutcome.ANSWERED, 20)
    assert call.key in scene.journal.calls
    await scene.tracker.stop()


async def test_a_call_for_somebody_else_never_appears(scene: Scene) -> None:
    await scene.tracker.start()
    for status in ("Dialed on Agent", "Answered by agent", "answered"):
        await scene.tracker.take(told(scene, status, answered=(BEN,)))
    await scene.tracker.take_rows((live(BEN),), scene.clock.now())
    assert how(scene) == []
    assert scene.provider.asked == []
    await scene.tracker.stop()


async def test_a_customer_of_ours_who_calls_a_colleague_is_not_shown(scene: Scene) -> None:
    await scene.tracker.start()
    await scene.tracker.take(told(scene, "missed", missed=(MENTION,)))
    await scene.tracker.take_rows((live(BEN, call_id="another"),), scene.clock.now())
    assert [call.call_id for call in scene.tracker.calls] == [ID]
    await scene.tracker.stop()


@pytest.mark.parametrize("later", [("Answered by agent",), ("answered",), ("Answered by agent", "answered")])
async def test_what_a_colleague_answers_is_answered_elsewhere(scene: Scene, later: tuple[str, ...]) -> None:
    await scene.tracker.take(told(scene, "Dialed on Agent", answered=(MENTION,)))
    await scene.tracker.take(told(scene, "Dialed on Agent", answered=(BEN,)))
    for status in later:
        await scene.tracker.take(told(scene, status, answered=(BEN,)))
    assert how(scene) == [Standing.ELSEWHERE]
    assert answered_by(scene.tracker.calls[0]) == "Ben Whitlock"


async def test_a_call_that_only_the_hang_up_tells_of_was_missed_by_all_whom_it_names(scene: Scene) -> None:
    await scene.tracker.take(told(scene, "missed", missed=(BEN, MENTION)))
    (call,) = scene.tracker.calls
    assert (call.outcome, how(scene)) == (CallOutcome.AGENT_MISSED, [Standing.MISSED])


async def test_a_hang_up_that_names_us_as_missed_and_a_colleague_as_answering_is_no_missed_call(scene: Scene) -> None:
    await scene.tracker.take(told(scene, "answered", answered=(BEN,), missed=(MENTION,)))
    (call,) = scene.tracker.calls
    assert (call.outcome, how(scene)) == (CallOutcome.ANSWERED, [Standing.ELSEWHERE])


async def test_a_look_that_is_taken_anyway_finds_a_call_that_rings_us(scene: Scene) -> None:
    await scene.tracker.start()
    await scene.tracker.take_rows((live(), live(BEN, call_id="theirs")), scene.clock.now())
    assert how(scene) == [Standing.RINGING]
    scene.provider.rows = [live(state="Answered")]
    await scene.clock.advance(5)
    assert how(scene) == [Standing.TALKING]
    scene.provider.rows = []
    scene.provider.records = [
        CallRecord(
            call_id=ID, direction=Direction.INBOUND, status="answered", agent=MENTION, customer=CUSTOMER,
            started_at=NOON, ended_at=NOON + timedelta(seconds=60), talk_s=40,
        )
    ]  # fmt: skip
    await scene.clock.advance(60)
    (call,) = scene.tracker.calls
    assert (call.outcome, call.talk_seconds, call.is_settled) == (CallOutcome.ANSWERED, 40, True)
    asked = len(scene.provider.asked)
    await scene.clock.advance(600)
    assert len(scene.provider.asked) == asked
    await scene.tracker.stop()


async def test_live_calls_are_not_asked_for_calls_that_may_come_in(scene: Scene) -> None:
    await scene.tracker.start()
    await scene.clock.advance(3600)
    assert scene.provider.asked == []
    await scene.tracker.stop()


async def test_answered_in_live_calls_says_nothing_of_us_while_nobody_is_named(scene: Scene) -> None:
    await scene.tracker.take(told(scene, "Dialed on Agent", answered=(MENTION,)))
    await scene.tracker.take_rows((live(AgentMention(), "Answered"),), scene.clock.now())
    assert how(scene) == [Standing.RINGING]
    await scene.tracker.take(told(scene, "missed", missed=(MENTION,)))
    assert how(scene) == [Standing.MISSED]


async def test_a_report_of_the_end_outweighs_what_live_calls_called_answered(scene: Scene) -> None:
    await scene.tracker.take_rows((live(state="Answered"),), scene.clock.now())
    assert how(scene) == [Standing.TALKING]
    await scene.tracker.take(told(scene, "missed", missed=(MENTION,)))
    (call,) = scene.tracker.calls
    assert (call.outcome, call.talk_seconds, how(scene)) == (CallOutcome.AGENT_MISSED, 0, [Standing.MISSED])


async def test_a_ringing_that_is_never_heard_of_again_is_given_up_in_minutes(scene: Scene) -> None:
    scene = Scene(polling=False)
    await scene.tracker.start()
    await scene.tracker.take(told(scene, "Dialed on Agent", answered=(MENTION,)))
    await scene.clock.advance(400)
    (call,) = scene.tracker.calls
    assert (call.state, how(scene)) == (CallState.UNKNOWN, [Standing.UNKNOWN])
    await scene.tracker.stop()


async def test_an_incoming_call_survives_a_restart(scene: Scene) -> None:
    await scene.tracker.start()
    await scene.tracker.take(told(scene, "Dialed on Agent", answered=(MENTION,)))
    await scene.tracker.stop()
    again = Scene(beside=scene)
    await again.tracker.start()
    await settle()
    assert how(again) == [Standing.RINGING]
    await again.tracker.stop()


async def test_only_a_name_is_enough_to_know_that_we_answered(scene: Scene) -> None:
    await scene.tracker.take(told(scene, "Dialed on Agent", answered=(AgentMention(id=ASHA),)))
    await scene.tracker.take(told(scene, "Answered by agent", answered=(AgentMention(name=ASHA_NAME),)))
    assert how(scene) == [Standing.TALKING]


async def test_who_answered_stays_open_where_nobody_is_named(scene: Scene) -> None:
    await scene.tracker.take(told(scene, "Dialed on Agent", answered=(MENTION,)))
    await scene.tracker.take(told(scene, "Dialed on Agent", answered=(BEN,)))
    await scene.tracker.take(told(scene, "Answered by agent"))
    assert how(scene) == [Standing.ANSWERED]
