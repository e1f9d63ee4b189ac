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
