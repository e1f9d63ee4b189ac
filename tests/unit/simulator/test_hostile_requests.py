"""Whatever is sent, the account answers in its own words and goes on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acefone_desktop.simulator.routes.routes_table import PATHS

if TYPE_CHECKING:
    from tests.unit.simulator.caller import Caller

NAMES = st.sampled_from(
    ["agent_number", "destination_number", "caller_id", "call_timeout", "async", "custom_identifier", "call_id", "type",
     "agent_id", "intercom", "email", "password", "name", "field_0", "field_7", "message", "src_number", "did_numbers",
     "customer_number", "schedule_callback_date_time", "api_key", "page", "limit", "last_seen_id", "from_date",
     "updated_after", "duration", "operator", "agents", "callId"]
)  # fmt: skip
STAMPS = st.sampled_from(["2026-99-99 99:99:99", "0001-01-01 00:00:00", "9999-12-31 23:59:59"])
ODD = st.sampled_from(["447700900123", "0501234560001", "+", "9" * 40, "²"]) | STAMPS
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | ODD
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)


@given(path=st.sampled_from(PATHS), body=st.dictionaries(NAMES | TEXT, VALUES), query=st.dictionaries(NAMES, TEXT))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_parameters_make_the_account_stumble(
    caller: Caller, path: tuple[str, str], body: dict[str, object], query: dict[str, str]
) -> None:
    method, pattern = path
    address = pattern.replace("{id}", "g1").replace("{call_id}", "x").replace("{client_number}", "447700900123")
    content = json.dumps(body) if method in {"POST", "PUT"} else None
    reply = caller.http.request(method, address, content=content, params=query)
    assert reply.status_code < 500
    assert caller.live() is not None


@given(content=st.binary(max_size=200), kind=st.sampled_from(["application/json", "application/x-www-form-urlencoded"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_body_makes_the_account_stumble(caller: Caller, content: bytes, kind: str) -> None:
    reply = caller.http.post("/v1/click_to_call", content=content, headers={"content-type": kind})
    assert reply.status_code in {400, 422}
