"""Callbacks planned at the provider (contract §7, “Scheduled callbacks”)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from acefone_desktop.adapters.acefone import wire
from acefone_desktop.adapters.acefone.wire import ScheduledCallRow
from acefone_desktop.domain.provider_directory import ListPage, ScheduledCall

if TYPE_CHECKING:
    from datetime import tzinfo

    from acefone_desktop.adapters.acefone.http.session import Session

STAMP: Final = "%Y-%m-%d %H:%M:%S"
PAGE_SIZE: Final = 50


class ScheduledCalls:
    """Callbacks with their times, which the provider writes in the account's zone."""

    def __init__(self, session: Session, zone: tzinfo) -> None:
        self._session = session
        self._zone = zone

    async def page(
        self, page: int = 1, *, since: datetime | None = None, until: datetime | None = None
    ) -> ListPage[ScheduledCall]:
        """One page of callbacks, between two aware moments where given."""
        query: dict[str, str | int] = {"page": page, "limit": PAGE_SIZE}
        if since is not None:
            query["from_date"] = self._stamp(since)
        if until is not None:
            query["to_date"] = self._stamp(until)
        decoded = wire.checked_list(await self._session.get("schedule_calls", query))
        return ListPage(tuple(map(self._call, wire.rows(decoded, ScheduledCallRow))), page, wire.total(decoded))

    async def add(self, call: ScheduledCall) -> None:
        """Plans a callback."""
        await self._session.act("POST", "schedule_call", self._body(call))

    async def change(self, call: ScheduledCall) -> None:
        """Replaces the callback with this id."""
        await self._session.act("PUT", _path(call.id), self._body(call))

    async def delete(self, call_id: str) -> None:
        """Gives a callback up."""
        await self._session.act("DELETE", _path(call_id))

    def _stamp(self, moment: datetime) -> str:
        return moment.astimezone(self._zone).strftime(STAMP)

    def _body(self, call: ScheduledCall) -> dict[str, Any]:
        fields = {
            "customer_name": call.customer_name,
            "customer_number": call.customer_number,
            "schedule_callback_date_time": self._stamp(call.at) if call.at is not None else "",
            "schedule_callback_text": call.text,
            "assigned_to": call.assigned_to,
            "call_end_min": call.ends_after_min,
        }
        return {name: value for name, value in fields.items() if value not in {None, ""}}

    def _call(self, row: ScheduledCallRow) -> ScheduledCall:
        assigned = row.assigned_to.get("id") if isinstance(row.assigned_to, dict) else row.assigned_to
        return ScheduledCall(
            id=wire.text(row.id),
            customer_name=wire.text(row.customer_name),
            customer_number=wire.text(row.customer_number),
            at=self._moment(wire.text(row.schedule_callback_date_time)),
            text=wire.text(row.schedule_callback_text),
            assigned_to=wire.text(assigned),
        )

    def _moment(self, stamp: str) -> datetime | None:
        try:
            moment = datetime.fromisoformat(stamp)
        except ValueError:
            return None
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=self._zone)


def _path(call_id: str) -> str:
    return f"schedule_call/{quote(call_id, safe='')}"
