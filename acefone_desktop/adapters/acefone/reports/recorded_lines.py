"""Lines of a recording: webhook bodies, snapshots of live calls, call records and dials, each read as when it came."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from acefone_desktop.adapters.acefone.reports import loose_json
from acefone_desktop.adapters.acefone.reports.call_rows import read_call_records, read_live_calls
from acefone_desktop.adapters.acefone.reports.loose_values import digits, lower_keys, seconds, text
from acefone_desktop.adapters.acefone.reports.stamps import read_stamp
from acefone_desktop.adapters.acefone.reports.unescaped_quotes import DoubtfulTextError
from acefone_desktop.adapters.acefone.reports.webhook_bodies import (
    WebhookNotUnderstoodError,
    read_webhooks,
    reports_within,
)
from acefone_desktop.domain.account import AgentId
from acefone_desktop.domain.dial_evidence import from_intent, from_outcome
from acefone_desktop.domain.dialing import (
    CallIntent,
    Dialed,
    DialOutcome,
    DialRequest,
    IntentId,
    NotDialed,
    PerhapsDialed,
)
from acefone_desktop.domain.errors import EntryError, OfflineError, OutcomeUnknownError, ProviderError
from acefone_desktop.domain.evidence import TIME_UNKNOWN, Evidence, Source
from acefone_desktop.domain.report_evidence import from_call_record, from_live_call, from_webhook

if TYPE_CHECKING:
    from datetime import tzinfo

    from acefone_desktop.domain.reports import WebhookReport

LONGEST_LINE = 8 * 1024 * 1024
"""Bytes; a page of 200 call records has a quarter of one million."""

_SOURCES = {source.value: source for source in Source}
_NOTHING_SENT = frozenset({"offline", "not_sent"})


class LineNotReadableError(EntryError):
    """This line is none of the forms; `detail` says why."""

    code = "line-not-readable"
    sentence = "This line cannot be read."
    remedy = "“acefone-desktop replay --help” shows the forms."


@dataclass(frozen=True, slots=True)
class RecordedLine:
    """What a line tells. `present` are the call ids of a snapshot of live calls, None for any other line."""

    evidence: tuple[Evidence, ...]
    told_at: datetime
    present: frozenset[str] | None = None


def read_line(line: str, zone: tzinfo) -> RecordedLine:
    """Reads one line; `zone` is that of naive stamps. Raises `LineNotReadableError`."""
    try:
        decoded = loose_json.decoded(line)
    except DoubtfulTextError as error:
        raise LineNotReadableError("Its texts hold quotation marks that are not escaped.") from error
    except (ValueError, RecursionError) as error:
        raise LineNotReadableError("It is not JSON.") from error
    if not isinstance(decoded, dict):
        raise LineNotReadableError("It is not a JSON object.")
    named = decoded.get("source")
    if named is None or "call_status" in decoded:
        return _webhook(decoded, None, zone)
    source = _SOURCES.get(named) if isinstance(named, str) else None
    if source is None:
        raise LineNotReadableError("Its source is none of webhook, live_calls, call_records, dial.")
    told_at = read_stamp(decoded.get("at"), zone)
    if told_at is None and decoded.get("at") not in {None, ""}:
        raise LineNotReadableError("Its time (“at”) is not ISO 8601.")
    if source is Source.DIAL:
        body = decoded.get("body", decoded)
        return _dial(body if isinstance(body, dict) else {}, told_at or TIME_UNKNOWN, zone)
    if "body" not in decoded:
        raise LineNotReadableError("It has no body.")
    body = decoded["body"]
    match source:
        case Source.WEBHOOK:
            return _webhook(body, told_at, zone)
        case Source.LIVE_CALLS:
            return _live_calls(_list_reply(body), told_at, zone)
        case Source.CALL_RECORDS:
            return _call_records(_list_reply(body), told_at, zone)


def _webhook(body: object, told_at: datetime | None, zone: tzinfo) -> RecordedLine:
    try:
        if isinstance(body, str):
            reports = read_webhooks(body.encode("utf-8", "replace"), "", "", zone)
        else:
            reports = reports_within(body, zone)
    except WebhookNotUnderstoodError as error:
        raise LineNotReadableError(f"It is not a webhook body. {error.detail}") from error
    moments = [told_at or _latest_stamp(report) for report in reports]
    told = tuple(e for report, at in zip(reports, moments, strict=True) for e in from_webhook(report, at))
    return RecordedLine(told, max(moments))


def _latest_stamp(report: WebhookReport) -> datetime:
    """When a body without a time of arrival was sent, at the earliest."""
    return max(filter(None, (report.started_at, report.answered_at, report.ended_at)), default=TIME_UNKNOWN)


def _live_calls(body: object, told_at: datetime | None, zone: tzinfo) -> RecordedLine:
    rows = read_live_calls(body, zone)
    moment = told_at or max((row.created_at for row in rows if row.created_at), default=TIME_UNKNOWN)
    told = tuple(e for row in rows for e in from_live_call(row, moment))
    if told_at is None:  # a row's age says when it began only where we know when it was told
        return RecordedLine(tuple(replace(e, begun_at=None) for e in told), moment)
    return RecordedLine(told, moment, frozenset(row.call_id for row in rows))


def _call_records(body: object, told_at: datetime | None, zone: tzinfo) -> RecordedLine:
    records = read_call_records(body, zone).records
    moments = [told_at or record.ended_at or record.started_at or TIME_UNKNOWN for record in records]
    told = tuple(e for record, at in zip(records, moments, strict=True) for e in from_call_record(record, at))
    return RecordedLine(told, told_at or max(moments, default=TIME_UNKNOWN))


def _list_reply(body: object) -> object:
    """A reply that holds a list; an error's body says nothing about any call."""
    reply = lower_keys(body) if isinstance(body, dict) else {}
    if isinstance(body, list) or any(isinstance(reply.get(name), dict | list) for name in ("results", "data")):
        return body
    if text(reply.get("call_id")):
        return body
    raise LineNotReadableError("Its body holds no list of calls.")


def _dial(body: dict[str, Any], told_at: datetime, zone: tzinfo) -> RecordedLine:
    request = body.get("request")
    if not isinstance(request, dict):
        raise LineNotReadableError("The dial has no request.")
    intent = _intent(lower_keys(request), told_at)
    asked = from_intent(intent)
    replied_at = read_stamp(body.get("replied_at"), zone) or told_at
    outcome = _outcome(body, intent)
    return RecordedLine((asked, from_outcome(outcome, replied_at)) if outcome else (asked,), told_at)


def _intent(request: dict[str, object], told_at: datetime) -> CallIntent:
    """The recorded request as our own; the same line always gets the same id."""
    number, agent = digits(request.get("destination_number")), text(request.get("agent_number"))
    if not number:
        raise LineNotReadableError("The dial has no destination number.")
    mark = text(request.get("custom_identifier"))
    name = "\n".join((told_at.isoformat(), number, agent, mark))
    wanted = DialRequest(
        digits=number,
        agent_id=AgentId(agent),
        caller_id=digits(request.get("caller_id")) or None,
        custom_identifier=mark,
    )
    return CallIntent(IntentId(f"recorded-{sha256(name.encode()).hexdigest()[:16]}"), wanted, told_at)


def _outcome(body: dict[str, Any], intent: CallIntent) -> DialOutcome | None:
    """What came of it; None where the recording does not say. A lost connection may have carried the request."""
    if (failure := text(body.get("error"))) and body.get("status") is None:
        if failure in _NOTHING_SENT:
            return NotDialed(intent, OfflineError())
        return PerhapsDialed(intent, OutcomeUnknownError("(time-out)" if failure == "timeout" else "(connection lost)"))
    status = seconds(body.get("status"))
    if status is None and body.get("response") is None:
        return None
    return _replied(intent, status if status is not None else 200, body.get("response"))


def _replied(intent: CallIntent, status: int, response: object) -> DialOutcome:
    from acefone_desktop.adapters.acefone.endpoints.calls import accepted  # noqa: PLC0415 (brings the HTTP client along)
    from acefone_desktop.adapters.acefone.http.replies import Reply  # noqa: PLC0415

    written = response if isinstance(response, str) else "" if response is None else json.dumps(response)
    try:
        return Dialed(intent, accepted(Reply(status=status, body=written.encode("utf-8", "replace"))))
    except OutcomeUnknownError as error:
        return PerhapsDialed(intent, error)
    except ProviderError as error:
        return NotDialed(intent, error)
