"""An account store with real parts behind it: the simulated account over HTTP, settings on disk, a vault in memory."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, NoReturn

from acefone_desktop.adapters.acefone.client import AcefoneClient
from acefone_desktop.adapters.acefone.http.pacing import Pace
from acefone_desktop.adapters.acefone.http.sign_ins import SignIns
from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile
from acefone_desktop.adapters.system_clock import SystemClock
from acefone_desktop.adapters.vault.session_vault import SessionVault
from acefone_desktop.app.certificate_reading import read_certificate
from acefone_desktop.bridge.account_store import AccountStore
from acefone_desktop.bridge.network_thread import NetworkThread
from acefone_desktop.bridge.polling_store import PollingStore
from acefone_desktop.bridge.settings_store import SettingsStore
from acefone_desktop.bridge.webhook_store import WebhookStore
from acefone_desktop.domain.account import Credentials
from acefone_desktop.domain.errors import OfflineError, VaultLockedError
from acefone_desktop.domain.settings import Settings
from acefone_desktop.services.account import AccountSetup, ProviderAccount
from acefone_desktop.services.account_line import AccountLine
from acefone_desktop.services.calling import CallingSession

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from acefone_desktop.domain.reports import LiveCall
    from acefone_desktop.services.account import Connect

PACE = Pace(spacing_s=0.001, first_wait_s=0.01, attempts=2, connect_s=2, reply_s=2)


class LockedVault(SessionVault):
    """A keyring whose owner does not unlock it, until `locked` is taken away."""

    def __init__(self) -> None:
        super().__init__()
        self.locked = True

    async def read(self, name: str) -> str | None:
        self._insist()
        return await super().read(name)

    async def write(self, name: str, secret: str) -> None:
        self._insist()
        await super().write(name, secret)

    async def delete(self, name: str) -> None:
        self._insist()
        await super().delete(name)

    def _insist(self) -> None:
        if self.locked:
            raise VaultLockedError


class ThinkingVault(SessionVault):
    """A keyring whose owner is making up their mind."""

    async def write(self, name: str, secret: str) -> None:  # noqa: ARG002
        await asyncio.Event().wait()


class SilentClient(AcefoneClient):
    """A provider that never answers."""

    async def live_calls(self) -> tuple[LiveCall, ...]:
        await asyncio.Event().wait()
        return ()


def real_client(base_url: str, credentials: Credentials) -> ProviderAccount:
    sign_in = SignIns(SystemClock()).sign_in(base_url, credentials, person_asked=True)
    return AcefoneClient(base_url, sign_in, UTC, pace=PACE)


def silent_client(base_url: str, credentials: Credentials) -> ProviderAccount:
    sign_in = SignIns(SystemClock()).sign_in(base_url, credentials, person_asked=True)
    return SilentClient(base_url, sign_in, UTC, pace=PACE)


def no_session(settings: Settings, credentials: Credentials, listener_secret: str) -> CallingSession:
    """Calls are not what these tests are about."""
    return _offline()


def _offline() -> NoReturn:
    raise OfflineError


@dataclass
class AccountDesk:
    """What a test looks into afterwards."""

    settings: SettingsStore
    account: AccountStore
    disk: SettingsFile
    vault: SessionVault
    session_vault: SessionVault
    webhooks: WebhookStore
    polling: PollingStore


@contextmanager
def account_desk(
    folder: Path, vault: SessionVault | None = None, connect: Connect = real_client
) -> Iterator[AccountDesk]:
    """Closed at the end."""
    network = NetworkThread()
    disk = SettingsFile(folder / "settings.json")
    kept, for_this_session = vault or SessionVault(), SessionVault()
    settings = SettingsStore(disk.load(), disk, network)
    setup = AccountSetup(connect, kept, for_this_session, disk)
    account = AccountStore(network, settings, lambda: AccountLine(setup, disk, kept, no_session, lambda: "s3cret"))
    try:
        webhooks = WebhookStore(account, settings, network, read_certificate)
        yield AccountDesk(settings, account, disk, kept, for_this_session, webhooks, PollingStore(account))
    finally:
        network.close()
