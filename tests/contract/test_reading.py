"""Reading the account, in every form the provider writes it, and what is repeated when it has trouble."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.domain.account import AgentId, CallerId
from acefone_desktop.domain.dialing import CallIntent, DialRequest, IntentId
from acefone_desktop.domain.errors import (
    ActionUnknownError,
    GatewayRefusedError,
    NotAllowedError,
    OfflineError,
    ProviderError,
    RateLimitedError,
    RefusedError,
    ReplyNotUnderstoodError,
    ServerTroubleError,
    TokenRefusedError,
    WrongAddressError,
)
from acefone_desktop.domain.provider_directory import CallOption
from acefone_desktop.simulator.account import SimulatedAccount
from acefone_desktop.simulator.switches import (
    AccountZone,
    AuthorisationHeader,
    CallIdForm,
    DestinationForm,
    DirectionForm,
    ListForm,
    StateWord,
    Switches,
    UsersCursor,
)
from acefone_desktop.simulator.thread import SimulatorThread
from tests.contract.conftest import QUICK
from tests.contract.raw_server import RawServer, answer

if TYPE_CHECKING:
    from acefone_desktop.adapters.acefone.client import AcefoneClient
    from acefone_desktop.simulator.clock import ManualClock
    from tests.contract.conftest import Connect

TOKEN = "header01.payload1.signature"
CUSTOMER = "447700900123"
NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)


async def dial(client: AcefoneClient, agent_id: str) -> None:
    request = DialRequest(digits=CUSTOMER, agent_id=AgentId(agent_id))
    await client.originate(CallIntent(IntentId("dl-1"), request, NOW))


def gets(simulator: SimulatorThread, path: str) -> int:
    return sum(request.path == f"/v1/{path}" for request in simulator.requests)


async def test_users_come_over_all_pages_and_those_without_an_agent_are_no_agents(
    simulator: SimulatorThread, connect: Connect
) -> None:
    client = connect(simulator.base_url, simulator.token)
    users = await client.directory.users()
    assert [user.id for user in users] == [str(user.id) for user in simulator.account.users]
    agents = await client.agents()
    assert [agent.id for agent in agents] == [user.agent.id for user in simulator.account.users if user.agent]
    first = agents[0]
    assert (first.name, first.phone) == ("Asha Rao", "447700900001")
    assert first.extension.startswith("060")
    assert first.intercom == "1002"
    assert {agent.status for agent in agents} >= {"0", "4", "7"}


async def test_a_cursor_that_never_advances_does_not_keep_us(simulator: SimulatorThread, connect: Connect) -> None:
    simulator.switches = Switches(rate_limit=0, users_cursor=UsersCursor.STUCK)
    agents = await connect(simulator.base_url, simulator.token).agents()
    assert len(agents) == len({agent.id for agent in agents}) > 0
    assert gets(simulator, "users") <= 2


async def test_one_user_is_read_from_its_own_shape(simulator: SimulatorThread, connect: Connect) -> None:
    directory = connect(simulator.base_url, simulator.token).directory
    listed = (await directory.users())[0]
    single = await directory.user(listed.id)
    assert (single.agent, single.name, single.login_id) == (listed.agent, listed.name, listed.login_id)
    assert single.email.endswith("@example.invalid")
    with pytest.raises(RefusedError, match="User not found"):
        await directory.user("none such")


@pytest.mark.parametrize("form", list(ListForm))
async def test_numbers_are_read_bare_or_wrapped(form: ListForm, simulator: SimulatorThread, connect: Connect) -> None:
    simulator.switches = Switches(rate_limit=0, numbers_form=form)
    numbers = await connect(simulator.base_url, simulator.token).caller_ids()
    expected = [CallerId(number.did.removeprefix("+"), number.name) for number in simulator.account.numbers]
    assert list(numbers) == expected


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"live_calls_form": ListForm.WRAPPED},
        {"state_word": StateWord.UNKNOWN},
        {"destination_form": DestinationForm.COMMAS},
        {"direction_form": DirectionForm.TEXT},
        {"call_id_form": CallIdForm.UUID},
    ],
)
async def test_a_live_call_is_found_in_every_form_and_can_be_hung_up_once(
    wanted: dict[str, object], still_simulator: SimulatorThread, manual_clock: ManualClock, connect: Connect
) -> None:
    still_simulator.switches = replace(Switches(rate_limit=0), **wanted)  # type: ignore[arg-type]
    client = connect(still_simulator.base_url, still_simulator.token)
    assert await client.live_calls() == ()
    await dial(client, still_simulator.agent_id)
    manual_clock.advance(6)
    (call,) = await client.live_calls()
    assert call.call_id
    assert CUSTOMER in call.customers
    assert await client.calls.live_calls(agent_number=still_simulator.agent_id) == (call,)
    assert await client.calls.live_calls(agent_number="0501234560099") == ()
    await client.hang_up(call.call_id)
    with pytest.raises(RefusedError, match="No live call"):
        await client.hang_up(call.call_id)
    assert await client.live_calls() == ()


async def test_an_empty_204_is_a_yes_to_an_action(connect: Connect) -> None:
    async with RawServer([answer("", status="204 No Content")]) as server:
        client = connect(server.base_url, TOKEN)
        client.prepare()
        assert server.requests == []
        await client.hang_up("1768480930.1190021")
        assert len(server.requests) == 1


async def test_a_supervisor_s_options_are_taken(
    still_simulator: SimulatorThread, manual_clock: ManualClock, connect: Connect
) -> None:
    client = connect(still_simulator.base_url, still_simulator.token)
    await dial(client, still_simulator.agent_id)
    manual_clock.advance(20)
    (call,) = await client.live_calls()
    for option in (CallOption.MONITOR, CallOption.WHISPER, CallOption.BARGE):
        await client.calls.use_option(option, call.call_id, agent_id=still_simulator.agent_id)
    await client.calls.use_option(CallOption.TRANSFER, call.call_id, intercom="447700900124")
    with pytest.raises(RefusedError, match="intercom"):
        await client.calls.use_option(CallOption.TRANSFER, call.call_id)


async def test_a_hang_up_that_met_trouble_is_not_sent_again(
    still_simulator: SimulatorThread, manual_clock: ManualClock, connect: Connect
) -> None:
    still_simulator.switches = Switches(rate_limit=0, hangup_fails_once=True)
    client = connect(still_simulator.base_url, still_simulator.token)
    await dial(client, still_simulator.agent_id)
    manual_clock.advance(6)
    (call,) = await client.live_calls()
    with pytest.raises(ActionUnknownError):
        await client.hang_up(call.call_id)
    assert gets(still_simulator, "call/hangup") == 1


@pytest.mark.parametrize("zone", [AccountZone.UTC, AccountZone.IST])
async def test_a_finished_call_is_among_the_records_whatever_the_account_s_zone(
    zone: AccountZone, still_simulator: SimulatorThread, manual_clock: ManualClock, connect: Connect
) -> None:
    still_simulator.switches = Switches(rate_limit=0, time_zone=zone)
    client = connect(still_simulator.base_url, still_simulator.token)
    start = manual_clock.now()
    await dial(client, still_simulator.agent_id)
    manual_clock.advance(90)
    page = await client.call_records(start - timedelta(minutes=5), start + timedelta(minutes=5))
    (record,) = page.records
    assert (record.customer, record.talk_s, page.total) == (CUSTOMER, 55, 1)


async def test_records_are_asked_for_again_when_every_other_answer_is_a_500(
    simulator: SimulatorThread, connect: Connect
) -> None:
    simulator.switches = Switches(rate_limit=0, records_fail_every=2)
    client = connect(simulator.base_url, simulator.token)
    for _ in range(4):
        assert (await client.call_records(NOW, NOW)).records == ()
    assert gets(simulator, "call/records") == 7


async def test_trouble_that_lasts_is_reported_after_the_last_try(simulator: SimulatorThread, connect: Connect) -> None:
    simulator.switches = Switches(rate_limit=0, records_fail_every=1)
    with pytest.raises(ServerTroubleError, match="Something went wrong"):
        await connect(simulator.base_url, simulator.token).call_records(NOW, NOW)
    assert gets(simulator, "call/records") == QUICK.attempts


async def test_what_the_server_asks_us_to_wait_is_waited(connect: Connect) -> None:
    limited = answer('{"success": false}', status="429 Too Many Requests", retry_after="1")
    async with RawServer([limited, answer("[]")]) as server:
        client = connect(server.base_url, TOKEN)
        began = datetime.now(UTC)
        assert await client.live_calls() == ()
        assert datetime.now(UTC) - began >= timedelta(seconds=0.9)
        assert len(server.requests) == 2


async def test_without_a_word_on_waiting_it_backs_off_by_itself(connect: Connect) -> None:
    limited = answer('{"success": false, "message": "Too many requests"}', status="429 Too Many Requests")
    async with RawServer([limited, limited, answer("[]")]) as server:
        assert await connect(server.base_url, TOKEN).live_calls() == ()
        assert len(server.requests) == 3


async def test_a_longer_wait_than_our_patience_is_the_caller_s_to_know_and_nobody_is_asked_meanwhile(
    connect: Connect,
) -> None:
    limited = answer('{"success": false}', status="429 Too Many Requests", retry_after="60")
    async with RawServer([limited]) as server:
        client = connect(server.base_url, TOKEN)
        for _ in range(2):
            with pytest.raises(RateLimitedError) as error:
                await client.live_calls()
            assert error.value.retry_after is not None
            assert error.value.retry_after > timedelta(seconds=50)
        assert len(server.requests) == 1


async def test_many_requests_at_once_keep_under_the_burst_limit(connect: Connect) -> None:
    import asyncio  # noqa: PLC0415

    with SimulatorThread(SimulatedAccount(), Switches(rate_limit=10, rate_window=1.0)) as simulator:
        client = connect(simulator.base_url, simulator.token, replace(QUICK, spacing_s=0.12, attempts=1))
        await asyncio.gather(*(client.live_calls() for _ in range(16)))
        assert gets(simulator, "live_calls") == 16


async def test_a_stale_connection_is_replaced_without_a_word(connect: Connect) -> None:
    async with RawServer([answer("[]"), None, answer("[]")]) as server:
        client = connect(server.base_url, TOKEN)
        await client.live_calls()
        await client.live_calls()
        assert [request.connection for request in server.requests] == [1, 1, 2]


@pytest.mark.parametrize(
    ("switches", "token", "expected"),
    [
        (Switches(rate_limit=0), "some.other.token", TokenRefusedError),
        (Switches(rate_limit=0, masked_token=True), "", TokenRefusedError),
        (Switches(rate_limit=0, token_expires_after=0.0), "", TokenRefusedError),
        (Switches(rate_limit=0, allowed_paths=("click_to_call",)), "", GatewayRefusedError),
        (Switches(rate_limit=0, allowed_paths=("click_to_call",), forbidden_has_success=True), "", NotAllowedError),
    ],
)
async def test_a_bad_token_and_one_without_the_right_are_told_apart(
    switches: Switches, token: str, expected: type[ProviderError], simulator: SimulatorThread, connect: Connect
) -> None:
    simulator.switches = switches
    with pytest.raises(expected) as error:
        await connect(simulator.base_url, token or simulator.token).live_calls()
    assert type(error.value) is expected
    assert gets(simulator, "live_calls") == 1


async def test_bearer_is_all_that_a_strict_account_takes(simulator: SimulatorThread, connect: Connect) -> None:
    simulator.switches = Switches(rate_limit=0, authorisation_header=AuthorisationHeader.BEARER_ONLY)
    assert await connect(simulator.base_url, simulator.token).live_calls() == ()


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (answer("<!doctype html><title>Welcome</title>"), WrongAddressError),
        (answer("<html>", status="404 Not Found"), WrongAddressError),
        (answer('{"message": "Missing Authentication Token"}', status="403 Forbidden"), WrongAddressError),
        (answer("<html>403</html>", status="403 Forbidden"), GatewayRefusedError),
        (answer(""), ReplyNotUnderstoodError),
        (answer("[{"), ReplyNotUnderstoodError),
        (answer("[" * 100_000), ReplyNotUnderstoodError),
        (answer(b"\xff\xfe[]"), ReplyNotUnderstoodError),
        (answer('{"Success": true, "Message": "nothing here"}'), ReplyNotUnderstoodError),
        (answer('{"Success": false, "Message": {"agent": ["unknown"]}}'), RefusedError),
        (answer("[" + " " * 70_000 + "]"), ReplyNotUnderstoodError),
    ],
)
async def test_what_no_api_would_answer_is_said_to_be_so(
    reply: bytes, expected: type[ProviderError], connect: Connect
) -> None:
    async with RawServer([reply]) as server:
        with pytest.raises(expected) as error:
            await connect(server.base_url, TOKEN, replace(QUICK, largest_reply=64_000)).live_calls()
        assert type(error.value) is expected
        assert error.value.remedy in str(error.value)


async def test_a_compressed_reply_is_read_and_one_that_unfolds_without_end_is_not(connect: Connect) -> None:
    import gzip  # noqa: PLC0415

    small, bomb = gzip.compress(b"[]"), gzip.compress(b"[" + b" " * 10_000_000 + b"]")
    replies = [answer(small, content_encoding="gzip"), answer(bomb, content_encoding="gzip")]
    async with RawServer([*replies]) as server:
        client = connect(server.base_url, TOKEN, replace(QUICK, largest_reply=1_000_000))
        assert await client.live_calls() == ()
        with pytest.raises(ReplyNotUnderstoodError, match="longer"):
            await client.live_calls()


@pytest.mark.parametrize(
    "headers",
    [
        {"retry_after": "9" * 5000},
        {"retry_after": "-1"},
        {"retry_after": "Fri, 31 Dec 9999 23:59:59 -9900"},
        {"date": "Fri, 31 Dec 99999 23:59:59 GMT"},
        {"location": "http://[::1"},
        {"content_type": "text/html; charset=\x01"},
    ],
)
async def test_no_header_breaks_a_reply(headers: dict[str, str], connect: Connect) -> None:
    limited = answer('{"success": false}', status="429 Too Many Requests", **headers)
    async with RawServer([limited]) as server:
        with pytest.raises((RateLimitedError, ServerTroubleError)):
            await connect(server.base_url, TOKEN, replace(QUICK, attempts=1)).live_calls()


async def test_cookies_are_not_kept(connect: Connect) -> None:
    async with RawServer([answer("[]", set_cookie="session=1; Path=/")]) as server:
        client = connect(server.base_url, TOKEN)
        for _ in range(2):
            await client.live_calls()
        assert "cookie" not in server.requests[1].headers


async def test_a_redirect_is_not_followed_with_the_token(connect: Connect) -> None:
    async with (
        RawServer([answer("[]")]) as other,
        RawServer([answer("", status="302 Found", location=f"{other.base_url}/v1/live_calls")]) as server,
    ):
        with pytest.raises(WrongAddressError, match="not followed"):
            await connect(server.base_url, TOKEN).live_calls()
        assert other.requests == []


async def test_nobody_listening_is_tried_again_before_it_is_reported(connect: Connect) -> None:
    async with RawServer([None]) as server:
        address = server.base_url
    with pytest.raises(OfflineError, match="nothing was sent"):
        await connect(address, TOKEN).live_calls()


async def test_the_server_s_clock_is_read_even_from_a_refusal(simulator: SimulatorThread, connect: Connect) -> None:
    refused = answer("{}", status="401 Unauthorized", date="Thu, 15 Jan 2026 12:42:10 GMT")
    async with RawServer([refused]) as server:
        theirs = await connect(server.base_url, TOKEN).server_time()
    assert theirs == datetime(2026, 1, 15, 12, 42, 10, tzinfo=UTC)
    async with RawServer([answer("[]")]) as server:
        assert await connect(server.base_url, TOKEN).server_time() is None


async def test_the_most_talkative_log_holds_neither_token_nor_number(
    simulator: SimulatorThread, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    import logging  # noqa: PLC0415

    client = connect(simulator.base_url, simulator.token)
    caplog.set_level(logging.DEBUG)
    simulator.switches = Switches(rate_limit=0, records_fail_every=2)
    await dial(client, simulator.agent_id)
    await client.notes.page(CUSTOMER)
    for _ in range(2):
        await client.call_records(NOW, NOW)
    ours = [record.getMessage() for record in caplog.records if record.threadName == "MainThread"]
    assert any("asking again" in message for message in ours)
    for message in ours:
        assert simulator.token not in message
        assert CUSTOMER[-6:] not in message
