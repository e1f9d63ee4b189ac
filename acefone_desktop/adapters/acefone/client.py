"""The provider's API as the rest of the program sees it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from acefone_desktop.domain.account import read_base_url

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, tzinfo

    import httpx

    from acefone_desktop.adapters.acefone.endpoints.blocked_numbers import BlockedNumbers
    from acefone_desktop.adapters.acefone.endpoints.calls import Calls
    from acefone_desktop.adapters.acefone.endpoints.contacts import ProviderContacts
    from acefone_desktop.adapters.acefone.endpoints.directory import Directory
    from acefone_desktop.adapters.acefone.endpoints.notes import CallNotes
    from acefone_desktop.adapters.acefone.endpoints.scheduled_calls import ScheduledCalls
    from acefone_desktop.adapters.acefone.http.pacing import Pace
    from acefone_desktop.adapters.acefone.http.session import Session
    from acefone_desktop.adapters.acefone.http.sign_in import SignIn
    from acefone_desktop.domain.account import Agent, CallerId
    from acefone_desktop.domain.call_control import Department
    from acefone_desktop.domain.dialing import Accepted, CallIntent
    from acefone_desktop.domain.polling_budget import RequestKind
    from acefone_desktop.domain.provider_directory import CallOption
    from acefone_desktop.domain.reports import CallRecordPage, LiveCall


class AcefoneClient:
    """One account over HTTP: the `Telephony` port, and a group of calls for each other part of the API.

    `base_url` is without `/v1`, `zone` is that of the server's naive stamps, `on_request` hears of each request as it
    leaves. Raises `AddressNotUsableError` for an address that is neither https nor this computer. To be used on one
    event loop. What a request needs is loaded when the first is near (see `prepare`): an app that waits in the tray
    stays small.
    """

    def __init__(
        self,
        base_url: str,
        sign_in: SignIn,
        zone: tzinfo,
        transport: httpx.AsyncBaseTransport | None = None,
        pace: Pace | None = None,
        on_request: Callable[[RequestKind], None] | None = None,
    ) -> None:
        self._base_url = read_base_url(base_url)
        self._on_request = on_request
        self._is_sure_of_zone = False
        self._sign_in, self._zone, self._transport, self._pace = sign_in, zone, transport, pace

    @cached_property
    def _session(self) -> Session:
        from acefone_desktop.adapters.acefone.http.pacing import Pace  # noqa: PLC0415
        from acefone_desktop.adapters.acefone.http.session import Session  # noqa: PLC0415
        from acefone_desktop.adapters.acefone.http.transport import Transport  # noqa: PLC0415

        pace = self._pace or Pace()
        return Session(Transport(self._base_url, pace, self._transport, self._on_request), self._sign_in, pace)

    @cached_property
    def calls(self) -> Calls:
        """Placing, following and ending calls."""
        from acefone_desktop.adapters.acefone.endpoints.calls import Calls  # noqa: PLC0415

        calls = Calls(self._session, self._zone)
        calls.use_zone(self._zone, is_sure=self._is_sure_of_zone)
        return calls

    @cached_property
    def directory(self) -> Directory:
        """The account's users and numbers."""
        from acefone_desktop.adapters.acefone.endpoints.directory import Directory  # noqa: PLC0415

        return Directory(self._session)

    @cached_property
    def contacts(self) -> ProviderContacts:
        """The account's contacts and their groups."""
        from acefone_desktop.adapters.acefone.endpoints.contacts import ProviderContacts  # noqa: PLC0415

        return ProviderContacts(self._session)

    @cached_property
    def notes(self) -> CallNotes:
        """Notes on calls."""
        from acefone_desktop.adapters.acefone.endpoints.notes import CallNotes  # noqa: PLC0415

        return CallNotes(self._session)

    @cached_property
    def blocked_numbers(self) -> BlockedNumbers:
        """Numbers that the account does not take calls from."""
        from acefone_desktop.adapters.acefone.endpoints.blocked_numbers import BlockedNumbers  # noqa: PLC0415

        return BlockedNumbers(self._session)

    @cached_property
    def scheduled_calls(self) -> ScheduledCalls:
        """Calls that the provider places later."""
        from acefone_desktop.adapters.acefone.endpoints.scheduled_calls import ScheduledCalls  # noqa: PLC0415

        return ScheduledCalls(self._session, self._zone)

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

    async def departments(self) -> tuple[Department, ...]:
        """The account's departments."""
        return await self.directory.departments()

    async def use_option(self, option: CallOption, call_id: str, *, agent_id: str = "", intercom: str = "") -> None:
        """Listens in, whispers, barges or transfers; one request, never repeated."""
        await self.calls.use_option(option, call_id, agent_id=agent_id, intercom=intercom)

    async def server_time(self) -> datetime | None:
        """The provider's clock; None where it does not say."""
        return await self.calls.server_time()

    async def sign_out(self) -> None:
        """Ends a login with the provider."""
        await self._session.sign_out()

    def prepare(self) -> None:
        """Makes ready what the first request would otherwise wait for (a tenth of a second); sends nothing."""
        self._session.prepare()
        _ = self.calls, self.directory

    def use_zone(self, zone: tzinfo, *, is_sure: bool) -> None:
        """Naive stamps are of this zone, and `is_sure`: as those of earlier calls were. From the next request on."""
        self._zone, self._is_sure_of_zone = zone, is_sure
        if "calls" in self.__dict__:
            self.calls.use_zone(zone, is_sure=is_sure)

    async def renew_connections(self) -> None:
        """The computer has slept: kept connections may be dead, and are let go."""
        if "_session" in self.__dict__:
            await self._session.renew()

    async def close(self) -> None:
        """Gives connections back; cancels nothing that was sent."""
        if "_session" in self.__dict__:
            await self._session.close()
