"""Placing a call against every way the provider is known to answer: exactly one POST, and the right word for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.domain.account import AgentId
from acefone_desktop.domain.dialing import Accepted, CallIntent, DialRequest, IntentId
from acefone_desktop.domain.errors import (
    AcefoneDesktopError,
    AddressNotUsableError,
    GatewayRefusedError,
    InvalidRequestError,
    NotAllowedError,
    OfflineError,
    OutcomeUnknownError,
    RateLimitedError,
    RefusedError,
    TokenRefusedError,
    WrongAddressError,
)
from acefone_desktop.domain.provider_directory import SupportCall
from acefone_desktop.simulator.calling.call_script import DialReply, Outcome
from acefone_desktop.simulator.switches import AuthorisationHeader, KeyCase, MessageForm, Switches, UnknownPath
from tests.contract.raw_server import RawServer, answer

if TYPE_CHECKING:
    from acefone_desktop.simulator.thread import SimulatorThread
    from tests.contract.conftest import Connect

CUSTOMER = "447700900123"
TOKEN = "header01.payload1.signature"


def an_intent(simulator: SimulatorThread | None = None, **wanted: object) -> CallIntent:
    agent = AgentId(simulator.agent_id if simulator else "0501234560001")
    request = DialRequest(digits=CUSTOMER, agent_id=agent, **wanted)  # type: ignore[arg-type]
    return CallIntent(IntentId("dl-1"), request, datetime(2026, 1, 15, 12, tzinfo=UTC))


async def test_every_parameter_is_sent_as_the_contract_wants_it(simulator: SimulatorThread, connect: Connect) -> None:
    client = connect(simulator.base_url, simulator.token)
    caller_id = simulator.numbers[0].removeprefix("+")
    intent = an_intent(simulator, caller_id=caller_id, max_length_s=600, custom_identifier="ticket 7")
    accepted = await client.originate(intent)
    assert replace(accepted, at=None) == Accepted("Call originated successfully")
    assert accepted.at is not None  # the time by the provider's clock, from the reply's head
    assert simulator.dials() == [
        {
            "agent_number": simulator.agent_id,
            "destination_number": CUSTOMER,
            "caller_id": caller_id,
            "async": "1",
            "call_timeout": 600,
            "custom_identifier": "ticket 7",
        }
    ]


async def test_what_was_not_chosen_is_not_sent(simulator: SimulatorThread, connect: Connect) -> None:
    await connect(simulator.base_url, simulator.token).originate(an_intent(simulator))
    (dial,) = simulator.dials()
    assert sorted(dial) == ["agent_number", "async", "custom_identifier", "destination_number"]
    assert dial["custom_identifier"] == "dl-1"


@pytest.mark.parametrize(
    "switches",
    [
        Switches(rate_limit=0, reply_key_case=KeyCase.CAPITALISED),
        Switches(rate_limit=0, message_form=MessageForm.OBJECT),
        Switches(rate_limit=0, message_form=MessageForm.ARRAY),
        Switches(rate_limit=0, authorisation_header=AuthorisationHeader.BEARER_ONLY),
        Switches(rate_limit=0, dial_reply=DialReply.SLOW, slow_reply_seconds=0.1),
    ],
)
async def test_an_acceptance_is_read_in_every_form(
    switches: Switches, simulator: SimulatorThread, connect: Connect
) -> None:
    simulator.switches = switches
    accepted = await connect(simulator.base_url, simulator.token).originate(an_intent(simulator))
    assert "Call originated successfully" in accepted.message
    assert accepted.ref_id == ""
    assert len(simulator.dials()) == 1


async def test_the_reference_is_kept_where_there_is_one(simulator: SimulatorThread, connect: Connect) -> None:
    simulator.switches = Switches(rate_limit=0, reply_ref_id=True)
    accepted = await connect(simulator.base_url, simulator.token).originate(an_intent(simulator))
    assert len(accepted.ref_id) == 36


@pytest.mark.parametrize(
    "switches",
    [
        Switches(rate_limit=0, dial_reply=DialReply.HELD),
        Switches(rate_limit=0, dial_reply=DialReply.SLOW, slow_reply_seconds=30),
        Switches(rate_limit=0, dial_reply=DialReply.DROPPED),
        Switches(rate_limit=0, dial_reply=DialReply.EMPTY_BODY),
        Switches(rate_limit=0, dial_reply=DialReply.HTML_502),
        Switches(rate_limit=0, dial_reply=DialReply.HTML_502, gateway_error_accepts_call=True),
    ],
)
async def test_no_clear_answer_is_an_unknown_outcome_and_never_a_second_post(
    switches: Switches, simulator: SimulatorThread, connect: Connect
) -> None:
    simulator.switches = switches
    with pytest.raises(OutcomeUnknownError):
        await connect(simulator.base_url, simulator.token).originate(an_intent(simulator))
    assert len(simulator.dials()) == 1


@pytest.mark.parametrize(
    ("switches", "expected"),
    [
        (Switches(rate_limit=0, dial_reply=DialReply.FALSE_WITH_200), RefusedError),
        (Switches(rate_limit=0, outcome=Outcome.REFUSED), RefusedError),
        (Switches(rate_limit=0, outcome=Outcome.REFUSED, refusal_status=200), RefusedError),
        (Switches(rate_limit=0, outcome=Outcome.REFUSED, refusal_status=422), InvalidRequestError),
        (Switches(rate_limit=0, outcome=Outcome.REFUSED, message_form=MessageForm.OBJECT), RefusedError),
        (Switches(rate_limit=0, outcome=Outcome.REFUSED, message_form=MessageForm.ARRAY), RefusedError),
        (Switches(rate_limit=0, outcome=Outcome.REFUSED, reply_key_case=KeyCase.CAPITALISED), RefusedError),
        (Switches(rate_limit=0, allowed_paths=("live_calls",)), GatewayRefusedError),
        (Switches(rate_limit=0, allowed_paths=("live_calls",), forbidden_has_success=True), NotAllowedError),
        (Switches(rate_limit=0, token_expires_after=0.0), TokenRefusedError),
    ],
)
async def test_a_clear_no_has_its_own_type_and_the_server_s_words(
    switches: Switches, expected: type[AcefoneDesktopError], simulator: SimulatorThread, connect: Connect
) -> None:
    simulator.switches = switches
    with pytest.raises(expected) as refused:
        await connect(simulator.base_url, simulator.token).originate(an_intent(simulator))
    assert type(refused.value) is expected
    assert refused.value.server_message
    assert refused.value.server_message in refused.value.explanation
    assert len(simulator.dials()) == 1


@pytest.mark.parametrize("with_header", [True, False])
async def test_a_dial_that_meets_the_burst_limit_is_not_sent_again(
    with_header: bool, simulator: SimulatorThread, connect: Connect
) -> None:
    simulator.switches = Switches(rate_limit=1, rate_window=60, retry_after_header=with_header)
    client = connect(simulator.base_url, simulator.token)
    await client.live_calls()
    with pytest.raises(RateLimitedError) as limited:
        await client.originate(an_intent(simulator))
    assert (limited.value.retry_after is not None) is with_header
    assert len(simulator.dials()) == 1


async def test_a_refused_token_is_not_a_reason_to_send_again(simulator: SimulatorThread, connect: Connect) -> None:
    client = connect(simulator.base_url, simulator.account.blacklisted_token)
    with pytest.raises(TokenRefusedError, match="Deleted or blacklisted token provided"):
        await client.originate(an_intent(simulator))
    assert len(simulator.dials()) == 1


@pytest.mark.parametrize("unknown", list(UnknownPath))
async def test_a_wrong_path_is_a_wrong_address(
    unknown: UnknownPath, simulator: SimulatorThread, connect: Connect
) -> None:
    simulator.switches = Switches(rate_limit=0, unknown_path=unknown)
    with pytest.raises((WrongAddressError, GatewayRefusedError), match="region"):
        await connect(simulator.base_url + "/elsewhere", simulator.token).originate(an_intent(simulator))
    assert len(simulator.requests) == 1
    assert simulator.dials() == []


async def test_nobody_listening_means_that_nothing_was_sent(connect: Connect) -> None:
    async with RawServer([None]) as server:
        address = server.base_url
    with pytest.raises(OfflineError):
        await connect(address, TOKEN).originate(an_intent())


async def test_a_dial_never_uses_a_connection_that_may_have_died(connect: Connect) -> None:
    async with RawServer([answer("[]"), answer('{"success": true, "message": "ok"}')]) as server:
        client = connect(server.base_url, TOKEN)
        await client.live_calls()
        await client.originate(an_intent())
        assert [request.connection for request in server.requests] == [1, 2]


@pytest.mark.parametrize(
    "reply",
    [
        None,
        b"",
        b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{",
        answer("<html>Please sign in</html>"),
        answer("null"),
        answer("{}"),
        answer('"yes"'),
        answer('{"success": true', status="200 OK"),
        answer('{"success": true}', status="400 Bad Request"),
        answer('{"success": false}', status="500 Internal Server Error"),
        answer('{"success": false}', status="408 Request Timeout"),
        answer(b"\x00" * 20, content_encoding="gzip"),
        answer("[" * 100_000),
    ],
)
async def test_an_answer_that_does_not_tell_leaves_the_outcome_open(reply: bytes | None, connect: Connect) -> None:
    async with RawServer([reply]) as server:
        with pytest.raises(OutcomeUnknownError):
            await connect(server.base_url, TOKEN).originate(an_intent())
        assert len(server.requests) == 1


@pytest.mark.parametrize("status", ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent"])
async def test_a_redirect_is_refused_and_the_token_goes_nowhere_else(status: str, connect: Connect) -> None:
    async with RawServer([answer("[]")]) as other:
        moved = answer("", status=status, location=f"{other.base_url}/v1/click_to_call")
        async with RawServer([moved]) as server:
            with pytest.raises(WrongAddressError, match="not followed"):
                await connect(server.base_url, TOKEN).originate(an_intent())
            assert len(server.requests) == 1
        assert other.requests == []


async def test_the_token_is_sent_as_bearer_and_found_in_no_error(connect: Connect) -> None:
    said = f'{{"success": false, "message": "No {TOKEN} for +44 7700 900123 at https://a.invalid/rec?token=x"}}'
    async with RawServer([answer(said, status="400 Bad Request")]) as server:
        with pytest.raises(RefusedError) as refused:
            await connect(server.base_url, TOKEN).originate(an_intent())
        assert server.requests[0].headers["authorization"] == f"Bearer {TOKEN}"
    for text in (str(refused.value), repr(refused.value), refused.value.server_message):
        assert TOKEN not in text
        assert "900123" not in text.replace(" ", "")
        assert "token=x" not in text


@pytest.mark.parametrize(
    "address", ["http://api.example.invalid", "ftp://127.0.0.1", "https://user:pass@a.invalid", ""]
)
def test_an_unsafe_address_is_refused_before_anything_is_sent(address: str, connect: Connect) -> None:
    with pytest.raises(AddressNotUsableError):
        connect(address, TOKEN)


async def test_a_support_call_is_authorised_by_its_key_alone(simulator: SimulatorThread, connect: Connect) -> None:
    client = connect(simulator.base_url, simulator.token)
    call = SupportCall(customer_number=CUSTOMER, api_key=simulator.account.support_key, ring_timeout_s=20)
    assert (await client.calls.originate_support(call)).message == "Call originated successfully"
    assert simulator.account.support_key not in repr(call)
    posts = [request for request in simulator.requests if request.path.endswith("click_to_call_support")]
    assert len(posts) == 1


async def test_a_support_call_carries_no_token(connect: Connect) -> None:
    async with RawServer([answer('{"success": true}')]) as server:
        await connect(server.base_url, TOKEN).calls.originate_support(
            SupportCall(customer_number=CUSTOMER, api_key="k")
        )
        assert "authorization" not in server.requests[0].headers
