"""Setting an account up, keeping its secret, and signing out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urlsplit

from acefone_desktop.domain.account import AccountOverview, ApiToken, Credentials, Login, read_base_url
from acefone_desktop.domain.errors import (
    GatewayRefusedError,
    NotAllowedError,
    NotSetUpError,
    ProviderError,
    SecretMissingError,
    TokenRefusedError,
    VaultError,
)
from acefone_desktop.domain.settings import AccountSettings
from acefone_desktop.services.ports import Telephony

if TYPE_CHECKING:
    from datetime import datetime

    from acefone_desktop.domain.account import Agent, ServiceRegion
    from acefone_desktop.domain.call_control import Department
    from acefone_desktop.domain.provider_directory import CallOption
    from acefone_desktop.services.ports import SettingsStore, Vault

TOKEN: Final = "token"  # noqa: S105 (the secret's name in the keyring)
PASSWORD: Final = "password"  # noqa: S105


class ProviderAccount(Telephony, Protocol):
    """The provider, signed in as one account."""

    def prepare(self) -> None:
        """Makes ready what the first request would otherwise wait for; sends nothing."""
        ...

    async def departments(self) -> tuple[Department, ...]:
        """The groups that answer together; raises `ProviderError` and its kinds, such as where there are none."""
        ...

    async def use_option(self, option: CallOption, call_id: str, *, agent_id: str = "", intercom: str = "") -> None:
        """Listens in, whispers, barges as `agent_id`, or transfers to `intercom`: one request, never repeated.

        Raises `ActionUnknownError` where it may have been done, and what `Telephony` raises.
        """
        ...

    async def sign_out(self) -> None:
        """Ends a login; a token of the portal stays valid."""
        ...

    async def server_time(self) -> datetime | None:
        """The provider's clock, aware; None where it does not say."""
        ...


Connect = Callable[[str, Credentials], ProviderAccount]
"""Makes the provider's account at a base address; sends nothing yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChoice:
    """What a person decided at the end of the assistant."""

    region: ServiceRegion
    base_url: str
    credentials: Credentials
    agent: Agent
    overview: AccountOverview
    for_this_session: bool = False
    """Keep the secret in memory only, where there is no usable keyring."""


class AccountSetup:
    """The first-run assistant's and the settings' way to an account. `session_vault` forgets when the program ends."""

    def __init__(self, connect: Connect, vault: Vault, session_vault: Vault, settings: SettingsStore) -> None:
        self._connect = connect
        self._vault = vault
        self._session_vault = session_vault
        self._settings = settings

    async def check(self, base_url: str, credentials: Credentials) -> AccountOverview:
        """Signs in and looks around; one attempt per call, so call it when a person asks for it.

        Raises `TokenRefusedError` (401), `NotAllowedError` (rights missing: says which), `GatewayRefusedError` or
        `WrongAddressError` (the region is likely wrong), `LoginFailedError`, `LoginLockedError`, `OfflineError` and
        its kinds.
        """
        provider = self._connect(base_url, credentials)
        try:
            return await _look_around(provider)
        except TokenRefusedError as error:
            host = urlsplit(base_url).hostname or base_url
            detail = f"It was shown to {host}; a token of another region is refused there too."
            raise TokenRefusedError(detail, server_message=error.server_message) from error
        finally:
            await provider.close()

    async def save(self, choice: AccountChoice) -> AccountSettings:
        """Keeps the secret, then the settings. Raises `VaultError` before anything is changed."""
        name, secret, email = _secret_of(choice.credentials)
        if choice.for_this_session:
            await self._session_vault.write(name, secret)
        else:
            await self._vault.write(name, secret)
            await self._vault.delete(PASSWORD if name == TOKEN else TOKEN)
            await self._session_vault.delete(name)
        await self._session_vault.delete(PASSWORD if name == TOKEN else TOKEN)
        account = AccountSettings(
            region=choice.region,
            base_url=read_base_url(choice.base_url),
            sign_in="token" if name == TOKEN else "login",
            email=email,
            agent=choice.agent,
            caller_ids=choice.overview.caller_ids,
        )
        settings = self._settings.load()
        if settings.account is not None and settings.account.base_url == account.base_url:
            account = replace(account, time_zone=settings.account.time_zone)
        self._settings.save(settings.changed_by(account=account))
        return account

    async def credentials(self) -> Credentials:
        """The saved account's secret. Raises `NotSetUpError` where there is none, and `VaultError`."""
        account = self._settings.load().account
        if account is None:
            raise NotSetUpError
        name = PASSWORD if account.sign_in == "login" else TOKEN
        secret = await self._session_vault.read(name) or await self._vault.read(name)
        if secret is None:
            raise SecretMissingError
        return Login(account.email, secret) if name == PASSWORD else ApiToken(secret)

    async def sign_out(self) -> None:
        """Ends a login with the provider, removes the secrets and then the account from the settings.

        Raises `VaultError` when a secret that the keyring holds cannot be removed; the account then stays, so that it
        can be tried again.
        """
        settings = self._settings.load()
        if settings.account is not None and settings.account.sign_in == "login":
            await self._end_login(settings.account)
        await self._forget_secrets()
        self._settings.save(self._settings.load().changed_by(account=None))  # others may have changed meanwhile

    async def _forget_secrets(self) -> None:
        for name in (TOKEN, PASSWORD):
            for_this_session = await self._session_vault.read(name) is not None
            await self._session_vault.delete(name)
            try:
                await self._vault.delete(name)
            except VaultError:
                if not for_this_session and self._is_kept(name):
                    raise

    def _is_kept(self, name: str) -> bool:
        """Whether the settings lead one to expect this secret in the keyring."""
        account = self._settings.load().account
        return account is not None and name == (PASSWORD if account.sign_in == "login" else TOKEN)

    async def _end_login(self, account: AccountSettings) -> None:
        try:
            credentials = await self.credentials()
        except NotSetUpError:
            return
        provider = self._connect(account.base_url, credentials)
        try:
            await provider.sign_out()
        finally:
            await provider.close()


async def _look_around(provider: ProviderAccount) -> AccountOverview:
    """All that the app needs to read. Where some of it is forbidden, what the rest says tells why."""
    agents: tuple[Agent, ...] = ()
    refusals: dict[str, ProviderError] = {}
    try:
        await provider.live_calls()
    except (NotAllowedError, GatewayRefusedError) as error:
        refusals["live_calls"] = error
    try:
        agents = await provider.agents()
    except (NotAllowedError, GatewayRefusedError) as error:
        refusals["users"] = error
    try:
        overview = AccountOverview(agents, await provider.caller_ids())
    except (NotAllowedError, GatewayRefusedError) as error:
        refusals["my_number"] = error
    if not refusals:
        return overview
    raise _why_refused(refusals)


def _why_refused(refusals: dict[str, ProviderError]) -> ProviderError:
    said = next((error.server_message for error in refusals.values() if error.server_message), "")
    everything_by_gateway = len(refusals) == 3 and all(  # noqa: PLR2004 (all that was tried)
        isinstance(error, GatewayRefusedError) for error in refusals.values()
    )
    if everything_by_gateway:
        return GatewayRefusedError("It turned away all that was tried.", server_message=said)
    return NotAllowedError(f"It lacks: {', '.join(refusals)}.", server_message=said)


def _secret_of(credentials: Credentials) -> tuple[str, str, str]:
    """Name in the keyring, secret, and the e-mail address for the settings."""
    if isinstance(credentials, Login):
        return PASSWORD, credentials.password, credentials.email
    return TOKEN, credentials.value, ""
