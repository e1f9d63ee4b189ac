"""Webhooks, as a receiver gets them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import pytest

from acefone_desktop.simulator.calling.call_script import Outcome
from acefone_desktop.simulator.clock import SimulatedClock
from acefone_desktop.simulator.deliveries import WebhookAddressError
from acefone_desktop.simulator.server import Simulator
from acefone_desktop.simulator.switches import AccountZone, AgentForm, StampForm, WebhookForm, WebhookOrder
from acefone_desktop.simulator.thread import SimulatorThread
from tests.support.simulator import UNLIMITED
from tests.unit.simulator.caller import CUSTOMER, Caller, Receiver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acefone_desktop.simulator.clock import ManualClock


@pytest.fixture
def telling(receiver: Receiver, manual_clock: ManualClock) -> Iterator[Caller]:
    """A caller of an account that sends its webhooks to `receiver`."""
    headers = {"X-Secret": "rosebud"}
    with SimulatorThread(
        switches=UNLIMITED, clock=manual_clock, webhook_url=receiver.url, webhook_headers=headers
    ) as running:
        caller = Caller(running)
        with caller.http:
            yield caller


def bodies(receiver: Receiver, count: int) -> list[dict[str, Any]]:
    return [json.loads(receiver.next().body) for _ in range(count)]


def whole_call(caller: Caller, clock: ManualClock, receiver: Receiver, **more: Any) -> list[dict[str, Any]]:
    """The three webhooks of an answered call."""
    caller.dial(**more)
    clock.advance(71)
    return bodies(receiver, 3)


def only(body: dict[str, Any], *names: str) -> list[Any]:
    return [body[name] for name in names]


def test_a_call_is_told_of_as_it_happens(telling: Caller, manual_clock: ManualClock, receiver: Receiver) -> None:
    telling.dial()
    statuses = []
    for seconds in (4, 12, 55):
        assert receiver.is_empty()
        manual_clock.advance(seconds)
        statuses += [body["call_status"] for body in bodies(receiver, 1)]
    assert statuses == ["Answered by agent", "Answered by customer", "answered"]


def test_bodies_are_json_posts_with_the_headers_that_were_set(
    telling: Caller, manual_clock: ManualClock, receiver: Receiver
) -> None:
    telling.dial()
    manual_clock.advance(4)
    delivery = receiver.next()
    assert (delivery.method, delivery.path) == ("POST", "/hook")
    assert {name.lower(): value for name, value in delivery.headers.items()}["x-secret"] == "rosebud"
    assert json.loads(delivery.body)["answer_agent_number"] == "+447700900001"


def test_the_hang_up_of_an_answered_call(telling: Caller, manual_clock: ManualClock, receiver: Receiver) -> None:
    body = whole_call(telling, manual_clock, receiver)[2]
    names = ("billsec", "duration", "outbound_sec", "agent_ring_time", "customer_ring_time", "call_connected")
    assert only(body, *names) == ["67", "67", "55", "4", "12", "1"]
    assert only(body, "direction", "hangup_cause_key", "missed_agent") == ["clicktocall", "NORMAL_CLEARING", ""]
    assert body["answered_agent"]["name"] == "Asha Rao-Extension"
    assert body["call_flow"][-1]["type"] == "hangup"
    assert body["recording_url"].startswith(telling.simulator.base_url)


def test_the_hang_up_of_a_call_missed_by_the_customer(
    telling: Caller, manual_clock: ManualClock, receiver: Receiver
) -> None:
    telling.switch(outcome=Outcome.CUSTOMER_NO_ANSWER)
    telling.dial()
    manual_clock.advance(34)
    body = bodies(receiver, 2)[1]
    assert only(body, "call_status", "call_connected", "billsec", "outbound_sec", "customer_ring_time") == [
        "missed", "1", "30", "0", "30",
    ]  # fmt: skip
    assert only(body, "missed_agent", "reason_key", "hangup_cause_key", "ref_id") == ["", "noanswer", "UNSPECIFIED", ""]


def test_the_hang_up_of_a_call_missed_by_the_agent(
    telling: Caller, manual_clock: ManualClock, receiver: Receiver
) -> None:
    telling.switch(outcome=Outcome.AGENT_NO_ANSWER)
    telling.dial()
    manual_clock.advance(30)
    body = bodies(receiver, 1)[0]
    assert only(body, "call_status", "call_connected", "answer_stamp", "customer_ring_time", "answered_agent") == [
        "missed", "0", "", "", "",
    ]  # fmt: skip
    assert body["missed_agent"][0]["id"] == telling.simulator.agent_id
    assert only(body, "call_flow", "recording_url", "hangup_cause_code") == [[], "", "19"]


def test_a_call_that_is_hung_up_is_told_of_at_once(
    telling: Caller, manual_clock: ManualClock, receiver: Receiver
) -> None:
    telling.dial()
    manual_clock.advance(10)
    assert bodies(receiver, 1)[0]["call_status"] == "Answered by agent"
    telling.hang_up(telling.live()[0]["call_id"])
    body = bodies(receiver, 1)[0]
    assert only(body, "call_status", "customer_ring_time", "reason_key") == [
        "missed", "6", "Call Disconnected By Caller",
    ]  # fmt: skip


def test_what_the_caller_added_comes_back(telling: Caller, manual_clock: ManualClock, receiver: Receiver) -> None:
    for body in whole_call(telling, manual_clock, receiver, custom_identifier="mine", get_call_id=1, lead="x"):
        assert only(body, "custom_identifier", "get_call_id", "lead", "async") == ["mine", 1, "x", "1"]


def test_what_the_caller_added_cannot_replace_what_the_platform_says(
    telling: Caller, manual_clock: ManualClock, receiver: Receiver
) -> None:
    body = whole_call(telling, manual_clock, receiver, call_status="answered", uuid="x", direction="y")[0]
    assert only(body, "call_status", "direction") == ["Answered by agent", "click_to_call"]


def test_the_template_has_its_habits(telling: Caller, manual_clock: ManualClock, receiver: Receiver) -> None:
    body = whole_call(telling, manual_clock, receiver)[2]
    assert body["customer_no_with_prefix "] == f"+{CUSTOMER}"
    assert body["campaign_name"] == "$campaign_name"


def test_the_habits_can_be_cured(telling: Caller, manual_clock: ManualClock, receiver: Receiver) -> None:
    telling.switch(webhook_trailing_space=False, webhook_literal_variables=False)
    body = whole_call(telling, manual_clock, receiver)[2]
    assert only(body, "customer_no_with_prefix", "campaign_name") == [f"+{CUSTOMER}", ""]
    assert "customer_no_with_prefix " not in body


def test_forms_carry_everything_as_text(telling: Caller, manual_clock: ManualClock, receiver: Receiver) -> None:
    telling.switch(webhook_form=WebhookForm.FORM)
    telling.dial()
    manual_clock.advance(71)
    delivery = [receiver.next() for _ in range(3)][2]
    fields = dict(parse_qsl(delivery.body.decode(), keep_blank_values=True))
    assert delivery.method == "POST"
    assert json.loads(fields["answered_agent"])["id"] == telling.simulator.agent_id
    assert fields["customer_no_with_prefix "] == f"+{CUSTOMER}"


def test_a_get_carries_everything_in_its_address(
    telling: Caller, manual_clock: ManualClock, receiver: Receiver
) -> None:
    telling.switch(webhook_form=WebhookForm.GET)
    telling.dial()
    manual_clock.advance(4)
    delivery = receiver.next()
    assert (delivery.method, urlsplit(delivery.path).path, delivery.body) == ("GET", "/hook", b"")
    assert dict(parse_qsl(urlsplit(delivery.path).query))["call_status"] == "Answered by agent"


def test_webhooks_can_come_more_than_once(telling: Caller, manual_clock: ManualClock, receiver: Receiver) -> None:
    telling.switch(webhook_copies=2)
    telling.dial()
    manual_clock.advance(71)
    received = bodies(receiver, 6)
    assert received[::2] == received[1::2]


def test_webhooks_can_come_in_reverse_after_the_hang_up(
    telling: Caller, manual_clock: ManualClock, receiver: Receiver
) -> None:
    telling.switch(webhook_order=WebhookOrder.REVERSED)
    telling.dial()
    manual_clock.advance(70)
    assert receiver.is_empty()
    manual_clock.advance(1)
    statuses = [body["call_status"] for body in bodies(receiver, 3)]
    assert statuses == ["answered", "Answered by customer", "Answered by agent"]


@pytest.mark.parametrize("form", StampForm)
def test_stamps_come_in_three_forms(
    telling: Caller, manual_clock: ManualClock, receiver: Receiver, form: StampForm
) -> None:
    telling.switch(webhook_stamps=form, time_zone=AccountZone.IST)
    ended = (manual_clock.civil() + timedelta(seconds=71)).replace(microsecond=0)
    stamp = whole_call(telling, manual_clock, receiver)[2]["end_stamp"]
    match form:
        case StampForm.EPOCH:
            assert int(stamp) == int(ended.timestamp())
        case StampForm.ISO:
            assert stamp.endswith("+05:30")
            assert datetime.fromisoformat(stamp) == ended
        case StampForm.NAIVE:
            assert stamp == ended.astimezone(ZoneInfo("Asia/Kolkata")).strftime("%Y-%m-%d %H:%M:%S")


def test_webhooks_can_have_a_zone_of_their_own(telling: Caller, manual_clock: ManualClock, receiver: Receiver) -> None:
    telling.switch(time_zone=AccountZone.UTC, webhook_time_zone=AccountZone.IST)
    started = manual_clock.civil().astimezone(ZoneInfo("Asia/Kolkata"))
    body = whole_call(telling, manual_clock, receiver)[0]
    assert body["start_stamp"] == started.strftime("%Y-%m-%d %H:%M:%S")


def test_the_call_id_can_be_missing_where_the_customer_answers(
    telling: Caller, manual_clock: ManualClock, receiver: Receiver
) -> None:
    assert all("call_id" in body for body in whole_call(telling, manual_clock, receiver))
    telling.switch(webhook_omits_call_id=True)
    assert ["call_id" in body for body in whole_call(telling, manual_clock, receiver)] == [True, False, True]


def test_the_ref_id_can_be_empty(telling: Caller, manual_clock: ManualClock, receiver: Receiver) -> None:
    telling.switch(reply_ref_id=True)
    ref_id = telling.dial().json()["ref_id"]
    manual_clock.advance(71)
    assert [body["ref_id"] for body in bodies(receiver, 3)] == ["", ref_id, ref_id]
    telling.switch(webhook_empty_ref_id=True)
    assert [body["ref_id"] for body in whole_call(telling, manual_clock, receiver)] == ["", "", ""]


@pytest.mark.parametrize(("form", "kind"), [(AgentForm.ARRAY, list), (AgentForm.OBJECT, dict)])
def test_the_agent_can_be_an_object_or_an_array(
    telling: Caller, manual_clock: ManualClock, receiver: Receiver, form: AgentForm, kind: type
) -> None:
    telling.switch(webhook_agent_form=form)
    assert isinstance(whole_call(telling, manual_clock, receiver)[2]["answered_agent"], kind)
    telling.switch(outcome=Outcome.AGENT_NO_ANSWER)
    telling.dial()
    manual_clock.advance(30)
    assert isinstance(bodies(receiver, 1)[0]["missed_agent"], kind)


def test_every_nth_webhook_can_be_lost(telling: Caller, manual_clock: ManualClock, receiver: Receiver) -> None:
    telling.switch(webhook_lost_every=2)
    telling.dial()
    manual_clock.advance(71)
    assert [body["call_status"] for body in bodies(receiver, 2)] == ["Answered by agent", "answered"]


def test_a_webhook_that_was_not_taken_is_sent_again(receiver: Receiver) -> None:
    receiver.statuses = [500, 200]
    rejecting = replace(UNLIMITED, outcome=Outcome.AGENT_REJECTS)
    with SimulatorThread(switches=rejecting, clock=SimulatedClock(50), webhook_url=receiver.url) as running:
        caller = Caller(running)
        with caller.http:
            caller.dial()
            first, second = bodies(receiver, 2)
    assert first == second


def test_a_webhook_can_be_given_up_after_one_attempt(
    telling: Caller, manual_clock: ManualClock, receiver: Receiver
) -> None:
    receiver.statuses = [500]
    telling.switch(webhook_attempts=1)
    assert len(whole_call(telling, manual_clock, receiver)) == 3
    assert receiver.is_empty()


def test_a_call_goes_its_way_though_nobody_takes_the_webhooks(manual_clock: ManualClock) -> None:
    with SimulatorThread(clock=manual_clock, webhook_url="http://127.0.0.1:9/") as running:
        caller = Caller(running)
        with caller.http:
            caller.dial()
            manual_clock.advance(74)
            assert caller.records()[0]["status"] == "answered"


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/", "http://192.0.2.10/", "http://example.invalid/", "http://", "ftp://127.0.0.1/", "http://[::1",
     "http://127.0.0.1@192.0.2.10/", "http://user@127.0.0.1/", "http://127.0.0.1:99999/", " ", "127.0.0.1:80"],
)  # fmt: skip
def test_webhooks_go_to_this_machine_alone(url: str) -> None:
    with pytest.raises(WebhookAddressError, match="webhook address"):
        Simulator(webhook_url=url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8123/x?y=z", "http://[::1]:8123/", "http://localhost/"])
def test_loopback_addresses_are_taken(url: str) -> None:
    assert Simulator(webhook_url=url).base_url == ""
