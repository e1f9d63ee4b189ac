"""The app and a command over one account: one of them follows a call, and both know how it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from acefone_desktop.domain.calls import CallOutcome, CallState
from acefone_desktop.domain.errors import StorageError
from acefone_desktop.services.tracking import ENDED_EARLY
from tests.support.call_bodies import intent
from tests.support.tracking import call_record, row
from tests.support.tracking_scene import ONE, Scene

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def app() -> AsyncIterator[Scene]:
    scene = Scene()
    await scene.tracker.start()
    yield scene
    await scene.tracker.stop()


@pytest.fixture
async def command(app: Scene) -> AsyncIterator[Scene]:
    scene = Scene(beside=app)
    await scene.tracker.start()
    yield scene
    await scene.tracker.stop()


async def test_a_commands_call_is_the_apps_to_follow_once_it_has_read_of_it(app: Scene, command: Scene) -> None:
    read: list[str] = []
    app.tracker.tell_when_kept(lambda: read.append("history"))
    await command.dial()
    assert app.heard == []
    await app.tracker.read_journal()
    app.provider.rows = [row("Ringing")]
    await app.clock.advance(5)
    assert app.states == [CallState.ACCEPTED, CallState.AGENT_RINGING]
    assert app.call.can_hang_up
    assert read
    assert len(app.provider.times("live_calls")) >= 2


async def test_a_command_asks_nothing_while_the_app_follows_and_tells_the_same(app: Scene, command: Scene) -> None:
    command.others.following = True
    await command.dial()
    await app.tracker.read_journal()
    app.provider.rows = [row("Answered")]
    await app.clock.advance(10)
    app.provider.rows, app.provider.records = [], [call_record()]
    await app.clock.advance(10)
    assert command.provider.asked == []
    assert command.call.outcome is CallOutcome.ANSWERED
    assert command.call.is_settled
    assert command.states[-2:] == app.states[-2:]
    assert command.call.evidence == app.call.evidence


async def test_a_command_goes_on_by_itself_where_the_app_has_left(app: Scene, command: Scene) -> None:
    command.others.following = True
    await command.dial()
    await app.tracker.read_journal()
    app.provider.rows = [row("Ringing")]
    await app.clock.advance(5)
    await app.tracker.stop()
    command.others.following, command.provider.records = False, [call_record()]
    await app.clock.advance(10)
    assert command.call.outcome is CallOutcome.ANSWERED
    assert app.journal.calls[ONE].outcome is CallOutcome.ANSWERED


async def test_a_dial_that_another_process_waits_for_is_not_called_lost_until_that_has_ended(command: Scene) -> None:
    command.journal.open_intents = [intent(after_s=0)]
    command.tracker.begin(intent(after_s=0))
    await command.tracker.stop()
    app = Scene(beside=command)
    app.others.dialing = True
    await app.tracker.start()
    await app.clock.advance(5)
    assert app.call.state is CallState.REQUESTED
    assert app.journal.open_intents != []
    app.others.dialing = False
    await app.clock.advance(5)
    assert (app.call.state, app.call.reason) == (CallState.UNKNOWN, ENDED_EARLY)
    assert app.journal.open_intents == []
    await app.tracker.stop()


async def test_our_own_dial_under_way_is_not_called_lost(app: Scene) -> None:
    app.journal.open_intents = [intent(after_s=0)]
    app.tracker.begin(intent(after_s=0))
    await app.clock.advance(20)
    assert app.call.state is CallState.REQUESTED


async def test_what_was_read_before_is_no_news(app: Scene, command: Scene) -> None:
    await command.dial()
    for _ in range(3):
        await app.tracker.read_journal()
    await app.clock.advance(1)
    assert len(app.heard) == 1


async def test_a_disk_that_cannot_be_read_is_tried_again(
    app: Scene, command: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_: object) -> None:
        raise StorageError

    command.others.following = True
    await command.dial()
    await app.tracker.read_journal()
    app.provider.rows = [row("Ringing")]
    with monkeypatch.context() as broken:
        broken.setattr(command.journal, "open_evidence", refuse)
        await app.clock.advance(5)
        assert command.states[-1:] == [CallState.ACCEPTED]
    await app.clock.advance(1)
    assert command.states[-1:] == [CallState.AGENT_RINGING]


async def test_a_dial_left_by_a_command_that_ended_is_taken_up_while_the_app_runs(app: Scene) -> None:
    """The command had told that it would dial, and ended before it could tell anything else."""
    app.others.dialing = True
    await app.tracker.read_journal()
    app.journal.open_intents = [intent(after_s=0)]
    await app.clock.advance(20)
    assert app.tracker.calls == ()
    app.others.dialing = False
    await app.clock.advance(2)
    assert (app.call.state, app.call.reason) == (CallState.UNKNOWN, ENDED_EARLY)
    assert app.states == [CallState.UNKNOWN]
    assert app.journal.open_intents == []


async def test_an_answered_dial_of_which_a_command_could_not_tell_is_taken_up(app: Scene, command: Scene) -> None:
    app.others.dialing = True
    await app.tracker.read_journal()
    await app.clock.advance(1)
    await command.dial()
    app.others.dialing = False
    await app.clock.advance(2)
    assert app.states == [CallState.ACCEPTED]


async def test_a_dial_left_by_a_command_is_taken_up_by_an_app_that_was_started_beside_it(app: Scene) -> None:
    await app.tracker.stop()
    late = Scene(beside=app)
    late.others.dialing, late.journal.open_intents = True, [intent(after_s=0)]
    await late.tracker.start()
    await late.clock.advance(20)
    assert late.tracker.calls == ()
    late.others.dialing = False
    await late.clock.advance(2)
    assert late.call.state is CallState.UNKNOWN
    await late.tracker.stop()


async def test_nothing_wakes_up_where_no_command_was_heard_of(app: Scene) -> None:
    await app.tracker.read_journal()
    await app.clock.advance(5)
    assert app.clock.sleeping == 0


async def test_a_disk_that_refuses_what_was_left_is_tried_again(app: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse() -> None:
        raise StorageError

    app.journal.open_intents = [intent(after_s=0)]
    with monkeypatch.context() as broken:
        broken.setattr(app.journal, "intents_without_reply", refuse)
        await app.tracker.read_journal()
        await app.clock.advance(5)
        assert app.tracker.calls == ()
    await app.clock.advance(2)
    assert app.call.state is CallState.UNKNOWN
