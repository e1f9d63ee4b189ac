"""Call notes, blocked numbers and scheduled calls."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse

from acefone_desktop.simulator import stamps
from acefone_desktop.simulator.account import BlockedNumber
from acefone_desktop.simulator.address_book import Note, ScheduledCall

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.responses import Response

    from acefone_desktop.simulator.calling.exchange import Exchange

_SOURCE = re.compile(r".{5,50}")
_COMPARED = 10  # digits by which numbers are the same
_KNOWN_BLOCK_KEYS = {"", "all", "did"}


async def add_note(exchange: Exchange) -> Response:
    """`POST /v1/call/note/{call id}`."""
    simulation, wanted = exchange.simulation, exchange.request.path_params["id"]
    call = simulation.calls.find(wanted)
    if call is None:
        return exchange.refused("Call not found", 404)
    if not exchange.text("message"):
        return exchange.refused({"message": ["The message field is required."]}, 422)
    note = Note(
        id=simulation.address_book.new_id("n"),
        call_id=wanted,
        client_number=call.destination,
        called_at=call.stamped_at,
        message=exchange.text("message"),
        disposition=exchange.text("agent_disposition"),
        user_id=call.user.id,
        user_name=call.user.name,
    )
    simulation.address_book.notes[note.id] = note
    return exchange.done("Note added successfully")


async def change_note(exchange: Exchange) -> Response:
    """`PUT /v1/call/note/{id}`: by the note's id or its call's."""
    note = _note(exchange)
    if note is None:
        return exchange.refused("Note not found", 404)
    changed = replace(
        note,
        message=exchange.text("message") or note.message,
        disposition=exchange.text("agent_disposition") or note.disposition,
    )
    exchange.simulation.address_book.notes[note.id] = changed
    return exchange.done("Note updated successfully")


async def delete_note(exchange: Exchange) -> Response:
    """`DELETE /v1/call/note/{id}`: by the note's id or its call's."""
    note = _note(exchange)
    if note is None:
        return exchange.refused("Note not found", 404)
    del exchange.simulation.address_book.notes[note.id]
    return exchange.done("Note deleted successfully")


async def notes(exchange: Exchange) -> Response:
    """`GET /v1/call/notes/{client_number}`: with the dates of the database behind it showing through."""
    digits = re.sub(r"\D", "", exchange.request.path_params["client_number"])[-_COMPARED:]
    found = [
        note
        for note in exchange.simulation.address_book.notes.values()
        if digits and note.client_number.endswith(digits)
    ]
    return JSONResponse(exchange.page_of(found, lambda note: _note_row(exchange, note)))


async def blocked_numbers(exchange: Exchange) -> Response:
    """`GET /v1/blocked_numbers`."""
    return JSONResponse(exchange.page_of(list(exchange.simulation.address_book.blocked.values()), _blocked_row))


async def block(exchange: Exchange) -> Response:
    """`POST /v1/blocked_number`."""
    return _put_blocked(exchange, exchange.simulation.address_book.new_id("b"), "Number blocked successfully")


async def change_block(exchange: Exchange) -> Response:
    """`PUT /v1/blocked_number/{id}`."""
    wanted = exchange.request.path_params["id"]
    if wanted not in exchange.simulation.address_book.blocked:
        return exchange.refused("Blocked number not found", 404)
    return _put_blocked(exchange, wanted, "Blocked number updated successfully")


async def unblock(exchange: Exchange) -> Response:
    """`DELETE /v1/blocked_number/{id}`."""
    if exchange.simulation.address_book.blocked.pop(exchange.request.path_params["id"], None) is None:
        return exchange.refused("Blocked number not found", 404)
    return exchange.done("Number unblocked successfully")


async def schedule_calls(exchange: Exchange) -> Response:
    """`GET /v1/schedule_calls`."""
    zone = exchange.simulation.switches.time_zone
    since, until = (stamps.read_naive(exchange.query(name), zone) for name in ("from_date", "to_date"))
    found = [
        each
        for each in exchange.simulation.address_book.scheduled.values()
        if (since is None or since <= each.at) and (until is None or each.at <= until)
    ]
    return JSONResponse(exchange.page_of(found, lambda each: _scheduled_row(exchange, each)))


async def schedule(exchange: Exchange) -> Response:
    """`POST /v1/schedule_call`."""
    return _put_scheduled(exchange, exchange.simulation.address_book.new_id("s"), "Call scheduled successfully")


async def change_scheduled(exchange: Exchange) -> Response:
    """`PUT /v1/schedule_call/{id}`."""
    wanted = exchange.request.path_params["id"]
    if wanted not in exchange.simulation.address_book.scheduled:
        return exchange.refused("Scheduled call not found", 404)
    return _put_scheduled(exchange, wanted, "Scheduled call updated successfully")


async def delete_scheduled(exchange: Exchange) -> Response:
    """`DELETE /v1/schedule_call/{id}`."""
    if exchange.simulation.address_book.scheduled.pop(exchange.request.path_params["id"], None) is None:
        return exchange.refused("Scheduled call not found", 404)
    return exchange.done("Scheduled call deleted successfully")


def _note(exchange: Exchange) -> Note | None:
    wanted = exchange.request.path_params["id"]
    return next((n for n in exchange.simulation.address_book.notes.values() if wanted in {n.id, n.call_id}), None)


def _note_row(exchange: Exchange, note: Note) -> dict[str, object]:
    called = stamps.naive(note.called_at, exchange.simulation.switches.time_zone)
    hour = int(called[11:13])
    return {
        "_id": note.id,
        "calldate": {"$date": {"$numberLong": str(int(note.called_at.timestamp()) * 1000)}},
        "call_hint": "clicktocall",
        "notes": {"message": note.message, "created_by": note.user_id, "name": note.user_name},
        "readableTime": f"{hour % 12 or 12:02d}:{called[14:16]} {'PM' if hour // 12 else 'AM'}",
        "date": called[:10],
    }


def _blocked_row(each: BlockedNumber) -> dict[str, object]:
    return {"id": each.id, "src_number": each.number, "block_key": each.key, "did_numbers": list(each.dids)}


def _put_blocked(exchange: Exchange, number_id: str, message: str) -> Response:
    number, key = exchange.text("src_number"), exchange.text("block_key")
    if not _SOURCE.fullmatch(number):
        return exchange.refused({"src_number": ["The src number must be between 5 and 50 characters."]}, 422)
    dids = exchange.parameters.get("did_numbers")
    if key not in _KNOWN_BLOCK_KEYS or (dids and key != "did"):
        return exchange.refused({"block_key": ["The selected block key is invalid."]}, 422)
    given = tuple(str(did) for did in dids) if isinstance(dids, list) else ()
    exchange.simulation.address_book.blocked[number_id] = BlockedNumber(
        id=number_id, number=number, key=key or "all", dids=given
    )
    return exchange.done(message, id=number_id)


def _put_scheduled(exchange: Exchange, call_id: str, message: str) -> Response:
    number = exchange.text("customer_number")
    at: datetime | None = stamps.read_naive(
        exchange.text("schedule_callback_date_time"), exchange.simulation.switches.time_zone
    )
    if not number:
        return exchange.refused({"customer_number": ["The customer number field is required."]}, 422)
    if at is None:
        return exchange.refused({"schedule_callback_date_time": ["The date does not match Y-m-d H:i:s."]}, 422)
    exchange.simulation.address_book.scheduled[call_id] = ScheduledCall(
        id=call_id,
        customer_name=exchange.text("customer_name"),
        customer_number=number,
        at=at,
        text=exchange.text("schedule_callback_text"),
        assigned_to=exchange.text("assigned_to"),
    )
    return exchange.done(message, id=call_id)


def _scheduled_row(exchange: Exchange, each: ScheduledCall) -> dict[str, object]:
    return {
        "id": each.id,
        "customer_name": each.customer_name,
        "customer_number": each.customer_number,
        "schedule_callback_date_time": stamps.naive(each.at, exchange.simulation.switches.time_zone),
        "schedule_callback_text": each.text,
        "assigned_to": each.assigned_to,
    }
