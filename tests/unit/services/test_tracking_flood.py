"""What the tracker lets go of when there has been a great deal, what it never does, and what is told of it later."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from acefone_desktop.domain.call_retention import Room
from acefone_desktop.domain.calls import CallKey, CallOutcome, CallState
from acefone_desktop.domain.errors import StorageError
from acefone_desktop.domain.evidence import Evidence
from acefone_desktop.domain.matching.correlation import Correlator
from acefone_desktop.services.known_calls import CROWDED, TIDY_EVERY_S
from tests.support.call_bodies import HUNG_UP, intent, webhook
from tests.support.tracking import MemoryJournal, call_record, row, settle
from tests.support.tracking_scene import ONE, Scene

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pytest

    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.dialing import IntentId

SMALL = Room(pieces=100, coming_in=5)


def ended(number: int, told_after_s: float) -> tuple[Evidence, ...]:
    """Our agent had this call otherwise."""
    customer = f"447700900{number % 1000:03}"
    own = {"call_id": f"7.{number}", "uuid": f"u{number}", "ref_id": f"r{number}", "custom_identifier": ""}
    return webhook(HUNG_UP | own | {"call_to_number": customer, "customer_no_with_prefix ": customer}, told_after_s)


async def flood(scene: Scene, first: int, last: int) -> None:
    """So many calls end now, within a second."""
    await scene.tracker.take([e for n in range(first, last) for e in ended(n, scene.clock.monotonic())])
    await scene.clock.advance(1)


def keys(scene: Scene) -> set[CallKey]:
    return {call.key for call in scene.tracker.calls}


async def one_call(scene: Scene, number: str = "447700900001", call_id: str = "1.1", dial: str = "one") -> None:
    """A dial of ours, from its request to its record."""
    begun = scene.clock.monotonic()
    await scene.dial(intent(dial, after_s=begun, digits=number))
    scene.provider.rows = [row("Answered", call_id=call_id, customer=number)]
    await scene.clock.advance(5)
    scene.provider.rows, scene.provider.records = [], [call_record(call_id=call_id, customer=number)]
    await scene.clock.advance(10)


async def test_old_calls_are_let_go_of_in_time_and_open_and_recent_ones_stay() -> None:
    scene = Scene(polling=False)
    await scene.tracker.start()
    await flood(scene, 100, 160)
    await scene.clock.advance(2 * 3600)
    await scene.dial(intent(after_s=2 * 3600, digits="447700900001"))
    await flood(scene, 160, 180)

    assert keys(scene) == {ONE, *(f"7.{number}" for number in range(160, 180))}
    await scene.tracker.stop()


async def test_a_flood_about_our_own_agent_does_not_grow_and_is_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Correlator] = []
    with_only = Correlator.with_only

    def counted(known: Correlator, kept: Iterable[Evidence]) -> Correlator:
        made.append(known)
        return with_only(known, kept)

    monkeypatch.setattr(Correlator, "with_only", counted)
    scene = Scene(polling=False, room=SMALL)
    await scene.tracker.start()
    for number in range(0, 600, 20):
        await flood(scene, number, number + 20)

    assert len(scene.tracker.calls) <= CROWDED * SMALL.pieces
    assert CallKey("7.599") in keys(scene)
    assert CallKey("7.0") not in keys(scene)
    assert len(scene.journal.calls) == 600
    assert len(made) <= 30
    await scene.tracker.stop()


async def test_what_is_told_again_of_calls_let_go_of_changes_nothing() -> None:
    scene = Scene(polling=False, room=SMALL)
    await scene.tracker.start()
    await flood(scene, 0, 200)
    before = dict(scene.journal.calls)
    heard = len(scene.heard)
    await flood(scene, 0, 50)
    await settle()

    assert scene.journal.calls == before
    assert len(scene.heard) == heard
    await scene.tracker.stop()


async def test_a_late_report_of_a_call_let_go_of_is_joined_to_what_is_kept_of_it() -> None:
    scene = Scene()
    await scene.tracker.start()
    await one_call(scene)
    await scene.clock.advance(2 * 3600)
    await flood(scene, 500, 501)
    assert ONE not in keys(scene)
    late = {"call_id": "1.1", "custom_identifier": "", "ref_id": "", "call_to_number": "447700900001"}
    await scene.tracker.take(
        webhook(HUNG_UP | late | {"customer_no_with_prefix ": "447700900001"}, scene.clock.monotonic())
    )

    assert CallKey("1.1") not in keys(scene)
    assert scene.journal.calls[ONE].outcome is CallOutcome.ANSWERED
    assert scene.journal.calls[ONE].recording
    assert {e.fact.value for e in scene.journal.calls[ONE].evidence} >= {"requested", "accepted", "ended"}
    await scene.tracker.stop()


async def test_a_late_report_of_a_call_let_go_of_is_not_given_to_a_later_dial_to_the_same_customer() -> None:
    """An hour and a half later to the second, as if the account were of another zone: alone, the report would fit."""
    scene = Scene()
    await scene.tracker.start()
    await one_call(scene)
    await scene.clock.advance(5400 - scene.clock.monotonic() - 1)
    await flood(scene, 500, 501)
    await scene.clock.advance(1)
    scene.provider.records = []
    await scene.dial(intent("two", after_s=5400, digits="447700900001"))
    late = {"call_id": "1.1", "custom_identifier": "", "ref_id": "", "call_to_number": "447700900001"}
    await scene.tracker.take(webhook(HUNG_UP | late | {"customer_no_with_prefix ": "447700900001"}, 5401))

    second = next(call for call in scene.tracker.calls if call.key == "two")
    assert (second.call_id, second.state) == (None, CallState.ACCEPTED)
    assert scene.journal.calls[ONE].call_id == "1.1"
    await scene.tracker.stop()


async def test_the_disk_is_asked_once_for_a_new_call_and_not_again_for_what_is_known() -> None:
    scene = Scene()
    await scene.tracker.start()
    await scene.dial(intent(after_s=0))
    scene.provider.rows = [row("Ringing")]
    await scene.clock.advance(30)
    assert scene.journal.questions == 1
    await scene.tracker.stop()


async def test_where_the_disk_cannot_be_read_calls_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object) -> tuple[Call, ...]:
        raise StorageError

    scene = Scene()
    monkeypatch.setattr(scene.journal, "calls_of", refuse)
    await scene.tracker.start()
    await one_call(scene)
    assert scene.call.outcome is CallOutcome.ANSWERED
    await scene.tracker.stop()


class ForgetfulJournal(MemoryJournal):
    """A disk whose contents take no memory."""

    async def record_news(
        self, evidence: Sequence[Evidence], calls: Sequence[Call], closed: Sequence[IntentId]
    ) -> None:
        del evidence, calls, closed
        self.writes += 1


async def test_neither_calls_nor_caches_keep_the_evidence_of_a_flood() -> None:
    scene = Scene(polling=False, room=SMALL)
    scene.journal = scene.tracker._journal = scene.tracker._keeper._journal = ForgetfulJournal()
    await scene.tracker.start()
    alive = []
    for number in range(0, 1_000, 20):
        await flood(scene, number, number + 20)
        scene.heard.clear()
        if number % 200 == 180:
            gc.collect()
            alive.append(sum(isinstance(thing, Evidence) for thing in gc.get_objects()))
    assert max(alive[1:]) <= alive[0] + 2 * CROWDED * SMALL.pieces
    await scene.tracker.stop()


async def test_the_day_leaves_behind_the_calls_of_its_last_hour() -> None:
    scene = Scene()
    await scene.tracker.start()
    known = []
    for number in range(24):
        await one_call(scene, f"447700900{number:03}", f"1.{number}", f"dial {number}")
        scene.provider.records = []
        await scene.clock.advance(585)
        known.append(len(scene.tracker.calls))
    assert max(known) <= (3600 + TIDY_EVERY_S) / 600 / 0.75 + 2
    assert len(scene.journal.calls) == 24
    await scene.tracker.stop()
