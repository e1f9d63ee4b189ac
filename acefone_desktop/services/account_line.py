"""The saved account at work: opened with what the keyring holds, closed and opened again when something changes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from acefone_desktop.domain.errors import ListenerError, NotSetUpError, ProviderError, StillOpeningError

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.domain.account import CallerId
    from acefone_desktop.domain.call_control import ControlDirectory, TransferTarget
    from acefone_desktop.domain.calls import Call, CallKey
    from acefone_desktop.domain.dialing import DialOutcome, DialRequest
    from acefone_desktop.domain.polling_budget import RequestUse
    from acefone_desktop.domain.provider_directory import CallOption
    from acefone_desktop.domain.server_zone import FoundZones
    from acefone_desktop.services.account import AccountSetup
    from acefone_desktop.services.account_watch import AccountLook
    from acefone_desktop.services.calling import CallingSession, OpenSession
    from acefone_desktop.services.ports import CallListener, SettingsStore, Vault
    from acefone_desktop.services.webhook_desk import WebhookDesk

LISTENER_SECRET: Final = "listener"  # noqa: S105 (the secret's name in the keyring)
OPENING_PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True)
class OpenedLine:
    """What came of opening: the calls it took up, and why webhooks are not heard though they are wanted."""

    calls: tuple[Call, ...]
    listener_trouble: ListenerError | None = None


Numbers = tuple["CallerId", ...] | ProviderError
"""The account's caller IDs, or why they are not known."""


def _tell_nobody(_: ListenerError | ProviderError | FoundZones | None) -> None:
    """Whoever opens a line for a moment need not know how its listener is, or whether calls can be looked at."""


class AccountLine:
    """At most one open session. To be used on one event loop.

    `vault` keeps the listener's secret; `new_secret` makes one.
    """

    def __init__(
        self,
        setup: AccountSetup,
        settings: SettingsStore,
        vault: Vault,
        open_session: OpenSession,
        new_secret: Callable[[], str],
    ) -> None:
        self.setup = setup
        self._settings, self._vault = settings, vault
        self._open_session, self._new_secret = open_session, new_secret
        self._session: CallingSession | None = None
        self._asking: asyncio.Task[None] | None = None
        self._watching: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()

    async def open(
        self,
        on_calls: CallListener,
        on_kept: Callable[[], None],
        on_listener: Callable[[ListenerError | None], None] = _tell_nobody,
        on_sight: Callable[[ProviderError | None], None] = _tell_nobody,
        on_zones: Callable[[FoundZones], None] = _tell_nobody,
    ) -> OpenedLine:
        """Opens the saved account's session afresh, closing one that is open. Nothing is sent unless calls are open.

        `on_calls` hears of calls that changed, `on_kept` each time some have come to disk, `on_listener` why webhooks
        are no longer heard, and `on_sight` why open calls cannot be looked at; both None once they are or can again.
        `on_zones` hears what is found of the time zone of Acefone's times.

        Raises `NotSetUpError`, `VaultError` and `StorageError`; no session is open then.
        """
        async with self._turn:
            await self._close()
            settings = self._settings.load()
            credentials = await self.setup.credentials()
            secret = await self.listener_secret() if settings.listener.enabled else ""
            session = self._open_session(settings, credentials, secret)
            try:
                trouble = await session.open()
            except BaseException:
                await session.close()
                raise
            session.tracker.subscribe(on_calls)
            session.tracker.tell_when_kept(on_kept)
            session.tracker.tell_of_sight(on_sight)
            session.watch_listener(on_listener)
            session.watch_zones(on_zones)
            self._session = session
            return OpenedLine(session.tracker.calls, trouble)

    async def read_journal(self) -> None:
        """Another process has kept news of calls. Raises `StorageError`.

        Where no session is open, the next one takes them up by itself.
        """
        async with self._turn:
            if self._session is not None:
                await self._session.tracker.read_journal()

    async def prepare(self, on_numbers: Callable[[Numbers], None]) -> None:
        """A call is near: loads what it needs, and looks at the account, so that a refused token is told before it.

        `on_numbers` hears of the account's numbers as they are now, or why they cannot be had. Does so once for each
        session; does nothing where none is open.
        """
        async with self._turn:
            if self._session is None or self._asking is not None:
                return
            self._session.provider.prepare()
            self._asking = asyncio.create_task(_ask_for_numbers(self._session, on_numbers), name="account numbers")

    async def close(self) -> None:
        """Closes the session, if one is open."""
        async with self._turn:
            await self._close()

    async def sign_out(self) -> None:
        """Closes the session, ends the login and forgets every secret; see `AccountSetup.sign_out`."""
        await self.close()
        await self.setup.sign_out()
        await self._vault.delete(LISTENER_SECRET)

    async def dial(self, request: DialRequest) -> DialOutcome:
        """See `Dialer.dial`; waits for a line that is being opened. Raises `NotSetUpError` where none is open."""
        return await (await self._opened()).dial(request)

    async def hang_up(self, key: CallKey) -> None:
        """See `CallTracker.hang_up`; waits and raises as `dial` does."""
        await (await self._opened()).hang_up(key)

    async def transfer(self, key: CallKey, target: TransferTarget) -> None:
        """See `CallController.transfer`; waits and raises as `dial` does."""
        await (await self._opened()).control.transfer(key, target)

    async def listen_in(self, option: CallOption, call_id: str) -> None:
        """See `CallController.listen_in`; waits and raises as `dial` does."""
        await (await self._opened()).control.listen_in(option, call_id)

    async def control_directory(self) -> ControlDirectory:
        """See `CallController.directory`; waits and raises as `dial` does."""
        return await (await self._opened()).control.directory()

    async def watch_account(self, on_look: Callable[[AccountLook], None]) -> None:
        """See `AccountWatch.run`; goes on over sessions that are closed and opened afresh.

        Until cancelled. Waits and raises as `dial` does, also when a session has been closed for good.
        """
        while True:
            session = await self._opened()
            watching = asyncio.create_task(session.watch.run(on_look), name="account watch")
            self._watching.add(watching)
            try:
                await asyncio.wait([watching])
            finally:
                self._watching.discard(watching)
                watching.cancel()
                await asyncio.gather(watching, return_exceptions=True)
            if not watching.cancelled():
                watching.result()  # it never ends by itself: this raises what went wrong

    async def listener_secret(self) -> str:
        """The secret that webhook senders must know; made and kept in the keyring the first time."""
        secret = await self._vault.read(LISTENER_SECRET)
        if secret is None:
            secret = self._new_secret()
            await self._vault.write(LISTENER_SECRET, secret)
        return secret

    async def webhook_desk(self) -> WebhookDesk:
        """What a person can do about webhooks. Raises `ListenerError` where they are not listened for."""
        desk = (await self._opened()).webhooks
        if desk is None:
            raise ListenerError("(It is switched off.)")
        return desk

    async def request_use(self) -> RequestUse:
        """What was asked of the provider in the last hour, by all processes. Waits and raises as `dial` does."""
        from acefone_desktop.domain.polling_budget import RequestUse  # noqa: PLC0415 (few look)

        requests = (await self._opened()).requests
        if requests is None:
            return RequestUse()
        requests.keep()  # takes up what other processes have counted
        return requests.use()

    async def _opened(self) -> CallingSession:
        """A person may be quicker than keyring and disk: what is asked for while the line opens is done once it is.

        Not much later, though: a call that leaves minutes after it was asked for is not what the person meant.
        """
        try:
            async with asyncio.timeout(OPENING_PATIENCE_S), self._turn:
                session = self._session
        except TimeoutError as error:
            raise StillOpeningError from error
        if session is None:
            raise NotSetUpError
        return session

    async def _close(self) -> None:
        asking, self._asking = self._asking, None
        if asking is not None:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
        for watching in tuple(self._watching):
            watching.cancel()
        await asyncio.gather(*self._watching, return_exceptions=True)
        session, self._session = self._session, None
        if session is not None:
            await session.close()


async def _ask_for_numbers(session: CallingSession, on_numbers: Callable[[Numbers], None]) -> None:
    try:
        on_numbers(await session.provider.caller_ids())
    except ProviderError as error:
        on_numbers(error)
