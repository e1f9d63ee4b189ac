"""Notes on calls (contract §5, “Call notes”)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from acefone_desktop.adapters.acefone import wire
from acefone_desktop.adapters.acefone.wire import NoteRow
from acefone_desktop.domain.provider_directory import CallNote, ListPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acefone_desktop.adapters.acefone.http.session import Session

PAGE_SIZE: Final = 50
LATEST_MS: Final = 253_402_300_799_000
"""End of the year 9999, in milliseconds."""


class CallNotes:
    """What agents wrote about calls. `add` takes a call's id, `change` and `delete` a note's."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def page(self, customer_number: str, page: int = 1) -> ListPage[CallNote]:
        """Notes on the calls with one customer."""
        path = f"call/notes/{quote(customer_number, safe='')}"
        decoded = wire.checked_list(await self._session.get(path, {"page": page, "limit": PAGE_SIZE}))
        return ListPage(tuple(map(_note, wire.rows(decoded, NoteRow))), page, wire.total(decoded))

    async def add(self, call_id: str, message: str, dispositions: Sequence[str] = ()) -> None:
        """Writes a note on a call."""
        await self._session.act("POST", _path(call_id), _body(message, dispositions))

    async def change(self, note_id: str, message: str, dispositions: Sequence[str] = ()) -> None:
        """Replaces a note."""
        await self._session.act("PUT", _path(note_id), _body(message, dispositions))

    async def delete(self, note_id: str) -> None:
        """Deletes a note."""
        await self._session.act("DELETE", _path(note_id))


def _path(identifier: str) -> str:
    return f"call/note/{quote(identifier, safe='')}"


def _body(message: str, dispositions: Sequence[str]) -> dict[str, str]:
    return {"message": message} | ({"agent_disposition": "|".join(dispositions)} if dispositions else {})


def _note(row: NoteRow) -> CallNote:
    content = row.notes if isinstance(row.notes, dict) else {"message": row.notes}
    return CallNote(
        id=wire.text(row.own_id) or wire.text(row.id),
        text=wire.text(content.get("message")),
        author=wire.text(content.get("name")),
        written_at=_moment(row.calldate),
    )


def _moment(value: Any) -> datetime | None:
    """Extended JSON of a document database: `{"$date": {"$numberLong": "milliseconds"}}`, more or less wrapped."""
    for wrapper in ("$date", "$numberlong"):
        if isinstance(value, dict):
            value = value.get(wrapper)
    milliseconds = wire.whole(value, -1)
    if not 0 <= milliseconds <= LATEST_MS:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
