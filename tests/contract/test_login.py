"""Signing in with e-mail and password: once, renewed in time, and never in a loop."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.acefone.http.login import LoginSignIn
from acefone_desktop.adapters.acefone.http.sign_ins import SignIns
from acefone_desktop.domain.account import AgentId, Login
from acefone_desktop.domain.dialing import CallIntent, DialRequest, IntentId
from acefone_desktop.domain.errors import (
    LoginExpiredError,
    LoginFailedError,
    LoginLockedError,
    OfflineError,
    ProviderError,
    ReplyNotUnderstoodError,
    ServerTroubleError,
    WrongAddressError,
)
from acefone_desktop.simulator.switches import KeyCase, MessageForm, Switches
from tests.contract.raw_server import RawServer, answer

if TYPE_CHECKING:
    from acefone_desktop.simulator.thread import SimulatorThread
    from tests.contract.conftest import Connect

PASSWORD = "correct horse"
LOGIN = Login("asha@example.invalid", PASSWORD)


class StoppedClock:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.passed = timedelta()

    def now(self) -> datetime:
        return datetime(2026, 1, 15, 13, tzinfo=UTC) + self.passed

    def monotonic(self) -> float:
        return self.passed.total_seconds()

    async def sleep(self, seconds: float) -> None:
        self.passed += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


def logged_in(token: str, **more: object) -> bytes:
    return answer(
        json.dumps({"success": True, "access_token": token, "token_type": "bearer", "expires_in": 3600} | more)
    )


def asked(requests: object, name: str) -> int:
    return sum(request.path == f"/v1/auth/{name}" for request in requests)  # type: ignore[attr-defined]


@pytest.mark.parametrize("case", list(KeyCase))
async def test_one_login_serves_all_requests(
    case: KeyCase, simulator: SimulatorThread, connect: Connect, clock: StoppedClock
) -> None:
    simulator.switches = Switches(rate_limit=0, reply_key_case=case)
    sign_in = LoginSignIn(Login(simulator.account.email, simulator.account.password), clock)
    client = connect(simulator.base_url, sign_in)
    await asyncio.gather(client.live_calls(), client.agents(), client.caller_ids())
    assert asked(simulator.requests, "login") == 1
    assert sign_in.password_days_left == 30


async def test_a_name_without_an_at_sign_is_a_login_id(connect: Connect, clock: StoppedClock) -> None:
    async with RawServer([logged_in("a.b.c"), answer("[]")]) as server:
        await connect(server.base_url, LoginSignIn(Login("asha", PASSWORD), clock)).live_calls()
        assert json.loads(server.requests[0].body) == {"login_id": "asha", "password": PASSWORD}


async def test_it_is_renewed_after_fifty_of_sixty_minutes_by_whoever_comes_first(
    simulator: SimulatorThread, connect: Connect, clock: StoppedClock
) -> None:
    client = connect(simulator.base_url, LoginSignIn(Login(simulator.account.email, simulator.account.password), clock))
    await client.live_calls()
    clock.passed = timedelta(minutes=49)
    await client.live_calls()
    assert asked(simulator.requests, "refresh") == 0
    clock.passed = timedelta(minutes=51)
    await asyncio.gather(*(client.live_calls() for _ in range(5)))
    assert asked(simulator.requests, "refresh") == 1
    assert asked(simulator.requests, "login") == 1


async def test_a_token_that_ended_while_the_computer_slept_is_replaced_by_one_login(
    simulator: SimulatorThread, connect: Connect, clock: StoppedClock
) -> None:
    client = connect(simulator.base_url, LoginSignIn(Login(simulator.account.email, simulator.account.password), clock))
    await client.live_calls()
    clock.passed = timedelta(hours=9)
    await client.live_calls()
    assert (asked(simulator.requests, "login"), asked(simulator.requests, "refresh")) == (2, 0)


async def test_a_token_refused_while_reading_is_renewed_and_the_reading_goes_on(
    connect: Connect, clock: StoppedClock
) -> None:
    refused = answer('{"success": false}', status="401 Unauthorized")
    async with RawServer([logged_in("a.b.c"), refused, logged_in("d.e.f"), answer("[]")]) as server:
        assert await connect(server.base_url, LoginSignIn(LOGIN, clock)).live_calls() == ()
        assert [request.path for request in server.requests] == [
            "/v1/auth/login",
            "/v1/live_calls",
            "/v1/auth/refresh",
            "/v1/live_calls",
        ]
        assert server.requests[-1].headers["authorization"] == "Bearer d.e.f"


async def test_a_dial_refused_for_its_token_is_not_sent_again_and_the_next_one_has_a_new_token(
    connect: Connect, clock: StoppedClock
) -> None:
    refused = answer('{"success": false}', status="401 Unauthorized")
    request = DialRequest(digits="447700900123", agent_id=AgentId("0501234560001"))
    intent = CallIntent(IntentId("dl-1"), request, clock.now())
    async with RawServer([logged_in("a.b.c"), refused, logged_in("d.e.f"), answer('{"success": true}')]) as server:
        client = connect(server.base_url, LoginSignIn(LOGIN, clock))
        with pytest.raises(LoginExpiredError, match="try once more"):
            await client.originate(intent)
        assert sum(request.path == "/v1/click_to_call" for request in server.requests) == 1
        await client.originate(intent)
        assert [request.path for request in server.requests][2:] == ["/v1/auth/refresh", "/v1/click_to_call"]


@pytest.mark.parametrize("form", list(MessageForm))
async def test_a_wrong_password_is_tried_once_and_never_again_by_itself(
    form: MessageForm, simulator: SimulatorThread, connect: Connect, clock: StoppedClock
) -> None:
    simulator.switches = Switches(rate_limit=0, message_form=form)
    sign_in = LoginSignIn(Login(simulator.account.email, "wrong"), clock)
    client = connect(simulator.base_url, sign_in)
    for _ in range(5):
        with pytest.raises(LoginFailedError, match="password is incorrect") as error:
            await client.live_calls()
        clock.passed += timedelta(hours=1)
    assert "wrong" not in str(error.value).replace("wrong tries", "")
    assert asked(simulator.requests, "login") == 1
    sign_in.try_again()
    with pytest.raises(LoginFailedError, match="failed try number 2"):
        await client.live_calls()
    assert asked(simulator.requests, "login") == 2


@pytest.mark.parametrize("as_text", [True, False])
async def test_a_lock_out_is_obeyed_whatever_the_person_does(
    as_text: bool, simulator: SimulatorThread, connect: Connect, clock: StoppedClock
) -> None:
    simulator.switches = Switches(rate_limit=0, login_attempts=1, login_retry_after_text=as_text)
    sign_ins = SignIns(clock)
    clock.passed = datetime.now(UTC) - clock.now()
    wrong = Login(simulator.account.email, "wrong")
    for credentials, expected in ((wrong, LoginFailedError), (wrong, LoginLockedError)):
        sign_in = sign_ins.sign_in(simulator.base_url, credentials, person_asked=True)
        with pytest.raises(expected):
            await connect(simulator.base_url, sign_in).live_calls()
    right = Login(simulator.account.email, simulator.account.password)
    with pytest.raises(LoginLockedError) as locked:
        await connect(simulator.base_url, sign_ins.sign_in(simulator.base_url, right, person_asked=True)).live_calls()
    assert asked(simulator.requests, "login") == 2
    assert locked.value.retry_at is not None
    assert timedelta(seconds=290) < locked.value.retry_at - clock.now() < timedelta(seconds=310)


async def test_a_lock_out_in_indian_time_ends_when_it_says(connect: Connect, clock: StoppedClock) -> None:
    body = '{"success": false, "message": "Too many login attempts", "retry_after": "2026-01-15 18:42:10"}'
    locked = answer(body, status="429 Too Many Requests")
    async with RawServer([locked, logged_in("a.b.c"), answer("[]")]) as server:
        client = connect(server.base_url, LoginSignIn(LOGIN, clock))
        for _ in range(3):
            with pytest.raises(LoginLockedError) as error:
                await client.live_calls()
            assert error.value.retry_at == datetime(2026, 1, 15, 13, 12, 10, tzinfo=UTC)
            clock.passed += timedelta(minutes=4)
        assert len(server.requests) == 1
        clock.passed += timedelta(minutes=1)
        assert await client.live_calls() == ()


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (answer("<html>", status="502 Bad Gateway"), ServerTroubleError),
        (answer("<html>Sign in</html>"), WrongAddressError),
        (answer('{"success": true}'), ReplyNotUnderstoodError),
        (answer('{"success": true, "access_token": "a\\r\\nb"}'), ReplyNotUnderstoodError),
        (answer('{"success": true, "access_token": ["a"]}'), ReplyNotUnderstoodError),
        (answer('{"success": false, "message": "Invalid credentials"}'), LoginFailedError),
        (answer('{"message": "Missing Authentication Token"}', status="403 Forbidden"), WrongAddressError),
        (None, ServerTroubleError),
    ],
)
async def test_trouble_with_a_login_is_not_answered_with_logins(
    reply: bytes | None, expected: type[ProviderError], connect: Connect, clock: StoppedClock
) -> None:
    async with RawServer([reply]) as server:
        client = connect(server.base_url, LoginSignIn(LOGIN, clock))
        for _ in range(3):
            with pytest.raises(expected) as error:
                await client.live_calls()
            assert type(error.value) is expected
            assert PASSWORD not in str(error.value)
        assert len(server.requests) == 1


async def test_nobody_listening_does_not_count_as_a_login(connect: Connect, clock: StoppedClock) -> None:
    async with RawServer([None]) as server:
        address = server.base_url
    client = connect(address, LoginSignIn(LOGIN, clock))
    for _ in range(2):
        with pytest.raises(OfflineError):
            await client.live_calls()


async def test_a_renewal_that_meets_trouble_leaves_the_token_in_use_for_its_last_minutes(
    connect: Connect, clock: StoppedClock
) -> None:
    trouble = answer("<html>", status="503 Unavailable")
    async with RawServer([logged_in("a.b.c"), answer("[]"), trouble, answer("[]")]) as server:
        client = connect(server.base_url, LoginSignIn(LOGIN, clock))
        await client.live_calls()
        clock.passed = timedelta(minutes=52)
        for _ in range(3):
            await client.live_calls()
        assert asked(server.requests, "refresh") == 1


async def test_a_refused_renewal_ends_the_login_for_good(connect: Connect, clock: StoppedClock) -> None:
    refused = answer('{"success": false, "message": "Token ended"}', status="401 Unauthorized")
    async with RawServer([logged_in("a.b.c"), answer("[]"), refused]) as server:
        client = connect(server.base_url, LoginSignIn(LOGIN, clock))
        await client.live_calls()
        clock.passed = timedelta(minutes=52)
        for _ in range(3):
            with pytest.raises(LoginExpiredError, match="Token ended"):
                await client.live_calls()
        assert len(server.requests) == 3


async def test_signing_out_ends_the_login_with_the_provider(
    simulator: SimulatorThread, connect: Connect, clock: StoppedClock
) -> None:
    client = connect(simulator.base_url, LoginSignIn(Login(simulator.account.email, simulator.account.password), clock))
    await client.live_calls()
    await client.sign_out()
    assert asked(simulator.requests, "logout") == 1
    with pytest.raises(LoginExpiredError):
        await client.live_calls()
    assert asked(simulator.requests, "login") == 1


def test_nothing_secret_shows_in_a_description(clock: StoppedClock) -> None:
    sign_in = LoginSignIn(LOGIN, clock)
    for thing in (LOGIN, sign_in, SignIns(clock).sign_in("https://a.invalid", LOGIN)):
        assert PASSWORD not in repr(thing)
