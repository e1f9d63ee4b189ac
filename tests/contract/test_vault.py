"""The vaults that need no desktop: in memory, over a keyring with Windows' limit, and that one behind a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.vault.keyring_vault import KeyringVault
from acefone_desktop.adapters.vault.process_vault import ProcessVault
from acefone_desktop.adapters.vault.session_vault import SessionVault
from tests.contract.fake_keyring import FakeKeyring
from tests.contract.vault_contract import TOKEN, VaultContract
from tests.contract.vault_process import fake_command

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


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


class TestProcessVaultOverAnEntryLimit(VaultContract):
    @pytest.fixture
    async def vault(self) -> AsyncIterator[ProcessVault]:
        vault = ProcessVault(fake_command, linger_s=60)
        yield vault
        await vault.close()
