"""Reads the body of a webhook, whatever its method, content type and template made of it (contract §8)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from acefone_desktop.adapters.acefone.reports.loose_values import (
    first_digits,
    first_text,
    flag,
    lower_keys,
    seconds,
    text,
    unfolded,
)
from acefone_desktop.adapters.acefone.reports.mentions import mention, read_agents, read_direction
from acefone_desktop.adapters.acefone.reports.stamps import read_stamp
from acefone_desktop.domain.errors import ReplyNotUnderstoodError
from acefone_desktop.domain.reports import AgentMention, Direction, WebhookReport

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

LARGEST_BODY = 256 * 1024
"""Bytes; a real body has two or three thousand."""

MOST_FIELDS = 200
_IDENTITIES = ("call_id", "ref_id", "custom_identifier", "uuid")
_CUSTOMER = ("customer_no_with_prefix", "customer_number_with_prefix", "customer_number", "client_number")
_WHAT = ("call_status", "end_stamp", "start_stamp", "hangup_cause", "hangup_cause_key")


class WebhookNotUnderstoodError(ReplyNotUnderstoodError):
    """This is not the body of a webhook."""

    code = "webhook-not-understood"
    sentence = "A webhook could not be understood."
    remedy = "Check the body template of the webhook in the Acefone portal."


def read_webhook(body: bytes, content_type: str, query: str, zone: tzinfo) -> WebhookReport:
    """The report in a request: JSON or form body, or the query of a GET; `zone` is that of naive stamps.

    Raises `WebhookNotUnderstoodError`.
    """
    if len(body) > LARGEST_BODY or len(query) > LARGEST_BODY:
        raise WebhookNotUnderstoodError("It is too large.")
    fields = _form(query)
    if body.strip():
        fields |= _decoded(body.decode("utf-8", "replace"), content_type)
    return read_webhook_fields(fields, zone)


def read_webhook_fields(decoded: object, zone: tzinfo) -> WebhookReport:
    """The report in a decoded body. Raises `WebhookNotUnderstoodError`."""
    if isinstance(decoded, list) and len(decoded) == 1:
        decoded = decoded[0]
    if not isinstance(decoded, dict):
        raise WebhookNotUnderstoodError("It is not an object.")
    if len(decoded) > MOST_FIELDS:
        raise WebhookNotUnderstoodError("It has too many fields.")
    raw = lower_keys(decoded)
    if not first_text(raw, *_WHAT) or not first_text(raw, *_IDENTITIES, *_CUSTOMER, "call_to_number"):
        raise WebhookNotUnderstoodError("It names no call, or nothing that happened to it.")
    return _report(raw, zone)


def _report(raw: Mapping[str, object], zone: tzinfo) -> WebhookReport:
    direction, click_to_call = read_direction(raw.get("direction"))
    inbound = direction is Direction.INBOUND
    parties = ("caller_id_number", "call_to_number") if inbound else ("call_to_number", "caller_id_number")
    status = text(raw.get("call_status"))
    started_at = read_stamp(raw.get("start_stamp"), zone)
    answered_at = read_stamp(raw.get("answer_stamp"), zone, not_before=started_at)
    return WebhookReport(
        status=status,
        call_id=text(raw.get("call_id")),
        ref_id=text(raw.get("ref_id")),
        custom_identifier=text(raw.get("custom_identifier")),
        direction=direction,
        click_to_call=click_to_call,
        customer=first_digits(raw, *_CUSTOMER, parties[0]),
        caller_id=first_digits(raw, "did_number", parties[1]),
        answered_agents=_answered_agents(raw, status),
        missed_agents=read_agents(raw.get("missed_agent")),
        started_at=started_at,
        answered_at=answered_at,
        ended_at=read_stamp(raw.get("end_stamp"), zone, not_before=answered_at or started_at),
        talk_s=None if inbound else seconds(raw.get("outbound_sec")),
        duration_s=next((s for name in ("billsec", "duration") if (s := seconds(raw.get(name))) is not None), None),
        customer_ring_s=seconds(raw.get("customer_ring_time")),
        agent_ring_s=seconds(raw.get("agent_ring_time")),
        connected=flag(raw.get("call_connected")),
        has_recording=bool(first_text(raw, "recording_url", "aws_call_recording_identifier")),
        reason=first_text(raw, "reason_key"),
        hangup_cause=first_text(
            raw, "hangup_cause_description", "hangupcause_desc", "hangup_cause", "hangup_cause_key", "hangupcause_key"
        ),
    )


def _answered_agents(raw: Mapping[str, object], status: str) -> tuple[AgentMention, ...]:
    """Who answered. On a missed call the other agent fields name who was *tried*, so only `answered_agent` counts."""
    told = read_agents(raw.get("answered_agent"))
    if not told and "answered_agent" in raw and status.casefold() == "missed":
        return ()
    spoken = unfolded(raw.get("answered_agent_number"))
    other = read_agents(spoken) if isinstance(spoken, dict | list) else ()
    loose = mention(
        first_text(raw, "agent_id"),
        first_text(raw, "answered_agent_name", "agent_name"),
        "" if other else spoken,
        raw.get("answer_agent_number"),
        raw.get("agent_number"),
    )
    if len(told) == 1:
        return (*told, *loose)
    return told or (*other, *loose)


def _decoded(written: str, content_type: str) -> dict[str, object]:
    if "form" not in content_type.casefold():
        try:
            decoded: object = json.loads(written, parse_float=str)  # an id such as 1768480930.1190021 is no number
        except (ValueError, RecursionError) as error:
            if "json" in content_type.casefold() or "=" not in written:
                raise WebhookNotUnderstoodError("It is not JSON.") from error
            return _form(written)
        if isinstance(decoded, list) and len(decoded) == 1:
            decoded = decoded[0]
        if not isinstance(decoded, dict):
            raise WebhookNotUnderstoodError("It is not an object.")
        return decoded
    return _form(written)


def _form(written: str) -> dict[str, object]:
    try:
        return dict(parse_qsl(written, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise WebhookNotUnderstoodError("It has too many fields.") from error
