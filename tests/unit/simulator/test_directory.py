"""Users and numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from acefone_desktop.simulator.account import SimulatedAccount
from acefone_desktop.simulator.switches import ListForm, UsersCursor

if TYPE_CHECKING:
    from tests.unit.simulator.caller import Caller

FICTIONAL = re.compile(r"\+4477009[0-9]{5}|\+442079460[0-9]{3}|\+1[2-9][0-9]{2}55501[0-9]{2}")


def all_users(caller: Caller) -> list[dict[str, Any]]:
    page = caller.get("users")
    rows: list[dict[str, Any]] = page["data"]
    while page["has_more"]:
        page = caller.get("users", last_seen_id=page["last_seen_id"])
        rows += page["data"]
    return rows


def test_users_come_in_pages_by_the_last_seen_id(caller: Caller) -> None:
    first = caller.get("users")
    assert (first["count"], first["has_more"]) == (20, True)
    assert first["last_seen_id"] == first["data"][-1]["id"]
    ids = [row["id"] for row in all_users(caller)]
    assert ids == [user.id for user in caller.simulator.account.users]


def test_a_cursor_that_is_no_number_starts_again(caller: Caller) -> None:
    assert caller.get("users", last_seen_id="{'id': 41020}") == caller.get("users")


def test_the_page_can_be_smaller(caller: Caller) -> None:
    assert caller.get("users", limit=3)["count"] == 3


def test_the_cursor_can_be_stuck(caller: Caller) -> None:
    caller.switch(users_cursor=UsersCursor.STUCK)
    first = caller.get("users")
    assert caller.get("users", last_seen_id=first["last_seen_id"]) == first
    assert first["has_more"] is True


def test_the_first_agent_is_asha_rao(caller: Caller) -> None:
    agent = all_users(caller)[0]["agent"]
    assert agent == {"id": "0501234560001", "name": "Asha Rao", "status": 0, "follow_me_number": "+447700900001"}
    assert caller.simulator.agent_id == "0501234560001"


def test_there_is_a_user_without_agent_and_one_with_a_status_nobody_knows(caller: Caller) -> None:
    rows = all_users(caller)
    assert [row["name"] for row in rows if "agent" not in row] == ["Hamish Reid"]
    assert {row["agent"]["status"] for row in rows if "agent" in row} == {0, 1, 2, 3, 4, 7}


def test_users_can_be_narrowed_by_extension(caller: Caller) -> None:
    assert all(row["extension"] for row in caller.get("users", is_extension_created=1)["data"])
    assert not any(row["extension"] for row in caller.get("users", is_extension_created=0)["data"])


def test_one_user_can_be_asked_for(caller: Caller) -> None:
    details = caller.get("user/41001")["data"]
    assert (details["name"], details["agent"]["agent_status"]) == ("Asha Rao", 0)
    assert caller.get("user/41008")["data"]["agent"] is None
    assert caller.http.get("/v1/user/1").status_code == 404


def test_numbers_are_a_bare_array_or_wrapped(caller: Caller) -> None:
    bare = caller.get("my_number")
    assert bare[0] == {
        "id": "1000001",
        "name": "Sales London",
        "alias": "442079460123",
        "did": "+442079460123",
        "destination": "agent||0501234560001",
    }
    assert tuple(row["did"] for row in bare) == caller.simulator.numbers
    caller.switch(numbers_form=ListForm.WRAPPED)
    assert caller.get("my_number") == {"data": bare}


def test_every_number_is_from_a_range_kept_for_fiction() -> None:
    account = SimulatedAccount(3)
    numbers = [number.did for number in account.numbers]
    numbers += [contact.phone for contact in account.contacts] + [blocked.number for blocked in account.blocked]
    numbers += [user.agent.follow_me_number for user in account.users if user.agent]
    assert [number for number in numbers if not FICTIONAL.fullmatch(number)] == []


def test_the_seed_makes_the_secrets() -> None:
    one, same, other = (SimulatedAccount(seed) for seed in (1, 1, 2))
    assert (one.token, one.support_key, one.password) == (same.token, same.support_key, same.password)
    assert not {one.token, one.support_key, one.password} & {other.token, other.support_key, other.password}
