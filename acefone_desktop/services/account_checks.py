"""The checks that concern the account: keyring, token, region, agent and clock."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from acefone_desktop.domain import token_claims
from acefone_desktop.domain.account import ApiToken
from acefone_desktop.domain.errors import (
    GatewayRefusedError,
    NotAllowedError,
    NotSetUpError,
    OfflineError,
    ProviderError,
    ServerTroubleError,
    WrongAddressError,
)
from acefone_desktop.domain.provider_directory import AgentStatus
from acefone_desktop.services.diagnostics import CheckResult, Status, problem

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from acefone_desktop.domain.account import Credentials
    from acefone_desktop.domain.settings import AccountSettings
    from acefone_desktop.services.account import Connect, ProviderAccount
    from acefone_desktop.services.ports import Clock, SettingsStore, Vault

PROBE: Final = "check"
"""Name of the entry that is written, read and removed again."""
EXPIRES_SOON: Final = timedelta(days=14)
CLOCK_TOLERANCE: Final = timedelta(seconds=60)

_ADDRESS_ERRORS = (WrongAddressError, GatewayRefusedError, OfflineError, ServerTroubleError)


class VaultCheck:
    """Writes, reads and removes an entry in the keyring."""

    name = "keyring"

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def run(self) -> CheckResult:
        """Raises `VaultError`."""
        wanted = secrets.token_hex(8)
        await self._vault.write(PROBE, wanted)
        found = await self._vault.read(PROBE)
        await self._vault.delete(PROBE)
        if found != wanted:
            return CheckResult(
                name=self.name,
                status=Status.PROBLEM,
                found="The keyring does not give back what was stored in it.",
                remedy="Check that your keyring works, or continue for this session only.",
            )
        return CheckResult(name=self.name, status=Status.OK, found="Secrets can be stored, read and removed.")


class AccountProbe:
    """The saved account, signed in once for all checks that ask it."""

    def __init__(
        self, settings: SettingsStore, credentials: Callable[[], Awaitable[Credentials]], connect: Connect
    ) -> None:
        self._settings = settings
        self._credentials = credentials
        self._connect = connect
        self._provider: ProviderAccount | None = None

    def account(self) -> AccountSettings:
        """Raises `NotSetUpError`."""
        account = self._settings.load().account
        if account is None:
            raise NotSetUpError
        return account

    async def credentials(self) -> Credentials:
        """Raises `NotSetUpError` and `VaultError`."""
        return await self._credentials()

    async def provider(self) -> ProviderAccount:
        """The same connection for everybody. Raises `NotSetUpError` and `VaultError`."""
        if self._provider is None:
            base_url = self.account().base_url
            self._provider = self._connect(base_url, await self.credentials())
        return self._provider

    async def close(self) -> None:
        """Gives the connection back."""
        if self._provider is not None:
            await self._provider.close()


class TokenCheck:
    """Shows the token, or the login, to the provider, and reads when it ends."""

    name = "token"

    def __init__(self, probe: AccountProbe, clock: Clock) -> None:
        self._probe = probe
        self._clock = clock

    async def run(self) -> CheckResult:
        """Raises `ProviderError`, `NotSetUpError` and `VaultError`."""
        credentials = await self._probe.credentials()
        await (await self._probe.provider()).live_calls()
        what = "The token" if isinstance(credentials, ApiToken) else "The login"
        end = token_claims.expiry(credentials) if isinstance(credentials, ApiToken) else None
        if end is None:
            return CheckResult(name=self.name, status=Status.OK, found=f"{what} is accepted.")
        found = f"{what} is accepted; it says that it ends on {end:%d %B %Y}."
        if end - self._clock.now() < EXPIRES_SOON:
            remedy = "Create a new one under API Connect → API Tokens in good time and paste it in Settings."
            return CheckResult(name=self.name, status=Status.WARNING, found=found, remedy=remedy)
        return CheckResult(name=self.name, status=Status.OK, found=found)


class RegionCheck:
    """Whether an Acefone API answers at the address, whatever it thinks of the token."""

    name = "region"

    def __init__(self, probe: AccountProbe) -> None:
        self._probe = probe

    async def run(self) -> CheckResult:
        """Raises `NotSetUpError` and `VaultError`."""
        account = self._probe.account()
        host = urlsplit(account.base_url).hostname or ""
        where = f"{account.region.name.capitalize()} at {host}"
        try:
            await (await self._probe.provider()).live_calls()
        except _ADDRESS_ERRORS as error:
            failed = problem(self.name, error)
            return CheckResult(
                name=self.name, status=failed.status, found=f"{where}: {failed.found}", remedy=failed.remedy
            )
        except ProviderError as error:
            found = f"{where} answers like the Acefone API ({error.code})."
            return CheckResult(name=self.name, status=Status.OK, found=found)
        return CheckResult(name=self.name, status=Status.OK, found=f"{where} answers.")


class AgentCheck:
    """Whether the chosen agent exists and can be called."""

    name = "agent"

    def __init__(self, probe: AccountProbe) -> None:
        self._probe = probe

    async def run(self) -> CheckResult:
        """Raises `ProviderError`, `NotSetUpError` and `VaultError`."""
        chosen = self._probe.account().agent
        if chosen is None:
            return self._result(Status.PROBLEM, "No agent is chosen.", "Choose yours under Settings → Account.")
        try:
            agents = await (await self._probe.provider()).agents()
        except NotAllowedError as error:
            return self._result(Status.WARNING, f"{chosen.name} could not be looked up.", error.remedy)
        current = next((agent for agent in agents if agent.id == chosen.id), None)
        if current is None:
            found = f"{chosen.name} is not among the account's {len(agents)} agents."
            return self._result(Status.PROBLEM, found, "Choose your agent again under Settings → Account.")
        status = AgentStatus.of(current.status)
        if status is AgentStatus.UNKNOWN:
            stated = f" (status {current.status})" if current.status else ""
            return self._result(Status.OK, f"{current.name} is an agent of the account{stated}.")
        found = f"{current.name} is {status.name.lower()}."
        if status.hinders_calls:
            return self._result(Status.WARNING, found, "Calls may be refused: change it in Acefone, or log in there.")
        return self._result(Status.OK, found)

    def _result(self, status: Status, found: str, remedy: str = "") -> CheckResult:
        return CheckResult(name=self.name, status=status, found=found, remedy=remedy)


class ClockCheck:
    """Compares this computer's clock with the provider's: timers and expiries depend on it."""

    name = "clock"

    def __init__(self, probe: AccountProbe, clock: Clock) -> None:
        self._probe = probe
        self._clock = clock

    async def run(self) -> CheckResult:
        """Raises `ProviderError`, `NotSetUpError` and `VaultError`."""
        provider = await self._probe.provider()
        theirs = await provider.server_time()
        if theirs is None:
            return CheckResult(name=self.name, status=Status.OK, found="Acefone does not say what time it is.")
        difference = self._clock.now() - theirs
        seconds = round(abs(difference).total_seconds())
        if abs(difference) <= CLOCK_TOLERANCE:
            return CheckResult(name=self.name, status=Status.OK, found="It agrees with Acefone's to the minute.")
        direction = "ahead of" if difference > timedelta() else "behind"
        found = f"It is {seconds} seconds {direction} Acefone's."
        remedy = "Let the system set the time by itself (from the network)."
        return CheckResult(name=self.name, status=Status.WARNING, found=found, remedy=remedy)
