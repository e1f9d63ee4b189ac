"""Starting, watching and ending calls (contract §1, §2, §4–§6)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from acefone_desktop.adapters.acefone import wire
from acefone_desktop.adapters.acefone.http import replies
from acefone_desktop.adapters.acefone.http.no_answer import NoAnswerError
from acefone_desktop.adapters.acefone.reports.call_rows import read_call_records, read_live_calls
from acefone_desktop.domain.dialing import Accepted
from acefone_desktop.domain.errors import OutcomeUnknownError
from acefone_desktop.domain.provider_directory import CallOption, SupportCall

if TYPE_CHECKING:
    from datetime import tzinfo

    from acefone_desktop.adapters.acefone.http.replies import Reply
    from acefone_desktop.adapters.acefone.http.session import Session
    from acefone_desktop.domain.dialing import CallIntent
    from acefone_desktop.domain.reports import CallRecordPage, LiveCall

RECORDS_PER_PAGE: Final = 100
UNSURE_OF_ZONE: Final = timedelta(hours=14)
"""How far a window of records is widened: which zone an account's naive stamps are in is not certain (contract §9)."""
SURE_OF_ZONE: Final = timedelta(minutes=75)
"""The same where the zone was found: it may have begun or ended summer time since."""


class Calls:
    """The calls of the account."""

    def __init__(self, session: Session, zone: tzinfo) -> None:
        self._session = session
        self._zone, self._widening = zone, UNSURE_OF_ZONE

    def use_zone(self, zone: tzinfo, *, is_sure: bool) -> None:
        """Reads and writes naive stamps in this zone from now on."""
        self._zone, self._widening = zone, SURE_OF_ZONE if is_sure else UNSURE_OF_ZONE

    async def originate(self, intent: CallIntent) -> Accepted:
        """Sends the one POST of this dial (`click_to_call`); for errors see the `Telephony` port."""
        return await self._dialled(self._session.dial("click_to_call", dial_body(intent)))

    async def originate_support(self, call: SupportCall) -> Accepted:
        """Rings the customer first (`click_to_call_support`); sent once, authorised by the key in it alone."""
        body = {
            "customer_number": call.customer_number,
            "api_key": call.api_key,
            "async": 1,
            "caller_id": call.caller_id,
            "customer_ring_timeout": call.ring_timeout_s,
            "call_timeout": call.max_length_s,
            "custom_identifier": call.custom_identifier,
        }
        return await self._dialled(self._session.dial_without_token("click_to_call_support", _said(body)))

    async def live_calls(
        self, *, agent_number: str = "", extension: str = "", did_number: str = "", call_id: str = ""
    ) -> tuple[LiveCall, ...]:
        """The account's running calls, all or filtered by the provider."""
        query = _said(
            {"agent_number": agent_number, "extension": extension, "did_number": did_number, "call_id": call_id}
        )
        return read_live_calls(wire.checked_list(await self._session.get("live_calls", query)), self._zone)

    async def call_records(self, since: datetime, until: datetime, *, page: int = 1) -> CallRecordPage:
        """Finished calls. The window is asked for wider on both sides; rows outside it may come."""
        query: dict[str, str | int] = {
            "from_date": self._stamp(since - self._widening),
            "to_date": self._stamp(until + self._widening),
            "page": page,
            "limit": RECORDS_PER_PAGE,
        }
        return read_call_records(wire.checked_list(await self._session.get("call/records", query)), self._zone)

    async def hang_up(self, call_id: str) -> None:
        """Ends a running call, both legs."""
        await self._session.act("POST", "call/hangup", {"call_id": call_id})

    async def use_option(self, option: CallOption, call_id: str, *, agent_id: str = "", intercom: str = "") -> None:
        """Listens in, whispers or barges as `agent_id`, or transfers to `intercom`."""
        body = {"type": option.value, "call_id": call_id, "agent_id": agent_id, "intercom": intercom}
        await self._session.act("POST", "call/options", _said(body))

    async def server_time(self) -> datetime | None:
        """The provider's clock, as its cheapest reply states it."""
        return await self._session.server_time("live_calls")

    def _stamp(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._zone):%Y-%m-%d %H:%M:%S}"

    @staticmethod
    async def _dialled(sending: Any) -> Accepted:
        try:
            reply = await sending
        except NoAnswerError as error:
            raise OutcomeUnknownError from error
        return accepted(reply)


def dial_body(intent: CallIntent) -> dict[str, str | int]:
    """The request as sent: digits only, always asynchronous, what is not chosen left out (contract §1)."""
    request = intent.request
    return _said(
        {
            "agent_number": request.agent_id,
            "destination_number": request.digits,
            "async": "1",
            "caller_id": request.caller_id or "",
            "call_timeout": request.max_length_s,
            "custom_identifier": intent.identifier,
        }
    )


def accepted(reply: Reply) -> Accepted:
    """What a dial's reply says. Raises `OutcomeUnknownError` where it leaves open whether the dial was taken."""
    decoded = replies.decode(reply)
    said = replies.server_message(decoded)
    if reply.is_trouble or (reply.is_success and not _tells(decoded)):
        raise OutcomeUnknownError(f"The answer had status {reply.status} and did not say.", server_message=said)
    if replies.succeeded(decoded) and not reply.is_success:
        raise OutcomeUnknownError("The answer contradicts itself.", server_message=said)
    if (error := replies.failure(reply, decoded)) is not None:
        raise error
    return Accepted(message=said, ref_id=wire.text(decoded.get("ref_id")), at=reply.server_time)


def _tells(decoded: Any) -> bool:
    """Whether a reply with a good status says yes or no: by `success`, or by a message or `ref_id` alone."""
    if not isinstance(decoded, dict):
        return False
    return replies.succeeded(decoded) is not None or bool(
        replies.server_message(decoded) or wire.text(decoded.get("ref_id"))
    )


def _said(fields: dict[str, Any]) -> dict[str, Any]:
    """Without what was left open."""
    return {name: value for name, value in fields.items() if value not in {None, ""}}
