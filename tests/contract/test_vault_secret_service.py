"""What vaults do over a real Secret Service: within this process, and in the process that the app starts for it."""

from __future__ import annotations

import asyncio
import gc
import os
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.vault.keyring_vault import KeyringVault
from acefone_desktop.app.compose import keyring_vault
from acefone_desktop.app.entry import KEYRING_PROCESS
from acefone_desktop.domain.errors import VaultAbsentError, VaultError, VaultLockedError
from tests.contract.vault_contract import TOKEN, VaultContract, needs_desktop

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from acefone_desktop.services.ports import Vault
    from tests.support.desktop_session import DesktopSession

BOTH = pytest.mark.parametrize("make", [KeyringVault, keyring_vault], ids=["in this process", "in its own"])


@pytest.fixture(scope="module")
def desktop() -> Iterator[DesktopSession]:
    """One desktop with an unlocked keyring for all tests of it."""
    from tests.support.desktop_session import DesktopSession  # noqa: PLC0415 (Linux only)

    with DesktopSession(tray=False, notifications=None) as desktop:
        yield desktop


@needs_desktop
@pytest.mark.slow
@BOTH
class TestVaultOverTheSecretService(VaultContract):
    @pytest.fixture
    async def vault(
        self, make: Callable[[str], Vault], desktop: DesktopSession, monkeypatch: pytest.MonkeyPatch
    ) -> AsyncIterator[Vault]:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.env["DBUS_SESSION_BUS_ADDRESS"])
        vault = make("contract")
        yield vault
        for name in ("token", "password"):
            await vault.delete(name)
        assert [secret.label for secret in desktop.secrets()] == []
        await vault.close()

    async def test_the_secret_is_in_the_service_under_our_name(self, vault: Vault, desktop: DesktopSession) -> None:
        await vault.write("token", TOKEN)
        (kept,) = desktop.secrets()
        assert (kept.value, kept.attributes["service"]) == (TOKEN, "Acefone Desktop (contract)")
        assert kept.attributes["username"] == "token"


@needs_desktop
@pytest.mark.slow
@BOTH
# The library does not close its connection to the bus when the person declines; it goes with the garbage.
@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore:unclosed <socket:ResourceWarning"
)
async def test_a_prompt_that_is_cancelled_means_a_locked_keyring_and_does_not_hold_the_loop(
    make: Callable[[str], Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.support.desktop_session import DesktopSession  # noqa: PLC0415

    with DesktopSession(keyring="locked", tray=False, notifications=None) as desktop:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.env["DBUS_SESSION_BUS_ADDRESS"])
        vault = make("locked")
        reading = asyncio.create_task(vault.read("token"))
        async with asyncio.timeout(30):
            while not await _xdotool(desktop, "search", "--name", "Unlock"):
                assert not reading.done()
            while not reading.done():
                await _xdotool(desktop, "key", "Escape")
                await asyncio.wait({reading}, timeout=0.5)
        with pytest.raises(VaultLockedError):
            await reading
        await vault.close()
        del reading
        gc.collect()


@needs_desktop
@pytest.mark.slow
@BOTH
async def test_a_session_without_a_secret_service_has_no_vault_until_one_is_started(
    make: Callable[[str], Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.support.desktop_session import DesktopSession  # noqa: PLC0415

    vault = make("late")
    assert "DBUS_SESSION_BUS_ADDRESS" in os.environ  # the tests' own, where nobody listens
    with pytest.raises(VaultAbsentError):
        await vault.write("token", TOKEN)
    with DesktopSession(tray=False, notifications=None) as desktop:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.env["DBUS_SESSION_BUS_ADDRESS"])
        await vault.write("token", TOKEN)
        assert await vault.read("token") == TOKEN
    await vault.close()


async def _xdotool(desktop: DesktopSession, *command: str) -> bytes:
    process = await asyncio.create_subprocess_exec("xdotool", *command, env=desktop.env, stdout=asyncio.subprocess.PIPE)
    told, _ = await process.communicate()
    return told.strip()


@needs_desktop
@pytest.mark.slow
async def test_closing_during_an_open_prompt_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.support.desktop_session import DesktopSession  # noqa: PLC0415

    with DesktopSession(keyring="locked", tray=False, notifications=None) as desktop:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.env["DBUS_SESSION_BUS_ADDRESS"])
        vault = keyring_vault("closing")
        reading = asyncio.create_task(vault.read("token"))
        async with asyncio.timeout(30):
            while not await _xdotool(desktop, "search", "--name", "Unlock"):
                assert not reading.done()
            assert await _processes("closing") != b""
            await vault.close()
            assert await _processes("closing") == b""
            with pytest.raises(VaultError):
                await reading


async def _processes(profile: str) -> bytes:
    """Keyring processes of this profile that are there, whoever started them."""
    searching = ("pgrep", "-f", "--", f"{KEYRING_PROCESS} {profile}$")
    process = await asyncio.create_subprocess_exec(*searching, stdout=asyncio.subprocess.PIPE)
    return (await process.communicate())[0]
