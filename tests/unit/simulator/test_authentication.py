"""Who may come in, and how those who may not are told."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import httpx
import pytest

from acefone_desktop.simulator.switches import AuthorisationHeader, UnknownPath
from tests.unit.simulator.caller import NO_TLS

if TYPE_CHECKING:
    from acefone_desktop.simulator.clock import ManualClock
    from tests.unit.simulator.caller import Caller


def ask(caller: Caller, authorisation: str | None, path: str = "live_calls") -> httpx.Response:
    headers = {"Authorization": authorisation} if authorisation is not None else {}
    with httpx.Client(base_url=caller.simulator.base_url, trust_env=False, headers=headers, verify=NO_TLS) as http:
        return http.get(f"/v1/{path}")


def logged_in(caller: Caller) -> str:
    account = caller.simulator.account
    reply = caller.http.post("/v1/auth/login", json={"email": account.email, "password": account.password})
    assert reply.status_code == 200
    token: str = reply.json()["access_token"]
    return token


def test_a_bearer_and_a_raw_token_both_open_the_account(caller: Caller) -> None:
    token = caller.simulator.token
    assert [ask(caller, form.format(token)).status_code for form in ("Bearer {}", "bearer {}", "{}")] == [200] * 3


def test_a_raw_token_is_refused_where_only_bearer_will_do(caller: Caller) -> None:
    caller.switch(authorisation_header=AuthorisationHeader.BEARER_ONLY)
    assert ask(caller, caller.simulator.token).status_code == 401
    assert ask(caller, f"Bearer {caller.simulator.token}").status_code == 200


@pytest.mark.parametrize("authorisation", [None, "", "Bearer", "Bearer nonsense", "Bearer Bearer x.y.z", "Basic YTpi"])
def test_an_unknown_token_is_a_401_that_says_so(caller: Caller, authorisation: str | None) -> None:
    reply = ask(caller, authorisation)
    assert reply.status_code == 401
    assert reply.json()["success"] is False


def test_a_blacklisted_token_is_told_it_was_deleted(caller: Caller) -> None:
    reply = ask(caller, f"Bearer {caller.simulator.account.blacklisted_token}")
    assert (reply.status_code, reply.json()["message"]) == (401, "Deleted or blacklisted token provided")


def test_a_token_without_the_right_gets_a_403_without_success(caller: Caller) -> None:
    limited = f"Bearer {caller.simulator.account.limited_token}"
    assert ask(caller, limited).status_code == 200
    reply = ask(caller, limited, "call/records")
    assert (reply.status_code, reply.json()) == (403, {"message": "Forbidden"})


def test_the_list_of_allowed_paths_can_be_narrowed_for_every_token(caller: Caller) -> None:
    caller.switch(allowed_paths=("my_number", "call"))
    paths = ("my_number", "call/records", "users")
    assert [caller.http.get(f"/v1/{path}").status_code for path in paths] == [200, 200, 403]


def test_a_403_can_come_in_the_usual_envelope(caller: Caller) -> None:
    caller.switch(allowed_paths=(), forbidden_has_success=True)
    reply = caller.http.get("/v1/users")
    assert (reply.status_code, reply.json()["success"]) == (403, False)


def test_tokens_expire_when_told_to(caller: Caller, manual_clock: ManualClock) -> None:
    caller.switch(token_expires_after=90.0)
    manual_clock.advance(89)
    assert caller.http.get("/v1/users").status_code == 200
    manual_clock.advance(1)
    reply = caller.http.get("/v1/users")
    assert (reply.status_code, reply.json()["message"]) == (401, "Token has expired")


def test_a_masked_token_is_handed_out_as_people_copy_it_and_refused(caller: Caller) -> None:
    caller.switch(masked_token=True)
    assert "****" in caller.simulator.token
    assert ask(caller, f"Bearer {caller.simulator.token}").status_code == 401


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_path_is_forbidden_rather_than_not_found(caller: Caller, method: str) -> None:
    reply = caller.http.request(method, "/v1/call-report")
    assert reply.status_code == 403
    assert "success" not in reply.json()


def test_a_wrong_method_is_an_unknown_path_too(caller: Caller) -> None:
    assert caller.http.get("/v1/click_to_call").status_code == 403


def test_an_unknown_path_can_be_not_found(caller: Caller) -> None:
    caller.switch(unknown_path=UnknownPath.NOT_FOUND)
    assert caller.http.get("/v1/call-report").status_code == 404


def test_the_token_is_three_parts_with_readable_claims(caller: Caller) -> None:
    parts = caller.simulator.token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=="))
    assert len(parts) == 3
    assert claims["sub"] == caller.simulator.account.id
    assert claims["exp"] - claims["iat"] == 300_000_000


def test_a_login_gives_a_token_for_an_hour(caller: Caller, manual_clock: ManualClock) -> None:
    token = logged_in(caller)
    assert ask(caller, f"Bearer {token}").status_code == 200
    manual_clock.advance(3_600)
    assert ask(caller, f"Bearer {token}").status_code == 401


def test_the_older_login_body_is_understood(caller: Caller) -> None:
    body = {"login_id": "asha", "password": caller.simulator.account.password}
    assert caller.http.post("/v1/auth/login", json=body).json()["token_type"] == "bearer"


def test_a_refresh_gives_a_new_token_and_ends_the_old(caller: Caller) -> None:
    old = logged_in(caller)
    reply = caller.http.post("/v1/auth/refresh", headers={"Authorization": f"Bearer {old}"}).json()
    assert reply["expires_in"] == 3_600
    assert ask(caller, f"Bearer {reply['access_token']}").status_code == 200
    assert ask(caller, f"Bearer {old}").json()["message"] == "Deleted or blacklisted token provided"


def test_a_refresh_can_leave_the_old_token_alive(caller: Caller) -> None:
    caller.switch(refresh_ends_old_token=False)
    old = logged_in(caller)
    caller.http.post("/v1/auth/refresh", headers={"Authorization": f"Bearer {old}"})
    assert ask(caller, f"Bearer {old}").status_code == 200


def test_a_logout_ends_the_token(caller: Caller) -> None:
    token = logged_in(caller)
    assert caller.http.post("/v1/auth/logout", headers={"Authorization": f"Bearer {token}"}).json()["success"] is True
    assert ask(caller, f"Bearer {token}").status_code == 401
