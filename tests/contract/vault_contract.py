"""What every vault does, whichever keyring is behind it."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.vault.parts import MARK

if TYPE_CHECKING:
    from acefone_desktop.services.ports import Vault

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
    async def test_a_secret_comes_back_as_it_was(self, vault: Vault, secret: str) -> None:
        await vault.write("token", secret)
        assert await vault.read("token") == secret

    async def test_what_was_never_stored_is_none(self, vault: Vault) -> None:
        assert await vault.read("token") is None
        await vault.delete("token")

    async def test_the_newest_secret_counts_whichever_is_longer(self, vault: Vault) -> None:
        for secret in ("short", "l" * 5000, "m" * 3000, "short again"):
            await vault.write("token", secret)
            assert await vault.read("token") == secret

    async def test_names_do_not_meet(self, vault: Vault) -> None:
        await vault.write("token", TOKEN)
        await vault.write("password", "p" * 3000)
        await vault.delete("token")
        assert await vault.read("token") is None
        assert await vault.read("password") == "p" * 3000

    @pytest.mark.parametrize("secret", [TOKEN, "l" * 5000])
    async def test_a_deleted_secret_is_gone(self, vault: Vault, secret: str) -> None:
        await vault.write("token", secret)
        await vault.delete("token")
        assert await vault.read("token") is None
