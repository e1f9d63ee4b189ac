"""Users and numbers of the account; to read only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse

from acefone_desktop.simulator.switches import ListForm, UsersCursor

if TYPE_CHECKING:
    from starlette.responses import Response

    from acefone_desktop.simulator.account import User
    from acefone_desktop.simulator.calling.exchange import Exchange

_PAGE = 20


async def users(exchange: Exchange) -> Response:
    """`GET /v1/users`: pages by `last_seen_id`, an integer; anything else starts from the beginning."""
    wanted = [user for user in exchange.simulation.account.users if _is_wanted(exchange, user)]
    stuck = exchange.simulation.switches.users_cursor is UsersCursor.STUCK
    seen = 0 if stuck else exchange.whole_number("last_seen_id", 0)
    limit = min(100, max(1, exchange.whole_number("limit", _PAGE)))
    rest = [user for user in wanted if user.id > seen]
    shown = rest[:limit]
    return JSONResponse(
        {
            "has_more": stuck or len(rest) > len(shown),
            "count": len(shown),
            "last_seen_id": shown[-1].id if shown else seen,
            "data": [_row(user) for user in shown],
        }
    )


async def user(exchange: Exchange) -> Response:
    """`GET /v1/user/{id}`."""
    wanted = exchange.request.path_params["id"]
    for each in exchange.simulation.account.users:
        if str(each.id) == wanted:
            return JSONResponse({"data": _details(each)})
    return exchange.refused("User not found", 404)


async def my_number(exchange: Exchange) -> Response:
    """`GET /v1/my_number`: the account's numbers."""
    account = exchange.simulation.account
    rows = [
        {
            "id": number.id,
            "name": number.name,
            "alias": number.did.removeprefix("+"),
            "did": number.did,
            "destination": f"agent||{account.first_agent.id}",
        }
        for number in account.numbers
    ]
    wrapped = exchange.simulation.switches.numbers_form is ListForm.WRAPPED
    return JSONResponse({"data": rows} if wrapped else rows)


async def departments(exchange: Exchange) -> Response:
    """`GET /v1/departments`; the shape of a row is documented nowhere."""
    rows = [
        {"id": department.id, "name": department.name, "intercom": department.intercom, "description": ""}
        for department in exchange.simulation.account.departments
    ]
    wrapped = exchange.simulation.switches.departments_form is ListForm.WRAPPED
    return JSONResponse({"data": rows} if wrapped else rows)


def _is_wanted(exchange: Exchange, each: User) -> bool:
    has_extension = exchange.query("is_extension_created").lower()
    if has_extension in {"1", "true"}:
        return each.extension is not None
    if has_extension in {"0", "false"}:
        return each.extension is None
    return True


def _row(each: User) -> dict[str, object]:
    agent = each.agent
    return {
        "id": each.id,
        "name": each.name,
        "login_id": each.login_id,
        **(
            {
                "agent": {
                    "id": agent.id,
                    "name": agent.name,
                    "status": agent.status,
                    "follow_me_number": agent.follow_me_number,
                }
            }
            if agent
            else {}
        ),
        "extension": each.extension,
        "intercom": each.intercom,
        "user_role": {"id": 3, "name": "Agent"} if agent else {"id": 2, "name": "Supervisor"},
        "user_status": 1,
        "is_login_based_calling_enabled": False,
        "is_international_outbound_enabled": False,
    }


def _details(each: User) -> dict[str, object]:
    agent = each.agent
    return {
        "id": each.id,
        "name": each.name,
        "number": agent.follow_me_number if agent else None,
        "team_member": {
            "designation": "Agent" if agent else "Supervisor",
            "email": f"{each.login_id}@example.invalid",
            "login_id": each.login_id,
            "status": 1,
            "role": {"name": "Agent", "id": 3},
            "is_login_based_calling": False,
            "is_web_login_block": False,
            "users_for_cdr": {"type": "self", "value": []},
        },
        "agent": {
            "id": agent.id,
            "intercom": each.intercom,
            "number": agent.follow_me_number,
            "agent_status": agent.status,
            "extension": {"username": each.extension, "outbound_block": False} if each.extension else None,
            "sticky_Agent": False,
            "time_group": {"id": None, "name": ""},
            "failover_destination": {"id": None, "name": "", "type": ""},
            "is_international_outbound_enabled": False,
        }
        if agent
        else None,
    }
