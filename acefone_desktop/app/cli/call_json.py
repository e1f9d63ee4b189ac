"""A call as JSON, as `replay`, `history` and `call` print it: part of the interface, changed only on purpose."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from acefone_desktop.domain.calls import Call

SHAPE = """\
JSON (--json), one document:
  {"calls": [{"call_id", "direction", "agent", "customer", "state", "outcome",
    "started_at", "answered_at", "ended_at", "talk_seconds", "ring_seconds",
    "recording", "events": [{"at", "source", "what"}]}]CLOSING
"state" is one of requested accepted agent_ringing agent_answered customer_ringing
connected ended refused failed unknown; "outcome" is one of answered customer_missed
agent_missed refused failed unknown, or null while the call runs or its outcome is
being looked up. Times are ISO 8601 with offset. "customer" is digits, country code
first where it is known. "answered_at" is when both sides could talk (the agent's own
pick-up is an event). "talk_seconds" counts from there. "ring_seconds" is how long the
customer's phone rang, or the agent's where it got no further. "recording" is true or
false, never an address. What is not known is null, an event's "at" too. A call whose
number came with an extension has "extension" as well: it is entered when they answer,
and is not dialled."""


def call_as_json(call: Call, zone: tzinfo = UTC, *, remark: str = "") -> dict[str, object]:
    """The call; times are written in `zone`. A `remark` of ours is one more event of the dial, without a time."""
    told: list[dict[str, str | None]] = [
        {"at": _stamp(event.at, zone), "source": event.source.value, "what": event.what} for event in call.events
    ]
    if remark:
        told.append({"at": None, "source": "dial", "what": remark})
    extension = {"extension": call.extension} if call.extension else {}
    return extension | {
        "call_id": call.call_id,
        "direction": call.direction.value if call.direction else None,
        "agent": call.agent or None,
        "customer": call.customer or None,
        "state": call.state.value,
        "outcome": call.outcome.value if call.outcome else None,
        "started_at": _stamp(call.started_at, zone),
        "answered_at": _stamp(call.answered_at, zone),
        "ended_at": _stamp(call.ended_at, zone),
        "talk_seconds": call.talk_seconds,
        "ring_seconds": call.ring_seconds,
        "recording": call.recording,
        "events": told,
    }


def _stamp(moment: datetime | None, zone: tzinfo) -> str | None:
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else None
