"""What every vault does, whichever keyring is behind it: in memory, Windows-like, and a real Secret Service."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.vault.keyring_vault import KeyringVault
from acefone_desktop.adapters.vault.parts import MARK
from acefone_desktop.adapters.vault.session_vault import SessionVault
from acefone_desktop.domain.errors import VaultAbsentError, VaultLockedError
from tests.contract.fake_keyring import FakeKeyring

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from tests.support.desktop_session import DesktopSession

TOKEN = "eyJ0eXAi.eyJzdWIi.c2lnbmF0dXJl"
needs_desktop = pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("gnome-keyring-daemon") or not shutil.which("Xvfb"),
    reason="needs a Linux desktop's Secret Service",
)


class VaultContract:
    """One class per port: each subclass gives a `vault` that begins empty."""

    @pytest.mark.parametrize(
        "secret",
        [TOKEN, "x", "påss wörd ✓", "a" * 1200, "b" * 1201, "c" * 8192, "\N{TELEPHONE RECEIVER}" * 1300, MARK + "1 2"],
        ids=["token", "one", "accents", "fits", "just not", "long", "outside the plane", "looks like an index"],
    )
    async def test_a_secret_comes_back_as_it_was(self, vault: KeyringVault | SessionVault, secret: str) -> None:
        await vault.write("token", secret)
        assert await vault.read("token") == secret

    async def test_what_was_never_stored_is_none(self, vault: KeyringVault | SessionVault) -> None:
        assert await vault.read("token") is None
        await vault.delete("token")

    async def test_the_newest_secret_counts_whichever_is_longer(self, vault: KeyringVault | SessionVault) -> None:
        for secret in ("short", "l" * 5000, "m" * 3000, "short again"):
            await vault.write("token", secret)
            assert await vault.read("token") == secret

    async def test_names_do_not_meet(self, vault: KeyringVault | SessionVault) -> None:
        await vault.write("token", TOKEN)
        await vault.write("password", "p" * 3000)
        await vault.delete("token")
        assert await vault.read("token") is None
        assert await vault.read("password") == "p" * 3000

    @pytest.mark.parametrize("secret", [TOKEN, "l" * 5000])
    async def test_a_deleted_secret_is_gone(self, vault: KeyringVault | SessionVault, secret: str) -> None:
        await vault.write("token", secret)
        await vault.delete("token")
        assert await vault.read("token") is None


class TestSessionVault(VaultContract):
    @pytest.fixture
    async def vault(self) -> AsyncIterator[SessionVault]:
        vault = SessionVault()
        yield vault
        await vault.close()


class TestKeyringVaultOverAnEntryLimit(VaultContract):
    @pytest.fixture
    def keyring(self) -> FakeKeyring:
        return FakeKeyring()

    @pytest.fixture
    async def vault(self, keyring: FakeKeyring) -> AsyncIterator[KeyringVault]:
        vault = KeyringVault("default", lambda: keyring)
        yield vault
        await vault.close()

    async def test_nothing_is_left_of_a_long_secret(self, vault: KeyringVault, keyring: FakeKeyring) -> None:
        await vault.write("token", "l" * 5000)
        assert len(keyring.entries) == 6
        await vault.write("token", TOKEN)
        assert list(keyring.entries.values()) == [TOKEN]
        await vault.write("token", "l" * 5000)
        await vault.delete("token")
        assert keyring.entries == {}


@pytest.fixture(scope="module")
def desktop() -> Iterator[DesktopSession]:
    """One desktop with an unlocked keyring for all tests of it."""
    from tests.support.desktop_session import DesktopSession  # noqa: PLC0415 (Linux only)

    with DesktopSession(tray=False, notifications=None) as desktop:
        yield desktop


@needs_desktop
@pytest.mark.slow
class TestKeyringVaultOverTheSecretService(VaultContract):
    @pytest.fixture
    async def vault(self, desktop: DesktopSession, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[KeyringVault]:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.env["DBUS_SESSION_BUS_ADDRESS"])
        vault = KeyringVault("contract")
        yield vault
        for name in ("token", "password"):
            await vault.delete(name)
        assert [secret.label for secret in desktop.secrets()] == []
        await vault.close()

    async def test_the_secret_is_in_the_service_under_our_name(
        self, vault: KeyringVault, desktop: DesktopSession
    ) -> None:
        await vault.write("token", TOKEN)
        (kept,) = desktop.secrets()
        assert (kept.value, kept.attributes["service"]) == (TOKEN, "Acefone Desktop (contract)")
        assert kept.attributes["username"] == "token"


@needs_desktop
@pytest.mark.slow
# The library does not close its connection to the bus when the person declines; it goes with the garbage.
@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore:unclosed <socket:ResourceWarning"
)
async def test_a_prompt_that_is_cancelled_means_a_locked_keyring_and_does_not_hold_the_loop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tests.support.desktop_session import DesktopSession  # noqa: PLC0415

    with DesktopSession(keyring="locked", tray=False, notifications=None) as desktop:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.env["DBUS_SESSION_BUS_ADDRESS"])
        vault = KeyringVault("locked")
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
async def test_a_session_without_a_secret_service_has_no_vault_until_one_is_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tests.support.desktop_session import DesktopSession  # noqa: PLC0415

    vault = KeyringVault("late")
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
