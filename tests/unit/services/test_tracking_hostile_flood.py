"""Somebody who knows the listener's secret sends what they like: our own dials stay, and memory has a bound."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acefone_desktop.domain.call_retention import Room
from acefone_desktop.domain.calls import CallKey, CallOutcome
from acefone_desktop.domain.dialing import NotDialed
from acefone_desktop.domain.errors import RefusedError, StorageError
from acefone_desktop.domain.evidence import Source
from acefone_desktop.domain.incoming_calls import is_incoming
from acefone_desktop.services import call_door, call_keeping
from acefone_desktop.services.known_calls import CROWDED
from tests.support.call_bodies import ANSWERED_BY_AGENT, ASHA, ASHA_NAME, HUNG_UP, intent, webhook
from tests.support.tracking import call_record, row
from tests.support.tracking_scene import ONE, Scene

if TYPE_CHECKING:
    from acefone_desktop.domain.evidence import Evidence

SMALL = Room(pieces=60, coming_in=5)
MOST_OF_ONE = 25
TWO = CallKey("two")
OURS, OUR_CALL = "447700900001", "1.1"
BATCH = 20


def body(kind: str, number: int) -> dict[str, Any]:
    """One webhook of a flood about our agent; `number` makes it another one than the last."""
    customer = f"447700900{100 + number % 800}"
    own = {"call_id": f"9.{number}", "uuid": f"u{number}", "ref_id": f"r{number}", "custom_identifier": ""}
    names = own | {"call_to_number": customer, "customer_no_with_prefix ": customer}
    ours = {"call_to_number": OURS, "customer_no_with_prefix ": OURS}
    match kind:
        case "over":
            return HUNG_UP | names
        case "comes in":
            told_agent = {"answered_agent": {"id": ASHA, "name": ASHA_NAME}}
            return ANSWERED_BY_AGENT | names | told_agent | {"direction": "inbound", "call_status": "ringing"}
        case "our customer":
            return HUNG_UP | own | ours
        case "our customer, nameless":
            return (
                HUNG_UP
                | own
                | ours
                | {"call_id": "", "ref_id": "", "start_stamp": f"2026-01-15 1{number % 10}:00:0{number % 7}"}
            )
        case "our call, another length":
            return HUNG_UP | own | ours | {"call_id": OUR_CALL, "ref_id": "", "outbound_sec": str(number)}
        case _:
            agent = {"id": ASHA, "name": f"{ASHA_NAME} {number}", "number": f"+44770090{number:04}"}
            return HUNG_UP | names | {"answered_agent": agent}


KINDS = ("over", "comes in", "our customer", "our customer, nameless", "our call, another length", "many names")


async def live_through(kinds: list[str], *, disk_refuses: bool) -> Scene:
    """Two dials of ours go on while it pours; each is seen by polling, and ends by its record."""
    scene = Scene(room=SMALL)
    await scene.tracker.start()
    await scene.dial(intent(after_s=0, digits=OURS))
    await scene.dial(intent("two", after_s=0, digits="447700900002"))
    scene.provider.rows = [
        row("Ringing", call_id=OUR_CALL, customer=OURS), row("Ringing", call_id="2.2", customer="447700900002"),
    ]  # fmt: skip
    await scene.clock.advance(3)
    scene.journal.failure = StorageError() if disk_refuses else None
    third = intent("three", after_s=3, digits="447700900003")
    scene.tracker.begin(third)
    scene.tracker.dial_outcome(NotDialed(third, RefusedError(server_message="Not now")))
    for place, kind in enumerate(kinds):
        told: list[Evidence] = []
        for number in range(place * BATCH, (place + 1) * BATCH):
            told += webhook(body(kind, number), scene.clock.monotonic())
        await scene.tracker.take(told)
        await scene.clock.advance(0.5)
        check_bounds(scene)
    scene.journal.failure = None
    return scene


def check_bounds(scene: Scene) -> None:
    dials = {call.key: call for call in scene.tracker.calls if call.intent_id}
    assert dials.keys() >= {ONE, TWO}, "a dial of ours was pushed out"
    assert all(any(e.source is Source.DIAL for e in call.evidence) for call in dials.values())
    assert dials[ONE].call_id in {None, OUR_CALL}
    assert dials[TWO].call_id == "2.2"
    coming = [call for call in scene.tracker.calls if is_incoming(call) and not call.is_settled]
    assert len(coming) <= SMALL.coming_in
    most = CROWDED * SMALL.pieces + 4 * BATCH + 2 * (1 + SMALL.rivals) * (MOST_OF_ONE + 10)
    assert len(scene.tracker._calls) <= most
    assert len(scene.tracker._calls._correlator) <= most
    assert len(scene.tracker._door._told) <= most
    assert len(scene.tracker._keeper._evidence) <= 400 + 4 * BATCH


@settings(max_examples=6, deadline=None)
@given(st.lists(st.sampled_from(KINDS), min_size=12, max_size=20), st.booleans())
def test_no_flood_pushes_out_an_open_dial_or_grows_without_bound(kinds: list[str], disk_refuses: bool) -> None:
    async def run() -> None:
        with pytest.MonkeyPatch.context() as bounds:
            bounds.setattr(call_door, "MOST_TOLD_OF_A_CALL", MOST_OF_ONE)
            bounds.setattr(call_keeping, "MOST_UNWRITTEN", 400)
            scene = await live_through(kinds, disk_refuses=disk_refuses)
            scene.provider.rows = []
            scene.provider.records = [
                call_record(call_id=OUR_CALL, customer=OURS), call_record(call_id="2.2", customer="447700900002"),
            ]  # fmt: skip
            await scene.clock.advance(20)
            check_bounds(scene)
            second = scene.journal.calls[TWO]
            assert (second.call_id, second.outcome) == ("2.2", CallOutcome.ANSWERED)
            assert scene.journal.calls[CallKey("three")].outcome is CallOutcome.REFUSED
            await scene.tracker.stop()

    asyncio.run(run())
