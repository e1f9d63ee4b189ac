"""Bodies of one call as the provider sends them (contract §12), and the evidence they amount to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from acefone_desktop.adapters.acefone.reports.call_rows import read_call_records, read_live_calls
from acefone_desktop.adapters.acefone.reports.webhook_bodies import read_webhook_fields
from acefone_desktop.domain.account import AgentId
from acefone_desktop.domain.dialing import CallIntent, DialRequest, IntentId
from acefone_desktop.domain.evidence import Evidence
from acefone_desktop.domain.report_evidence import from_call_record, from_live_call, from_webhook

NOON = datetime(2026, 1, 15, 12, 42, 10, tzinfo=UTC)
CALL_ID, REF_ID, MARK = "1768480930.1190021", "6a1f0c52-9f0e-4d0c-8a5e-2b8c1d6e7f90", "dl-7f3c2a"
ASHA, ASHA_NAME, ASHA_PHONE = "0501234560001", "Asha Rao", "+447700900001"
BEN, BEN_NAME, BEN_PHONE = "0501234560002", "Ben Cole", "+447700900002"
CUSTOMER, DID = "447700900123", "442079460123"

ANSWERED_BY_AGENT: dict[str, Any] = {
    "uuid": "69a1b2c3d4e5f",
    "call_id": CALL_ID,
    "call_to_number": CUSTOMER,
    "caller_id_number": f"+{DID}",
    "start_stamp": "2026-01-15 12:42:10",
    "answer_agent_number": ASHA_PHONE,
    "billing_circle": {"operator": "", "circle": ""},
    "call_status": "Answered by agent",
    "direction": "click_to_call",
    "customer_no_with_prefix ": f"+{CUSTOMER}",
    "ref_id": "",
    "custom_identifier": MARK,
    "async": 1,
    "get_call_id": 1,
}
ANSWERED_BY_CUSTOMER: dict[str, Any] = {
    "uuid": "69a1b2c3d4e5f",
    "call_to_number": CUSTOMER,
    "caller_id_number": f"+{DID}",
    "start_stamp": "2026-01-15 12:42:10",
    "answered_agent_number": {"follow_me_number": ASHA_PHONE, "id": ASHA, "name": ASHA_NAME},
    "call_status": "Answered by customer",
    "customer_no_with_prefix ": f"+{CUSTOMER}",
    "customer_ring_time": "12",
    "direction": "click_to_call",
    "ref_id": REF_ID,
    "custom_identifier": MARK,
}
HUNG_UP: dict[str, Any] = {
    "uuid": "69a1b2c3d4e5f",
    "call_id": CALL_ID,
    "call_to_number": CUSTOMER,
    "caller_id_number": DID,
    "start_stamp": "2026-01-15 12:42:10",
    "answer_stamp": "2026-01-15 12:42:14",
    "end_stamp": "2026-01-15 12:43:21",
    "billsec": "67",
    "duration": "67",
    "direction": "clicktocall",
    "answered_agent": {
        "id": ASHA,
        "name": f"{ASHA_NAME}-Extension",
        "dialst": "Dialed",
        "number": "0601234560001",
        "agent_number": "0601234560001",
    },
    "answered_agent_name": ASHA_NAME,
    "answered_agent_number": ASHA_PHONE,
    "missed_agent": "",
    "call_flow": [{"type": "init", "value": CALL_ID, "time": 1768480930}],
    "recording_url": "https://console.example.invalid/file/recording?type=rec&token=not-a-token",
    "recording_name": "$recording_name",
    "call_status": "answered",
    "outbound_sec": "55",
    "agent_ring_time": "4",
    "agent_transfer_ring_time": "$agent_transfer_ring_time",
    "call_connected": "1",
    "aws_call_recording_identifier": "",
    "customer_no_with_prefix ": f"+{CUSTOMER}",
    "campaign_name": "$campaign_name",
    "customer_ring_time": "12",
    "reason_key": "Call Disconnected By Callee",
    "hangup_cause_description": "Normal call clearing",
    "hangup_cause_key": "NORMAL_CLEARING",
    "ref_id": REF_ID,
    "custom_identifier": MARK,
}
STAGES = (ANSWERED_BY_AGENT, ANSWERED_BY_CUSTOMER, HUNG_UP)
"""An answered call's webhooks."""

MISSED_BY_CUSTOMER: dict[str, Any] = HUNG_UP | {
    "call_status": "missed",
    "call_connected": "1",
    "billsec": "30",
    "duration": "30",
    "outbound_sec": "0",
    "customer_ring_time": "30",
    "reason_key": "noanswer",
    "hangup_cause_key": "UNSPECIFIED",
    "ref_id": "",
}
MISSED_BY_AGENT: dict[str, Any] = HUNG_UP | {
    "call_status": "missed",
    "call_connected": "0",
    "answer_stamp": "",
    "billsec": "0",
    "duration": "0",
    "agent_ring_time": "13",
    "customer_ring_time": "",
    "answered_agent": "",
    "missed_agent": [{"id": ASHA, "name": ASHA_NAME, "number": "0601234560001", "agent_number": "0601234560001"}],
    "recording_url": "",
    "hangup_cause_key": "NO_ANSWER",
}
LIVE_ROW: dict[str, Any] = {
    "id": 812345,
    "user_id": 123456,
    "client_id": None,
    "call_id": CALL_ID,
    "direction": 2,
    "source": ASHA_PHONE,
    "type": "click-to-call",
    "did": f"+{DID}",
    "multiple_destination_type": "c2c",
    "multiple_destination_name": f"PJSIP/{CUSTOMER}",
    "destination": CUSTOMER,
    "state": "Answered",
    "queue_state": None,
    "channel_id": CALL_ID,
    "created_at": "2026-01-15 12:42:10",
    "call_time": "00:00:33",
    "agent_name": ASHA_NAME,
    "customer_number": f"+{CUSTOMER}",
}
RECORD: dict[str, Any] = {
    "id": "65a5",
    "call_id": CALL_ID,
    "uuid": "69a1b2c3d4e5f",
    "ref_id": REF_ID,
    "direction": "outbound",
    "description": "Call answered by customer",
    "status": "answered",
    "recording_url": "https://console.example.invalid/file/recording?type=rec&token=not-a-token",
    "date": "2026-01-15",
    "time": "12:42:10",
    "end_stamp": "2026-01-15 12:43:21",
    "call_duration": 71,
    "answered_seconds": 55,
    "agent_number": ASHA_PHONE,
    "agent_number_with_prefix": ASHA_PHONE,
    "agent_name": ASHA_NAME,
    "client_number": f"+{CUSTOMER}",
    "did_number": f"+{DID}",
    "reason": "Call Disconnected By Callee",
    "hangup_cause": "NormalClearing",
    "missed_agents": [],
    "agent_ring_time": 4,
    "call_hint": "clicktocall",
}


def webhook(body: dict[str, Any], told_after_s: float = 80) -> tuple[Evidence, ...]:
    """What a webhook body tells, arriving so long after noon."""
    return from_webhook(read_webhook_fields(body, UTC), NOON + timedelta(seconds=told_after_s))


def live(told_after_s: float = 33, **changes: object) -> tuple[Evidence, ...]:
    """What a row of live calls tells; its age fits the time of telling."""
    age = f"00:{int(told_after_s) // 60:02}:{int(told_after_s) % 60:02}"
    (row,) = read_live_calls([LIVE_ROW | {"call_time": age} | changes], UTC)
    return from_live_call(row, NOON + timedelta(seconds=told_after_s))


def record(told_after_s: float = 90, **changes: object) -> tuple[Evidence, ...]:
    """What a row of call records tells."""
    (row,) = read_call_records({"results": [RECORD | changes]}, UTC).records
    return from_call_record(row, NOON + timedelta(seconds=told_after_s))


def intent(
    name: str = "one", after_s: float = -2, *, agent: str = ASHA, digits: str = CUSTOMER, mark: str = ""
) -> CallIntent:
    """A dial requested so long after noon."""
    request = DialRequest(digits=digits, agent_id=AgentId(agent), custom_identifier=mark)
    return CallIntent(IntentId(name), request, NOON + timedelta(seconds=after_s))
