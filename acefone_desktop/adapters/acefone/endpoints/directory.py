"""Who is in the account, and which numbers it has (contract §7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from acefone_desktop.adapters.acefone import wire
from acefone_desktop.adapters.acefone.wire import AgentPart, DepartmentRow, NumberRow, UserRow
from acefone_desktop.domain.account import Agent, AgentId, CallerId
from acefone_desktop.domain.call_control import Department
from acefone_desktop.domain.errors import ReplyNotUnderstoodError
from acefone_desktop.domain.provider_directory import User

if TYPE_CHECKING:
    from acefone_desktop.adapters.acefone.http.session import Session

PAGE_SIZE: Final = 100
MOST_PAGES: Final = 500
"""An account has thousands of users at most; a server that never ends its list must not keep us."""


class Directory:
    """Users, agents and numbers, read only."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def users(self) -> tuple[User, ...]:
        """All users, over all pages. Ends where the cursor stops advancing, whatever `has_more` says."""
        found: dict[str, User] = {}
        cursor = 0
        for _ in range(MOST_PAGES):
            query: dict[str, str | int] = {"limit": PAGE_SIZE}
            if cursor:
                query["last_seen_id"] = cursor
            decoded = wire.checked_list(await self._session.get("users", query))
            before = len(found)
            found |= {user.id: user for row in wire.rows(decoded, UserRow) if (user := _user(row)).id}
            following = wire.whole(decoded.get("last_seen_id")) if isinstance(decoded, dict) else 0
            more = isinstance(decoded, dict) and decoded.get("has_more") in {True, "1", "true"}
            if not more or following <= cursor or len(found) == before:
                break
            cursor = following
        return tuple(found.values())

    async def user(self, user_id: str) -> User:
        """One user. Raises `RefusedError` where there is none."""
        decoded = await self._session.get(f"user/{quote(user_id, safe='')}")
        inner = decoded.get("data", decoded) if isinstance(decoded, dict) else None
        row = wire.row(inner, UserRow)
        if row is None:
            raise ReplyNotUnderstoodError
        return _user(row)

    async def agents(self) -> tuple[Agent, ...]:
        """The users who have a phone to ring."""
        return tuple(user.agent for user in await self.users() if user.agent is not None)

    async def caller_ids(self) -> tuple[CallerId, ...]:
        """The account's own numbers."""
        decoded = wire.checked_list(await self._session.get("my_number"))
        found: dict[str, CallerId] = {}
        for row in wire.rows(decoded, NumberRow):
            if number := wire.digits(row.did) or wire.digits(row.alias):
                found.setdefault(number, CallerId(number, wire.text(row.name) or wire.text(row.description)))
        return tuple(found.values())

    async def departments(self) -> tuple[Department, ...]:
        """The groups that answer together; the shape of a row is not documented (contract §7)."""
        decoded = wire.checked_list(await self._session.get("departments"))
        found = map(_department, wire.rows(decoded, DepartmentRow))
        return tuple(department for department in found if department.name or department.intercom)


def _department(row: DepartmentRow) -> Department:
    return Department(
        id=wire.text(row.id) or wire.text(row.department_id),
        name=wire.text(row.name) or wire.text(row.department_name),
        intercom=wire.digits(row.intercom) or wire.digits(_extension(row.extension)) or wire.digits(row.number),
    )


def _user(row: UserRow) -> User:
    role = row.user_role if isinstance(row.user_role, dict) else {}
    member = row.team_member if isinstance(row.team_member, dict) else {}
    if not role and isinstance(member.get("role"), dict):
        role = member["role"]
    return User(
        id=wire.text(row.id),
        name=wire.text(row.name),
        login_id=wire.text(row.login_id) or wire.text(member.get("login_id")),
        email=wire.text(member.get("email")),
        role=wire.text(role.get("name")),
        status=wire.text(row.user_status) or wire.text(member.get("status")),
        agent=_agent(row),
    )


def _agent(row: UserRow) -> Agent | None:
    part = wire.row(row.agent, AgentPart)
    if part is None or not wire.text(part.id):
        return None
    return Agent(
        id=AgentId(wire.text(part.id)),
        name=wire.text(part.name) or wire.text(row.name),
        phone=wire.digits(part.follow_me_number) or wire.digits(part.number),
        extension=_extension(row.extension) or _extension(part.extension),
        intercom=wire.text(row.intercom) or wire.text(part.intercom),
        status=wire.text(part.status) or wire.text(part.agent_status),
    )


def _extension(value: Any) -> str:
    """A bare value, or an object with `username`."""
    return wire.text(value.get("username")) if isinstance(value, dict) else wire.text(value)
