"""Webhooks as they may be shown: no value whole but status words, no number beyond its last three digits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from acefone_desktop.adapters.acefone.reports.calls_within import (
    CUSTOMER_KEYS,
    Fields,
    calls_as_sent,
    flattened,
    mapped,
    outermost,
)
from acefone_desktop.adapters.acefone.reports.loose_values import text, unfolded
from acefone_desktop.adapters.acefone.reports.request_bodies import WebhookNotUnderstoodError, read_request
from acefone_desktop.adapters.acefone.reports.stamps import read_stamp
from acefone_desktop.adapters.acefone.reports.webhook_bodies import reports_within
from acefone_desktop.domain.report_evidence import from_webhook
from acefone_desktop.domain.webhook_mapping import LONGEST_KEY, MappedField, WebhookMapping
from acefone_desktop.domain.webhook_samples import HIDDEN, Sample, SampleField, SampleReading, Shape

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from acefone_desktop.domain.reports import WebhookReport

MOST_SHOWN: Final = 3
"""Reports of one request."""

MOST_KEYS: Final = 60
_LONGEST_AHEAD: Final = timedelta(days=1, hours=2)
_ROUNDING: Final = timedelta(seconds=2)
_KNOWN: Final = {
    "call_status": MappedField.STATUS,
    "call_id": MappedField.CALL_ID,
    "agent_id": MappedField.AGENT_ID,
    "answered_agent": MappedField.AGENT_ID,
    "agent_name": MappedField.AGENT_NAME,
    "answered_agent_name": MappedField.AGENT_NAME,
    "agent_number": MappedField.AGENT_NUMBER,
    "answer_agent_number": MappedField.AGENT_NUMBER,
    "answered_agent_number": MappedField.AGENT_NUMBER,
    "direction": MappedField.DIRECTION,
    "did_number": MappedField.CALLER_ID,
    "custom_identifier": MappedField.CUSTOM_IDENTIFIER,
    "ref_id": MappedField.REF_ID,
    "start_stamp": MappedField.STARTED,
    "answer_stamp": MappedField.ANSWERED,
    "end_stamp": MappedField.ENDED,
    "outbound_sec": MappedField.TALK,
    "duration": MappedField.DURATION,
    "billsec": MappedField.DURATION,
    "reason_key": MappedField.REASON,
} | dict.fromkeys(CUSTOMER_KEYS, MappedField.CUSTOMER)
_ALSO_KNOWN: Final = frozenset(
    {"uuid", "call_to_number", "caller_id_number", "missed_agent", "customer_ring_time", "agent_ring_time"}
    | {"call_connected", "recording_url", "aws_call_recording_identifier", "hangup_cause", "hangup_cause_key"}
    | {"hangup_cause_description", "hangupcause_desc", "hangupcause_key"}
)
_TELLS_A_STATE: Final = re.compile(r"status|state|event|result|outcome|disposition|direction|trigger|type|way|reason")
_TELLS_A_SECRET: Final = re.compile(r"secret|token|pass|auth|key$|signature|credential")
_STATUS_WORD: Final = re.compile(r"[^\W\d_]{1,20}(?:[ _/.-]{1,2}[^\W\d_]{1,20}){0,4}")
_MANY_DIGITS: Final = re.compile(r"\d{4,}")
_ADDRESS: Final = re.compile(r"(?:https?|ftp|s3|file):|//|www\.", re.IGNORECASE)
_PHONE: Final = re.compile(r"[+(]?\d[\d\s().-]{3,24}")
_WORDS: Final = (MappedField.STATUS, MappedField.DIRECTION)


def describe(
    body: bytes, content_type: str, query: str, mapping: WebhookMapping, at: datetime, zone: tzinfo
) -> tuple[Sample, ...]:
    """What may be shown of a request, and how it would be read with this mapping. Never raises."""
    carrier = "query" if not body.strip() else "json" if body.lstrip()[:1] in {b"{", b"[", b'"'} else "form"
    try:
        decoded = read_request(body, content_type, query)
    except WebhookNotUnderstoodError as error:
        return (Sample(at, carrier, problem=error.detail),)
    frame = _Frame(mapping, zone, at)
    try:
        calls = calls_as_sent(decoded, mapping)[:MOST_SHOWN]
        reports = reports_within(decoded, zone, mapping)[:MOST_SHOWN]
    except WebhookNotUnderstoodError as error:
        roots = [root for root, _ in zip(outermost(decoded), range(MOST_SHOWN), strict=False)] or [{}]
        return tuple(Sample(at, carrier, _fields(root, frame), problem=error.detail) for root in roots)
    return tuple(
        Sample(at, carrier, _fields(fields, frame), _reading(report, at))
        for (fields, _), report in zip(calls, reports, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """What fields are read in: the person's rules, the zone of naive stamps, and when the request came."""

    mapping: WebhookMapping
    zone: tzinfo
    at: datetime


def _fields(fields: Fields, frame: _Frame) -> tuple[SampleField, ...]:
    shown = {name: value for name, value in fields.items() if not isinstance(unfolded(value), dict) or name in _KNOWN}
    for name, value in flattened(fields).items():
        if name.partition(".")[0] not in _KNOWN:
            shown.setdefault(name, value)
    started = read_stamp(mapped(fields, frame.mapping).get(MappedField.STARTED.value), frame.zone)
    return tuple(_field(key, value, frame, started) for key, value in list(shown.items())[:MOST_KEYS])


def _field(key: str, value: object, frame: _Frame, started: datetime | None) -> SampleField:
    said = frame.mapping.field_of(key)
    field = said or _KNOWN.get(key)
    shape, detail = _shape(key, value, field, frame.zone)
    if shape is Shape.MOMENT:
        detail = _doubt(read_stamp(value, frame.zone), field, frame.at, started)
    shown = shown_key(key)
    return SampleField(
        shown,
        shape,
        detail,
        field,
        is_known=key in _KNOWN or key in _ALSO_KNOWN,
        is_mapped=said is not None,
        can_be_mapped=shown == key and 0 < len(key) <= LONGEST_KEY,
    )


def shown_key(key: str) -> str:
    """The key, with what could be a number or a secret hidden, since a sender may write anything."""
    clean = "".join(c if c.isprintable() else HIDDEN for c in key[:LONGEST_KEY])
    return _MANY_DIGITS.sub(HIDDEN * 3, clean) if _MANY_DIGITS.search(clean) else clean


def _shape(key: str, value: object, field: MappedField | None, zone: tzinfo) -> tuple[Shape, str]:
    inner = unfolded(value)
    if isinstance(inner, dict | list):
        return (Shape.PARTS, str(len(inner))) if inner else (Shape.EMPTY, "")
    if isinstance(value, bool):
        return Shape.FLAG, ""
    if value is None or not str(value).strip():
        return Shape.EMPTY, ""
    written = text(value)
    shape = _shape_of_text(written, zone)
    if shape is Shape.TEXT and _may_be_shown(key, written, field):
        return Shape.WORD, written
    details = {
        Shape.COUNT: str(len(written)),
        Shape.NUMBER: "".join(c for c in written if c.isdecimal())[-3:],
        Shape.TEXT: str(len(written)),
    }
    return shape, details.get(shape, "")


def _doubt(moment: datetime | None, field: MappedField | None, at: datetime, started: datetime | None) -> str:
    """Why a moment cannot be true; empty where it can. Naive stamps may be of any zone, so a day ahead is none."""
    if moment is None:
        return ""
    if moment > at + _LONGEST_AHEAD:
        return "ahead"
    is_later = field in {MappedField.ANSWERED, MappedField.ENDED}
    return "before_start" if is_later and started and moment < started - _ROUNDING else ""


def _shape_of_text(written: str, zone: tzinfo) -> Shape:
    if not written:
        return Shape.UNSET
    if _ADDRESS.search(written):
        return Shape.ADDRESS
    if _is_moment(written, zone):
        return Shape.MOMENT
    if written.isdecimal() and len(written) < 4:  # noqa: PLR2004
        return Shape.COUNT
    return Shape.NUMBER if _PHONE.fullmatch(written) else Shape.TEXT


def _is_moment(written: str, zone: tzinfo) -> bool:
    """A text with a date in it; digits alone might be an id as well as seconds since 1970."""
    return "-" in written and ":" in written and read_stamp(written, zone) is not None


def _may_be_shown(key: str, written: str, field: MappedField | None) -> bool:
    if not _STATUS_WORD.fullmatch(written) or _TELLS_A_SECRET.search(key):
        return False
    return field in _WORDS or (field is None and _TELLS_A_STATE.search(key) is not None)


def _reading(report: WebhookReport, at: datetime) -> SampleReading:
    facts = tuple(dict.fromkeys(told.fact for told in from_webhook(report, at)))
    agent = next(iter((*report.answered_agents, *report.missed_agents)), None)
    known = "" if agent is None else _tail(agent.id or next(iter(agent.numbers), "")) or HIDDEN
    status = report.status if _STATUS_WORD.fullmatch(report.status) else HIDDEN if report.status else ""
    call = _tail(report.call_id or report.custom_identifier or report.ref_id)
    return SampleReading(facts, status, call, _tail(report.customer), known)


def _tail(written: str) -> str:
    return f"{HIDDEN}{written[-3:]}" if len(written) > 6 else HIDDEN if written else ""  # noqa: PLR2004
