"""Numbers the account does not take calls from (contract §7, “Block”)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from acefone_desktop.adapters.acefone import wire
from acefone_desktop.adapters.acefone.wire import BlockedNumberRow
from acefone_desktop.domain.provider_directory import BlockedNumber

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acefone_desktop.adapters.acefone.http.session import Session


class BlockedNumbers:
    """The account's block list. `scope` is the provider's `block_key`; `numbers_called` belong to the scope `did`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def all(self) -> tuple[BlockedNumber, ...]:
        """The whole list."""
        decoded = wire.checked_list(await self._session.get("blocked_numbers"))
        return tuple(map(_blocked, wire.rows(decoded, BlockedNumberRow)))

    async def add(self, number: str, scope: str, numbers_called: Sequence[str] = ()) -> None:
        """Blocks a number (5 to 50 characters, the provider's bounds)."""
        await self._session.act("POST", "blocked_number", _body(number, scope, numbers_called))

    async def change(self, blocked_id: str, number: str, scope: str, numbers_called: Sequence[str] = ()) -> None:
        """Replaces an entry."""
        await self._session.act("PUT", _path(blocked_id), _body(number, scope, numbers_called))

    async def delete(self, blocked_id: str) -> None:
        """Takes an entry off the list."""
        await self._session.act("DELETE", _path(blocked_id))


def _path(blocked_id: str) -> str:
    return f"blocked_number/{quote(blocked_id, safe='')}"


def _body(number: str, scope: str, numbers_called: Sequence[str]) -> dict[str, Any]:
    body: dict[str, Any] = {"src_number": number, "block_key": scope}
    return body | {"did_numbers": list(numbers_called)} if scope == "did" else body


def _blocked(row: BlockedNumberRow) -> BlockedNumber:
    called = row.did_numbers if isinstance(row.did_numbers, list) else []
    return BlockedNumber(
        id=wire.text(row.id),
        number=wire.text(row.src_number) or wire.text(row.number),
        scope=wire.text(row.block_key),
        numbers_called=tuple(text for each in called if (text := wire.text(each))),
    )
