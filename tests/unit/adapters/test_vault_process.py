"""The keyring's process: it comes and goes as it is needed, and whatever becomes of it, nobody waits for nothing."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.vault import keyring_process
from acefone_desktop.adapters.vault.process_vault import ProcessVault
from acefone_desktop.adapters.vault.vault_messages import LONGEST_BODY
from acefone_desktop.domain.errors import LinkHandlerError, VaultError
from tests.contract.vault_process import ROOT, fake_command

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence

READY = r"import os, sys, time; say = lambda b: os.write(1, b); say(b'\x01\0\0\0\x10[\x22secret\x22, null]'); "
OVERSIZED = b"\1" + (LONGEST_BODY + 1).to_bytes(4, "big")
STUCK = READY + "time.sleep(600)"
"""Says that it is ready, then neither answers nor notices that its input ends: a prompt, at its worst."""


def script(text: str) -> Callable[[], Sequence[str]]:
    return lambda: (sys.executable, "-c", text)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Every process that the vault starts. None may be left when the test ends."""
    processes: list[subprocess.Popen[bytes]] = []

    class Watched(subprocess.Popen[bytes]):
        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, **options)  # type: ignore[call-overload]  # passed on as they are
            processes.append(self)

    monkeypatch.setattr(subprocess, "Popen", Watched)
    yield processes
    assert [process for process in processes if process.returncode is None] == []


@pytest.fixture
async def vault(started: list[subprocess.Popen[bytes]]) -> AsyncIterator[ProcessVault]:
    vault = ProcessVault(fake_command, linger_s=60)
    yield vault
    await vault.close()


async def refusal(vault: ProcessVault) -> VaultError:
    """What asking comes to; closes the vault."""
    with pytest.raises(VaultError) as raised:
        await asyncio.wait_for(vault.write("token", "s3cret"), 20)
    await vault.close()
    assert "s3cret" not in raised.value.explanation
    return raised.value


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 (a process, which no event tells of)
            await asyncio.sleep(0.01)


async def test_nothing_is_started_before_it_is_needed_and_one_process_answers_what_comes_soon(
    vault: ProcessVault, started: list[subprocess.Popen[bytes]]
) -> None:
    assert started == []
    await vault.write("token", "value")
    assert await asyncio.gather(*(vault.read("token") for _ in range(20))) == ["value"] * 20
    assert len(started) == 1


async def test_it_is_ended_when_no_question_comes_and_started_again_with_the_next(
    started: list[subprocess.Popen[bytes]],
) -> None:
    vault = ProcessVault(fake_command, linger_s=0.01)
    await vault.write("token", "value")
    await until(lambda: started[0].returncode is not None)
    assert started[0].returncode == 0
    assert await vault.read("token") is None  # the memory of the first went with it
    assert len(started) == 2
    await vault.close()


async def test_one_that_was_ended_from_outside_is_replaced(
    vault: ProcessVault, started: list[subprocess.Popen[bytes]]
) -> None:
    await vault.write("token", "value")
    started[0].kill()
    await until(lambda: started[0].poll() is not None)
    assert await vault.read("token") is None
    assert len(started) == 2


async def test_secrets_are_in_neither_arguments_nor_environment(
    vault: ProcessVault, started: list[subprocess.Popen[bytes]]
) -> None:
    await vault.write("token", "s3cret")
    assert "s3cret" not in repr(started[0].args)
    if sys.platform == "linux":
        of_the_process = Path(f"/proc/{started[0].pid}")
        seen = (of_the_process / "environ").read_bytes() + (of_the_process / "cmdline").read_bytes()
        assert b"tests.contract" in seen
        assert b"s3cret" not in seen


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("import sys; sys.exit(3)", r"ended unexpectedly \(status 3\)"),
        (READY + "sys.exit(4)", r"ended unexpectedly \(status 4\)"),
        (READY + "sys.stdin.buffer.read(10); os._exit(5)", r"ended unexpectedly \(status 5\)"),
        (READY + r"say(b'\x01\0\0\1\0[\x22sec'); os._exit(6)", r"ended unexpectedly \(status 6\)"),
        (READY + "os.close(1); time.sleep(600)", "ended unexpectedly"),
        ("print('s3cret ' * 1000)", "not understood. This is another version's frame. Restart the app."),
        (READY + r"say(b'\2\0\0\0\0'); time.sleep(600)", "another version's frame. Restart the app."),
        (READY + f"say({OVERSIZED!r}); time.sleep(600)", "This frame is too long."),
        (READY + r"say(b'\1\0\0\0\6s3cret'); time.sleep(600)", "This frame holds no JSON."),
        (READY + r"say(b'\1\0\0\0\x0a[\x22s3cret\x22]'); time.sleep(600)", "This is no answer."),
    ],
)
async def test_whatever_it_does_instead_of_answering_is_an_error_with_a_remedy(
    text: str, told: str, started: list[subprocess.Popen[bytes]]
) -> None:
    error = await refusal(ProcessVault(script(text)))
    assert type(error) is VaultError
    with pytest.raises(VaultError, match=told):
        raise error
    assert error.remedy in error.explanation


async def test_one_that_never_gets_ready_is_given_up(
    started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring_process, "START_PATIENCE_S", 0.2)
    error = await refusal(ProcessVault(script("import time; time.sleep(600)")))
    assert "ended unexpectedly" in error.detail


async def test_a_program_that_is_not_there_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    error = await refusal(ProcessVault(lambda: (str(tmp_path / "gone"),)))
    assert error.detail == "The process that asks it could not be started (FileNotFoundError)."


async def test_a_copy_that_cannot_be_started_again_says_so() -> None:
    def no_command() -> Sequence[str]:
        raise LinkHandlerError("This copy is not installed: set it up first.")

    assert "This copy is not installed" in (await refusal(ProcessVault(no_command))).detail


async def test_after_a_failure_the_next_question_gets_a_fresh_process(started: list[subprocess.Popen[bytes]]) -> None:
    commands = iter([script(READY + "sys.exit(1)")(), fake_command()])
    vault = ProcessVault(lambda: next(commands))
    with pytest.raises(VaultError):
        await vault.read("token")
    assert await vault.read("token") is None
    await vault.close()
    assert len(started) == 2


async def test_closing_during_an_open_prompt_ends_the_process_and_tells_those_who_wait(
    started: list[subprocess.Popen[bytes]],
) -> None:
    vault = ProcessVault(script(STUCK))
    first, second = asyncio.create_task(vault.read("token")), asyncio.create_task(vault.read("password"))
    await until(lambda: len(started) == 1)
    await asyncio.wait_for(vault.close(), 10)
    for waiting in (first, second):
        with pytest.raises(VaultError):
            await waiting
    assert len(started) == 1
    assert started[0].returncode not in {None, 0}


async def test_closing_does_not_hold_the_loop(started: list[subprocess.Popen[bytes]]) -> None:
    vault, beats = ProcessVault(script(STUCK)), 0
    reading = asyncio.create_task(vault.read("token"))
    await until(lambda: len(started) == 1)
    closing = asyncio.create_task(vault.close())
    while not closing.done():
        beats += 1
        await asyncio.sleep(0.01)
    assert beats > 10
    with pytest.raises(VaultError):
        await reading


async def test_one_that_closing_is_not_awaited_for_is_ended_all_the_same(
    started: list[subprocess.Popen[bytes]],
) -> None:
    vault = ProcessVault(script(STUCK))
    reading = asyncio.create_task(vault.read("token"))
    await until(lambda: len(started) == 1)
    closing = asyncio.create_task(vault.close())
    await asyncio.sleep(0)
    closing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await closing
    with pytest.raises(VaultError):
        await reading
    await vault.close()


async def test_a_closed_vault_starts_nothing(started: list[subprocess.Popen[bytes]]) -> None:
    vault = ProcessVault(fake_command)
    await vault.close()
    with pytest.raises(VaultError, match="ending"):
        await vault.read("token")
    await vault.close()
    assert started == []


ASKS_ONCE = """
import asyncio, sys
from acefone_desktop.app.compose import keyring_vault
from acefone_desktop.domain.errors import VaultError

async def ask():
    vault = keyring_vault("default")
    try:
        await vault.read("token")
    except VaultError as error:
        print(type(error).__name__)
    await vault.close()

asyncio.run(ask())
print([name for name in ("keyring", "secretstorage", "cryptography", "jeepney") if name in sys.modules])
"""


def test_the_keyrings_libraries_stay_out_of_the_app() -> None:
    asking = [sys.executable, "-c", ASKS_ONCE]
    done = subprocess.run(asking, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("VaultAbsentError\n[]\n", "")
