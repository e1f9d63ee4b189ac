"""Reads webhooks: a request's calls as reports, every quirk of the wire gone (contract §8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acefone_desktop.adapters.acefone.reports.calls_within import CUSTOMER_KEYS, NO_MAPPING, calls_within
from acefone_desktop.adapters.acefone.reports.loose_values import (
    first_digits,
    first_text,
    flag,
    seconds,
    text,
    unfolded,
)
from acefone_desktop.adapters.acefone.reports.mentions import (
    direction_of_trigger,
    mention,
    read_agents,
    read_direction,
    read_way,
)
from acefone_desktop.adapters.acefone.reports.request_bodies import (
    LARGEST_BODY,
    MOST_FIELDS,
    WebhookNotUnderstoodError,
    read_request,
)
from acefone_desktop.adapters.acefone.reports.stamps import read_span, read_stamp
from acefone_desktop.domain.reports import AgentMention, Direction, WebhookReport

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from acefone_desktop.domain.webhook_mapping import WebhookMapping

SIGNIFICANT_DIGITS = 10

__all__ = [
    "LARGEST_BODY",
    "MOST_FIELDS",
    "WebhookNotUnderstoodError",
    "read_webhook",
    "read_webhook_fields",
    "read_webhooks",
    "reports_within",
]


def read_webhooks(
    body: bytes, content_type: str, query: str, zone: tzinfo, mapping: WebhookMapping = NO_MAPPING
) -> tuple[WebhookReport, ...]:
    """The reports in a request: a JSON or form body, or the query of a GET; `zone` is that of naive stamps.

    Mostly one; an array of events holds several. `mapping` is what a person said about odd keys and status words.
    Raises `WebhookNotUnderstoodError`.
    """
    return reports_within(read_request(body, content_type, query), zone, mapping)


def reports_within(decoded: object, zone: tzinfo, mapping: WebhookMapping = NO_MAPPING) -> tuple[WebhookReport, ...]:
    """The reports in a decoded body, in their order. Raises `WebhookNotUnderstoodError`."""
    return tuple(_report(fields, zone) for fields in calls_within(decoded, mapping))


def read_webhook(body: bytes, content_type: str, query: str, zone: tzinfo) -> WebhookReport:
    """The one report in a request; see `read_webhooks`."""
    return read_webhook_fields(read_request(body, content_type, query), zone)


def read_webhook_fields(decoded: object, zone: tzinfo) -> WebhookReport:
    """The one report in a decoded body. Raises `WebhookNotUnderstoodError`, also where there are several."""
    reports = reports_within(decoded, zone)
    if len(reports) > 1:
        raise WebhookNotUnderstoodError("It tells of several calls.")
    return reports[0]


def _report(raw: Mapping[str, object], zone: tzinfo) -> WebhookReport:
    status = text(raw.get("call_status"))
    direction = read_direction(raw.get("direction"))[0] or direction_of_trigger(status) or _direction_of_parties(raw)
    inbound = direction is Direction.INBOUND
    parties = ("caller_id_number", "call_to_number") if inbound else ("call_to_number", "caller_id_number")
    answered_agents, named_agents = _agents(raw, status)
    lasted_s = next((s for name in ("duration", "billsec") if (s := seconds(raw.get(name))) is not None), None)
    started_at, ended_at = read_span(raw.get("start_stamp"), raw.get("end_stamp"), zone, lasted_s)
    answered_at = read_stamp(raw.get("answer_stamp"), zone, not_before=started_at)
    return WebhookReport(
        status=status,
        call_id=text(raw.get("call_id")),
        ref_id=text(raw.get("ref_id")),
        custom_identifier=text(raw.get("custom_identifier")),
        direction=direction,
        click_to_call=read_way(raw.get("direction")),
        customer=first_digits(raw, *CUSTOMER_KEYS, parties[0]),
        caller_id=first_digits(raw, "did_number", parties[1]),
        answered_agents=answered_agents,
        named_agents=named_agents,
        missed_agents=read_agents(raw.get("missed_agent")),
        started_at=started_at,
        answered_at=answered_at,
        ended_at=ended_at,
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


def _direction_of_parties(raw: Mapping[str, object]) -> Direction | None:
    """Who was called and who is shown as calling tell it, where the template has the customer's number besides."""
    customer, called, calling = (
        first_digits(raw, *keys)[-SIGNIFICANT_DIGITS:]
        for keys in (CUSTOMER_KEYS, ("call_to_number",), ("caller_id_number",))
    )
    if not customer or (customer == called) == (customer == calling):
        return None
    return Direction.OUTBOUND if customer == called else Direction.INBOUND


def _agents(raw: Mapping[str, object], status: str) -> tuple[tuple[AgentMention, ...], tuple[AgentMention, ...]]:
    """Who answered, and who is named without that being said.

    On a missed call the loose fields name who was *tried*: only `answered_agent` says that somebody answered.
    """
    told = read_agents(raw.get("answered_agent"))
    spoken = unfolded(raw.get("answered_agent_number"))
    other = (*(read_agents(spoken) if isinstance(spoken, dict | list) else ()), *read_agents(raw.get("agent")))
    loose = mention(
        first_text(raw, "agent_id"),
        first_text(raw, "answered_agent_name", "agent_name"),
        "" if isinstance(spoken, dict | list) else spoken,
        raw.get("answer_agent_number"),
        raw.get("agent_number"),
    )
    if "missed" in status.casefold() and "customer" not in status.casefold():
        return told, (*other, *loose)
    if len(told) == 1:
        return (*told, *loose), ()
    return told or (*other, *loose), ()
