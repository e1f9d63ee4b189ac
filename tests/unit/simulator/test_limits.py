"""The burst limit, the lock-out after failed logins, and the limit on sizes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from acefone_desktop.simulator.switches import Switches

if TYPE_CHECKING:
    import httpx

    from acefone_desktop.simulator.clock import ManualClock
    from tests.unit.simulator.caller import Caller


def failed_login(caller: Caller) -> httpx.Response:
    return caller.http.post("/v1/auth/login", json={"email": caller.simulator.account.email, "password": "wrong"})


def test_a_burst_is_stopped_and_told_when_to_come_back(caller: Caller, manual_clock: ManualClock) -> None:
    caller.switch(rate_limit=3, rate_window=10.0)
    assert [caller.http.get("/v1/users").status_code for _ in range(4)] == [200, 200, 200, 429]
    manual_clock.advance(7.5)
    reply = caller.http.get("/v1/users")
    assert (reply.status_code, reply.headers["retry-after"]) == (429, "3")
    manual_clock.advance(2.5)
    assert caller.http.get("/v1/users").status_code == 200


def test_a_burst_of_a_hundred_is_stopped_unless_told_otherwise(caller: Caller) -> None:
    caller.simulator.switches = Switches()
    statuses = [caller.http.get("/v1/my_number").status_code for _ in range(101)]
    assert statuses == [200] * 100 + [429]


def test_the_limit_is_the_accounts_whatever_the_token(caller: Caller) -> None:
    caller.switch(rate_limit=1)
    caller.http.get("/v1/users")
    other = {"Authorization": f"Bearer {caller.simulator.account.limited_token}"}
    assert caller.http.get("/v1/users", headers=other).status_code == 429


def test_a_429_can_come_without_a_word_on_when(caller: Caller) -> None:
    caller.switch(rate_limit=1, retry_after_header=False)
    caller.http.get("/v1/users")
    reply = caller.http.get("/v1/users")
    assert reply.status_code == 429
    assert "retry-after" not in reply.headers


def test_a_dial_beyond_the_limit_starts_no_call(caller: Caller, manual_clock: ManualClock) -> None:
    caller.switch(rate_limit=1)
    caller.http.get("/v1/users")
    assert caller.dial().status_code == 429
    caller.switch(rate_limit=0)
    manual_clock.advance(5)
    assert caller.live() == []
    assert len(caller.simulator.dials()) == 1


def test_failed_logins_are_counted_and_lock_the_account(caller: Caller, manual_clock: ManualClock) -> None:
    caller.switch(login_attempts=3, login_lockout=60.0)
    assert [failed_login(caller).json()["login_failed_count"] for _ in range(3)] == [1, 2, 3]
    account = caller.simulator.account
    good = {"email": account.email, "password": account.password}
    locked = caller.http.post("/v1/auth/login", json=good)
    assert (locked.status_code, locked.headers["retry-after"]) == (429, "60")
    assert "retry_after" not in locked.json()
    manual_clock.advance(60)
    assert caller.http.post("/v1/auth/login", json=good).status_code == 200


def test_a_failed_login_is_a_401(caller: Caller) -> None:
    reply = failed_login(caller)
    assert (reply.status_code, reply.json()["message"]) == (401, "The username or password is incorrect.")


def test_a_locked_account_can_say_until_when_in_indian_time(caller: Caller, manual_clock: ManualClock) -> None:
    caller.switch(login_attempts=1, login_lockout=60.0, login_retry_after_text=True, retry_after_header=False)
    failed_login(caller)
    reply = failed_login(caller)
    opens = (manual_clock.civil() + timedelta(seconds=60)).astimezone(ZoneInfo("Asia/Kolkata"))
    assert reply.json()["retry_after"] == opens.strftime("%Y-%m-%d %H:%M:%S")
    assert "retry-after" not in reply.headers


def test_a_body_beyond_reason_is_refused(caller: Caller) -> None:
    reply = caller.dial(custom_identifier="x" * 70_000)
    assert (reply.status_code, reply.json()["success"]) == (413, False)


def test_a_body_of_unknown_length_is_cut_off_all_the_same(caller: Caller) -> None:
    reply = caller.http.post("/v1/click_to_call", content=(b"x" * 10_000 for _ in range(8)))
    assert reply.status_code == 413
