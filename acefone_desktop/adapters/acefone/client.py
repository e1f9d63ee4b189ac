"""The provider's API as the rest of the program sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acefone_desktop.adapters.acefone.endpoints.blocked_numbers import BlockedNumbers
from acefone_desktop.adapters.acefone.endpoints.calls import Calls
from acefone_desktop.adapters.acefone.endpoints.contacts import ProviderContacts
from acefone_desktop.adapters.acefone.endpoints.directory import Directory
from acefone_desktop.adapters.acefone.endpoints.notes import CallNotes
from acefone_desktop.adapters.acefone.endpoints.scheduled_calls import ScheduledCalls
from acefone_desktop.adapters.acefone.http.pacing import Pace
from acefone_desktop.adapters.acefone.http.session import Session
from acefone_desktop.adapters.acefone.http.transport import Transport

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    import httpx

    from acefone_desktop.adapters.acefone.http.sign_in import SignIn
    from acefone_desktop.domain.account import Agent, CallerId
    from acefone_desktop.domain.dialing import Accepted, CallIntent
    from acefone_desktop.domain.reports import CallRecordPage, LiveCall


class AcefoneClient:
    """One account over HTTP: the `Telephony` port, and a group of calls for each other part of the API.

    `base_url` is without `/v1`, `zone` is that of the server's naive stamps. Raises `AddressNotUsableError` for an
    address that is neither https nor this computer. To be used on one event loop.
    """

    def __init__(
        self,
        base_url: str,
        sign_in: SignIn,
        zone: tzinfo,
        transport: httpx.AsyncBaseTransport | None = None,
        pace: Pace | None = None,
    ) -> None:
        pace = pace or Pace()
        self._session = Session(Transport(base_url, pace, transport), sign_in, pace)
        self.calls = Calls(self._session, zone)
        self.directory = Directory(self._session)
        self.contacts = ProviderContacts(self._session)
        self.notes = CallNotes(self._session)
        self.blocked_numbers = BlockedNumbers(self._session)
        self.scheduled_calls = ScheduledCalls(self._session, zone)

    async def originate(self, intent: CallIntent) -> Accepted:
        """See `Telephony.originate`."""
        return await self.calls.originate(intent)

    async def live_calls(self) -> tuple[LiveCall, ...]:
        """All running calls of the account."""
        return await self.calls.live_calls()

    async def call_records(self, since: datetime, until: datetime, *, page: int = 1) -> CallRecordPage:
        """Finished calls of that time (aware), and some from around it."""
        return await self.calls.call_records(since, until, page=page)

    async def hang_up(self, call_id: str) -> None:
        """Ends a running call."""
        await self.calls.hang_up(call_id)

    async def agents(self) -> tuple[Agent, ...]:
        """The users who have a phone to ring."""
        return await self.directory.agents()

    async def caller_ids(self) -> tuple[CallerId, ...]:
        """The account's numbers."""
        return await self.directory.caller_ids()

    async def server_time(self) -> datetime | None:
        """The provider's clock; None where it does not say."""
        return await self.calls.server_time()

    async def sign_out(self) -> None:
        """Ends a login with the provider."""
        await self._session.sign_out()

    def prepare(self) -> None:
        """Makes ready what the first request would otherwise wait for (tens of milliseconds); sends nothing."""
        self._session.prepare()

    async def close(self) -> None:
        """Gives connections back; cancels nothing that was sent."""
        await self._session.close()
