"""Which keyrings are used, what their errors become, and that a power cut loses no secret."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.adapters.vault.backends import accepted
from acefone_desktop.adapters.vault.keyring_vault import KeyringVault
from acefone_desktop.adapters.vault.parts import LONGEST_ENTRY, MARK, Index, split
from acefone_desktop.adapters.vault.worker import Worker
from acefone_desktop.domain.errors import VaultAbsentError, VaultError, VaultLockedError, VaultUnsafeError
from tests.contract.fake_keyring import FakeKeyring

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def backend_of(module: str, **more: object) -> object:
    return type("Keyring", (), {"__module__": module, **more})()


@pytest.mark.parametrize("module", ["SecretService", "Windows", "macOS", "kwallet"])
def test_the_systems_keyrings_are_accepted(module: str) -> None:
    backend = backend_of(f"keyring.backends.{module}")
    assert accepted(backend) is backend


@pytest.mark.parametrize(
    "module",
    [
        "keyrings.alt.file",
        "keyrings.cryptfile.cryptfile",
        "keyring.backends.SecretService2",
        "keyring.backends.libsecret",
    ],
)
def test_any_other_is_refused_and_named(module: str) -> None:
    with pytest.raises(VaultUnsafeError, match=module):
        accepted(backend_of(module))


@pytest.mark.parametrize("module", ["fail", "null"])
def test_the_librarys_empty_hands_are_an_absent_keyring(module: str) -> None:
    with pytest.raises(VaultAbsentError):
        accepted(backend_of(f"keyring.backends.{module}"))


def test_a_chain_gives_its_safe_member_alone_even_where_a_plain_file_comes_first() -> None:
    safe, plain = backend_of("keyring.backends.SecretService"), backend_of("keyrings.alt.file")
    assert accepted(backend_of("keyring.backends.chainer", backends=[plain, safe])) is safe
    with pytest.raises(VaultUnsafeError):
        accepted(backend_of("keyring.backends.chainer", backends=[plain]))


@pytest.fixture
def keyring() -> FakeKeyring:
    return FakeKeyring()


@pytest.fixture
async def vault(keyring: FakeKeyring) -> AsyncIterator[KeyringVault]:
    vault = KeyringVault("default", lambda: keyring)
    yield vault
    await vault.close()


async def test_the_keyring_is_asked_on_one_thread_that_is_not_ours(vault: KeyringVault, keyring: FakeKeyring) -> None:
    await asyncio.gather(*(vault.write(f"name{place}", "secret") for place in range(20)))
    assert len(keyring.threads) == 1
    assert threading.get_ident() not in keyring.threads


class KeyringLocked(Exception):  # noqa: N818 (the keyring library's name)
    """As the keyring library names it."""


class NoKeyringError(Exception):
    """As the keyring library names it."""


class DBusErrorResponse(Exception):  # noqa: N818 (as the bus library names it)
    """What a misconfigured KWallet lets through."""


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (KeyringLocked("secret text"), VaultLockedError),
        (NoKeyringError("secret text"), VaultAbsentError),
        (DBusErrorResponse("secret text"), VaultError),
        (OSError(1783, "secret text"), VaultError),
        (FileNotFoundError("secret text"), VaultAbsentError),
        (ConnectionRefusedError("secret text"), VaultAbsentError),
        (RuntimeError("secret text"), VaultError),
    ],
)
async def test_whatever_a_keyring_raises_is_one_of_our_errors_without_its_text(
    error: Exception, expected: type[VaultError], vault: KeyringVault, keyring: FakeKeyring
) -> None:
    keyring.failing = error
    for action in (vault.read("token"), vault.write("token", "value"), vault.delete("token")):
        with pytest.raises(VaultError) as raised:
            await action
        assert type(raised.value) is expected
        assert "secret text" not in str(raised.value)
    keyring.failing = None
    await vault.write("token", "value")
    assert await vault.read("token") == "value"


@pytest.mark.parametrize("writes", range(6))
@pytest.mark.parametrize("old", ["old", "o" * 4000])
async def test_a_power_cut_while_writing_leaves_the_old_secret(
    writes: int, old: str, vault: KeyringVault, keyring: FakeKeyring
) -> None:
    await vault.write("token", old)
    keyring.writes_left = writes
    with pytest.raises(VaultError):
        await vault.write("token", "n" * 6001)
    keyring.writes_left = None
    assert await vault.read("token") == old


async def test_an_index_without_its_parts_is_no_secret(vault: KeyringVault, keyring: FakeKeyring) -> None:
    await vault.write("token", "l" * 3000)
    service = "Acefone Desktop (default)"
    part = next(name for _, name in keyring.entries if name != "token")
    del keyring.entries[service, part]
    assert await vault.read("token") is None


async def test_profiles_keep_their_secrets_apart(keyring: FakeKeyring) -> None:
    first, second = KeyringVault("default", lambda: keyring), KeyringVault("work", lambda: keyring)
    await first.write("token", "one")
    assert await second.read("token") is None
    for vault in (first, second):
        await vault.close()


async def test_a_call_that_never_returns_holds_up_neither_the_loop_nor_the_end() -> None:
    worker, begun, over = Worker("stuck"), asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def prompt() -> None:
        loop.call_soon_threadsafe(begun.set)
        over.wait(30)

    waiting = asyncio.create_task(worker.run(prompt))
    await asyncio.wait_for(begun.wait(), 10)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(worker.close(), 0.01)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    over.set()
    await asyncio.wait_for(worker.close(), 10)


async def test_a_thread_with_nothing_to_do_says_so_once_and_again_when_it_ends() -> None:
    loop, idle = asyncio.get_running_loop(), asyncio.Semaphore(0)

    def tell() -> None:
        loop.call_soon_threadsafe(idle.release)

    worker = Worker("idle", 0.01, tell)
    for _ in range(2):
        assert await worker.run(lambda: "done") == "done"
        await asyncio.wait_for(idle.acquire(), 10)
    await worker.close()
    await asyncio.wait_for(idle.acquire(), 10)
    assert idle.locked()


@given(st.text())
def test_pieces_fit_an_entry_and_make_the_secret_again(secret: str) -> None:
    pieces = split(secret * 97)
    assert "".join(pieces) == secret * 97
    assert all(len(piece.encode("utf-16-le", "surrogatepass")) // 2 <= LONGEST_ENTRY for piece in pieces)


@pytest.mark.parametrize("entry", [None, "", "token", MARK, MARK + "g", MARK + "g x", MARK + "g 0", MARK + "g 999"])
def test_what_is_no_index_is_not_read_as_one(entry: str | None) -> None:
    assert Index.read(entry) is None


def test_an_index_reads_itself() -> None:
    index = Index.new(3)
    assert Index.read(str(index)) == index
    assert len(set(index.names("token"))) == 3
