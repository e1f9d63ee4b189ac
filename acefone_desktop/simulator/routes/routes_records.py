"""`GET /v1/call/records` and the recordings its rows point at."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, JSONResponse, Response

from acefone_desktop.simulator.calling import records
from acefone_desktop.simulator.switches import DestinationFilter

if TYPE_CHECKING:
    from acefone_desktop.simulator.calling.exchange import Exchange

_RATE_HZ = 8_000
_SECONDS = 2


async def call_records(exchange: Exchange) -> Response:
    """A page of call records, newest first. `destination` and `callerid` do not filter."""
    simulation = exchange.simulation
    simulation.record_queries += 1
    every = simulation.switches.records_fail_every
    if every and simulation.record_queries % every == 0:
        return exchange.refused("Something went wrong", 500)
    filtered = exchange.query("destination") or exchange.query("callerid")
    spoilt = filtered and simulation.switches.destination_filter is DestinationFilter.EMPTY
    found = [] if spoilt else records.found(exchange)
    return JSONResponse(exchange.page_of(found, lambda each: records.record_row(simulation, *each)))


async def recording(exchange: Exchange) -> Response:
    """The recording (silence), for whoever has its address; a page that says so while it is not there."""
    simulation = exchange.simulation
    call = simulation.calls.find(exchange.query("callId"))
    if (
        call is None
        or exchange.query("token") != call.ref_id.replace("-", "")
        or not records.recording_exists(simulation, call)
    ):
        return HTMLResponse("<html><body><h1>404 Not Found</h1></body></html>", 404)
    return Response(_silence(), media_type="audio/wav")


def _silence() -> bytes:
    """A mono 16-bit PCM sound file without a sound."""
    size = _RATE_HZ * _SECONDS * 2
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, _RATE_HZ, _RATE_HZ * 2, 2, 16)
    return struct.pack("<4sI4s", b"RIFF", 36 + size, b"WAVE") + form + struct.pack("<4sI", b"data", size) + bytes(size)
