"""What a request for a call is checked for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from acefone_desktop.simulator.calling.call_script import Outcome
from acefone_desktop.simulator.switches import PlusSign, SynchronousDial
from tests.support.waiting import wait_until
from tests.unit.simulator.caller import CUSTOMER

if TYPE_CHECKING:
    import httpx

    from acefone_desktop.simulator.clock import ManualClock
    from tests.unit.simulator.caller import Caller

BLOCKING: dict[str, Any] = {"async": 0}


def refusal(reply: httpx.Response) -> tuple[int, object]:
    assert reply.json()["success"] is False
    return reply.status_code, reply.json()["message"]


def test_a_good_request_is_accepted_without_any_id(caller: Caller) -> None:
    reply = caller.dial()
    assert reply.status_code == 200
    assert reply.json() == {"success": True, "message": "Call originated successfully"}


def test_a_form_does_as_well_as_json(caller: Caller) -> None:
    form = {"agent_number": caller.simulator.agent_id, "destination_number": CUSTOMER}
    assert caller.http.post("/v1/click_to_call", data=form).json()["success"] is True
    assert caller.simulator.dials() == [form]


@pytest.mark.parametrize("agent", ["0501234560001", "0601234560001", "1002", "asha", "+447700900001", "447700900001"])
def test_the_agent_can_be_named_in_several_ways(caller: Caller, agent: str) -> None:
    assert caller.dial(agent_number=agent).status_code == 200


@pytest.mark.parametrize("agent", ["", "0501234560099", "0501234560008", "None", None])
def test_an_unknown_agent_is_a_validation_error(caller: Caller, agent: str | None) -> None:
    assert refusal(caller.dial(agent_number=agent)) == (422, {"agent_number": ["The agent number is invalid."]})


@pytest.mark.parametrize(
    "number", ["123456789", "1234567890123456", "44 7700 900123", "four", "４４７７００９００１２３"]
)
def test_a_number_that_is_not_ten_to_fifteen_digits_is_a_validation_error(caller: Caller, number: str) -> None:
    status, message = refusal(caller.dial(number))
    assert status == 422
    assert message == {"destination_number": ["The destination number must be between 10 and 15 digits."]}


def test_a_leading_plus_is_refused_in_general_words(caller: Caller) -> None:
    assert refusal(caller.dial(f"+{CUSTOMER}")) == (400, "Unable to process this request")


def test_a_leading_plus_can_be_accepted(caller: Caller, manual_clock: ManualClock) -> None:
    caller.switch(plus_sign=PlusSign.ACCEPTED)
    assert caller.dial(f"+{CUSTOMER}").status_code == 200
    manual_clock.advance(4)
    assert caller.live()[0]["destination"] == CUSTOMER


def test_the_agents_own_number_is_refused(caller: Caller) -> None:
    assert refusal(caller.dial("447700900001")) == (400, "Unable to process this request")


@pytest.mark.parametrize(("serial", "message"), [(2, "Agent is offline"), (3, "Agent is busy on another call")])
def test_an_agent_who_cannot_be_rung_is_refused(caller: Caller, serial: int, message: str) -> None:
    assert refusal(caller.dial(agent_number=f"050123456{serial:04d}")) == (400, message)


def test_an_undocumented_agent_status_does_not_stand_in_the_way(caller: Caller) -> None:
    assert caller.dial(agent_number="0501234560006").status_code == 200


def test_a_caller_id_must_be_one_of_the_accounts(caller: Caller, manual_clock: ManualClock) -> None:
    assert refusal(caller.dial(caller_id="447700900999")) == (400, "Provide a valid caller_id")
    assert caller.dial(caller_id="442079460124").status_code == 200
    assert caller.dial().status_code == 200
    manual_clock.advance(4)
    assert [row["did"] for row in caller.live()] == ["+442079460124", "+442079460123"]


@pytest.mark.parametrize("limit", ["soon", "-1", "1.5", "12345678"])
def test_a_maximum_length_must_be_whole_seconds(caller: Caller, limit: str) -> None:
    assert refusal(caller.dial(call_timeout=limit))[0] == 422


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"x"', b'{"a": NaN}', b'{"a": "\\ud800"}', b"\xff\xfe", b"[" * 60_000])
def test_a_body_that_is_no_object_is_refused(caller: Caller, body: bytes) -> None:
    reply = caller.http.post("/v1/click_to_call", content=body, headers={"content-type": "application/json"})
    assert refusal(reply) == (400, "Unable to process this request")
    assert len(caller.simulator.dials()) == 1


def test_the_status_of_refusals_can_be_another(caller: Caller) -> None:
    caller.switch(refusal_status=200)
    assert refusal(caller.dial(f"+{CUSTOMER}")) == (200, "Unable to process this request")


def test_asking_for_a_synchronous_call_changes_nothing(caller: Caller) -> None:
    assert caller.dial(**BLOCKING).status_code == 200


def test_a_synchronous_call_can_block_until_its_end(caller: Caller, manual_clock: ManualClock) -> None:
    caller.switch(synchronous_dial=SynchronousDial.BLOCKS, outcome=Outcome.AGENT_REJECTS)

    def live_after_a_second() -> object:
        manual_clock.advance(1)
        return caller.live()

    with ThreadPoolExecutor(1) as background:
        reply = background.submit(caller.dial, **BLOCKING)
        wait_until(live_after_a_second)
        assert not reply.done()
        manual_clock.advance(6)
        assert reply.result(10).status_code == 200


def test_the_support_variant_takes_its_key_from_the_body(caller: Caller, manual_clock: ManualClock) -> None:
    body = {"customer_number": CUSTOMER, "api_key": caller.simulator.account.support_key, "async": 1}
    del caller.http.headers["Authorization"]
    assert caller.http.post("/v1/click_to_call_support", json=body).json()["success"] is True
    wrong = caller.http.post("/v1/click_to_call_support", json={**body, "api_key": "no"})
    assert (wrong.status_code, wrong.json()["success"]) == (401, False)
    assert caller.simulator.dials() == []
