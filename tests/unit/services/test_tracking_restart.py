"""What is known is kept; what an earlier run left open is taken up again, and never dialled again."""

from __future__ import annotations

from acefone_desktop.domain.calls import CallOutcome, CallState
from acefone_desktop.domain.dial_evidence import from_accepted, from_intent
from acefone_desktop.domain.errors import StorageError
from acefone_desktop.services.tracking import ENDED_EARLY
from tests.support.call_bodies import ANSWERED_BY_AGENT, NOON, intent, live, webhook
from tests.support.tracking import AGENT, call_record, row
from tests.support.tracking_scene import Scene


async def test_a_dial_cut_short_by_a_crash_is_unknown_and_looked_for() -> None:
    scene = Scene()
    scene.journal.open_intents = [intent(after_s=-40)]
    scene.provider.records = [call_record()]
    await scene.tracker.start()
    unknown = scene.call
    await scene.clock.advance(10)

    assert (unknown.state, unknown.reason) == (CallState.UNKNOWN, ENDED_EARLY)
    assert scene.journal.open_intents == []
    assert {e.reason for e in scene.journal.evidence} >= {ENDED_EARLY}
    await scene.tracker.stop()


async def test_a_dial_whose_reply_was_kept_is_not_called_unknown_after_a_crash() -> None:
    scene = Scene()
    dial = intent(after_s=-3)
    scene.journal.open_intents = [dial]
    scene.journal.evidence = [from_intent(dial), from_accepted(dial, NOON)]
    await scene.tracker.start()

    assert scene.call.state is CallState.ACCEPTED
    assert not any(e.reason == ENDED_EARLY for e in scene.call.evidence)
    assert scene.journal.open_intents == []
    await scene.tracker.stop()


async def test_a_call_that_was_running_when_the_app_ended_is_taken_up_again() -> None:
    scene = Scene()
    dial = intent(after_s=-3)
    scene.journal.evidence = [from_intent(dial, AGENT), from_accepted(dial, NOON), *live(0, state="Ringing")]
    scene.provider.records = [call_record()]
    await scene.tracker.start()
    assert scene.call.can_hang_up

    await scene.clock.advance(5)
    assert scene.call.outcome is CallOutcome.ANSWERED
    await scene.tracker.stop()


async def test_a_call_whose_end_was_told_while_nobody_listened_is_found_in_the_records() -> None:
    """Webhooks told that it went on; it was over before any row was seen, so that none can vanish."""
    scene = Scene()
    dial = intent("one", after_s=-3)
    told = webhook(ANSWERED_BY_AGENT | {"custom_identifier": "one"}, 0)
    scene.journal.evidence = [from_intent(dial, AGENT), from_accepted(dial, NOON), *told]
    await scene.tracker.start()
    assert scene.call.state is CallState.AGENT_ANSWERED

    scene.provider.records = [call_record()]
    await scene.clock.advance(30)
    assert scene.call.outcome is CallOutcome.ANSWERED
    assert scene.call.is_settled
    await scene.tracker.stop()


async def test_stopping_keeps_what_is_known_and_can_be_done_twice() -> None:
    scene = Scene()
    await scene.tracker.start()
    scene.tracker.begin(intent(after_s=0))
    await scene.tracker.stop()
    await scene.tracker.stop()

    assert [e.intent_id for e in scene.journal.evidence] == ["one"]


async def test_a_disk_that_refuses_does_not_stop_the_call_and_is_tried_again() -> None:
    scene = Scene()
    await scene.tracker.start()
    scene.journal.failure = StorageError()
    await scene.dial()
    scene.provider.rows = [row("Ringing")]
    await scene.clock.advance(3)
    assert scene.states[-1] is CallState.AGENT_RINGING
    assert scene.journal.evidence == []

    scene.journal.failure = None
    await scene.clock.advance(3)
    assert set(scene.journal.evidence) == set(scene.call.evidence)
    await scene.tracker.stop()
