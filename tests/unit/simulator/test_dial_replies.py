"""The forms an answer to a request for a call can take, and what each means for the call."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest

from acefone_desktop.simulator.calling.call_script import CallScript, DialReply, Outcome, Step
from acefone_desktop.simulator.switches import KeyCase, MessageForm
from acefone_desktop.simulator.thread import SimulatorThread
from tests.unit.simulator.caller import Caller

if TYPE_CHECKING:
    from acefone_desktop.simulator.clock import ManualClock


def test_a_ref_id_can_be_added(caller: Caller) -> None:
    caller.switch(reply_ref_id=True)
    reply = caller.dial().json()
    assert reply.keys() == {"success", "message", "ref_id"}
    assert len(reply["ref_id"]) == 36


def test_keys_can_be_capitalised(caller: Caller) -> None:
    caller.switch(reply_key_case=KeyCase.CAPITALISED)
    assert caller.dial().json() == {"Success": True, "Message": "Call originated successfully"}
    assert caller.dial("447700900903").json() == {"Success": False, "Message": "Agent is offline"}


@pytest.mark.parametrize(
    ("form", "message"),
    [(MessageForm.OBJECT, {"call": ["Agent is offline"]}), (MessageForm.ARRAY, ["Agent is offline"])],
)
def test_the_message_can_have_parts(caller: Caller, form: MessageForm, message: object) -> None:
    caller.switch(message_form=form)
    assert caller.dial("447700900903").json()["message"] == message
    assert caller.dial().json()["success"] is True


def test_a_refusal_can_come_with_status_200_and_starts_no_call(caller: Caller, manual_clock: ManualClock) -> None:
    caller.switch(dial_reply=DialReply.FALSE_WITH_200)
    reply = caller.dial()
    assert (reply.status_code, reply.json()["success"]) == (200, False)
    manual_clock.advance(4)
    assert caller.live() == []


@pytest.mark.parametrize("accepts", [False, True])
def test_a_gateway_error_is_a_page_and_may_or_may_not_have_started_a_call(
    caller: Caller, manual_clock: ManualClock, *, accepts: bool
) -> None:
    caller.switch(dial_reply=DialReply.HTML_502, gateway_error_accepts_call=accepts)
    reply = caller.dial()
    assert (reply.status_code, reply.headers["content-type"]) == (502, "text/html; charset=utf-8")
    manual_clock.advance(4)
    assert len(caller.live()) == accepts


def test_an_empty_body_comes_after_the_call_was_accepted(caller: Caller, manual_clock: ManualClock) -> None:
    caller.switch(dial_reply=DialReply.EMPTY_BODY)
    reply = caller.dial()
    assert (reply.status_code, reply.content) == (200, b"")
    manual_clock.advance(4)
    assert len(caller.live()) == 1


def test_a_slow_reply_comes_in_the_end(caller: Caller) -> None:
    caller.switch(dial_reply=DialReply.SLOW, slow_reply_seconds=0.2)
    started = time.monotonic()
    assert caller.dial().json()["success"] is True
    assert time.monotonic() - started >= 0.2


@pytest.mark.parametrize("reply", [DialReply.SLOW, DialReply.HELD])
def test_a_call_goes_on_though_its_caller_gave_up_waiting(
    caller: Caller, manual_clock: ManualClock, reply: DialReply
) -> None:
    caller.switch(dial_reply=reply)
    caller.http.timeout = 0.2
    with pytest.raises(httpx.ReadTimeout):
        caller.dial()
    manual_clock.advance(4)
    assert len(caller.live()) == 1
    assert len(caller.simulator.dials()) == 1


def test_a_dropped_connection_comes_after_the_call_was_accepted(caller: Caller, manual_clock: ManualClock) -> None:
    caller.switch(dial_reply=DialReply.DROPPED)
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        caller.dial()
    manual_clock.advance(4)
    assert len(caller.live()) == 1
    assert len(caller.simulator.dials()) == 1


@pytest.mark.parametrize(
    ("number", "error"), [("447700900904", httpx.ReadTimeout), ("447700900905", httpx.NetworkError)]
)
def test_practice_numbers_lose_the_reply_but_not_the_call(
    caller: Caller, manual_clock: ManualClock, number: str, error: type[Exception]
) -> None:
    caller.http.timeout = 0.2
    with pytest.raises((error, httpx.RemoteProtocolError)):
        caller.dial(number)
    manual_clock.advance(74)
    assert [row["status"] for row in caller.records()] == ["answered"]


def test_a_script_chooses_reply_message_and_status() -> None:
    refused = Step(outcome=Outcome.REFUSED, message="Insufficient balance", status=402)
    script = CallScript(by_order={1: refused, 2: Step(reply=DialReply.EMPTY_BODY)})
    with SimulatorThread(script=script) as simulator:
        caller = Caller(simulator)
        with caller.http:
            reply = caller.dial()
            assert (reply.status_code, reply.json()["message"]) == (402, "Insufficient balance")
            assert caller.dial().content == b""
            assert caller.dial().json()["success"] is True


def test_the_simulator_stops_at_once_while_replies_are_held() -> None:
    with ThreadPoolExecutor(2) as background, SimulatorThread() as simulator:
        callers = [Caller(simulator) for _ in range(2)]
        replies = [
            background.submit(each.dial, number)
            for each, number in zip(callers, ("447700900904", "447700900123"), strict=True)
        ]
        assert replies[1].result(10).status_code == 200
        started = time.monotonic()
        simulator.stop()
        assert time.monotonic() - started < 1
        with pytest.raises(httpx.TransportError):
            replies[0].result(10)
        for each in callers:
            each.http.close()
