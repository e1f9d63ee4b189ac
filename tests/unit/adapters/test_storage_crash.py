"""kill -9 at any moment: what was acknowledged is there afterwards, and nothing is half there."""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.storage.database import FILE_NAME
from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile
from tests.support.storage import a_call, opened

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")

# Writes dials, evidence, calls, notes and contacts, one after the other, and says what was acknowledged. SQLite itself
# calls back every few instructions; after a given number of them the process kills itself in the middle of whatever it
# does.
WRITER = """
import asyncio, os, signal, sys
from pathlib import Path
from tests.support.storage import a_call, a_contact, an_intent, evidence_of, opened
from acefone_desktop.adapters.storage import database
from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile
from acefone_desktop.domain.settings import Settings

folder, left = Path(sys.argv[1]), int(sys.argv[2])

def count_down():
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)

def say(line):
    os.write(1, f"{line}\\n".encode())

async def main():
    with opened(folder) as profile:
        say("open")
        await profile.database.write(lambda connection: connection.set_progress_handler(count_down, 5))
        for number in range(10_000):
            name = f"dl-{number}"
            await profile.journal.record_intent(an_intent(name))
            say(f"intent {name}")
            people = [a_contact(f"Person {number} {n}", f"+44770090{number:04}{n}") for n in range(5)]
            await profile.book.merge(people)
            say(f"contacts {number}")
            await profile.journal.record_evidence(evidence_of(name))
            await profile.journal.close_intent(name)
            say(f"closed {name}")
            await profile.journal.record_calls([a_call(name)])
            say(f"call {name}")
            await profile.notes.keep(a_call(name), f"first words about {name}")
            await profile.notes.keep(a_call(name), f"all there is to say about {name}")
            say(f"note {name}")

asyncio.run(main())
"""

# Saves settings over and over; killed from outside.
SETTINGS_WRITER = """
import sys
from pathlib import Path
from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile
from acefone_desktop.domain.settings import Settings
file = SettingsFile(Path(sys.argv[1]) / "settings.json")
number = 0
while True:
    file.save(Settings(last_caller_id=str(number) * 50))
    print(number, flush=True)
    number += 1
"""


def started(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
@pytest.mark.parametrize("moment", [0, 3, 40, 333, 1_003, 4_711, 9_999, 27_182, 31_415, 60_221, 161_803])
async def test_killed_in_the_middle_of_a_statement(moment: int, tmp_path: Path) -> None:
    process = started(WRITER, str(tmp_path), str(moment))
    output, _ = process.communicate(timeout=100)
    assert process.returncode == -signal.SIGKILL
    await expect_what_was_acknowledged(output.splitlines(), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("lines", [1, 2, 8, 33, 90])
async def test_killed_from_outside_whatever_it_does(lines: int, tmp_path: Path) -> None:
    process = started(WRITER, str(tmp_path), "999999999")
    assert process.stdout is not None
    told = [process.stdout.readline() for _ in range(lines)]
    process.kill()
    output, _ = process.communicate(timeout=100)
    await expect_what_was_acknowledged(told + output.splitlines(), tmp_path)


async def expect_what_was_acknowledged(lines: list[str], folder: Path) -> None:
    """Everything that was said to be on disk is there, each transaction whole; the file is sound."""
    told = [line.split() for line in lines]
    with opened(folder) as profile:
        verdict = await profile.database.write(lambda c: c.execute("PRAGMA integrity_check").fetchone()[0])
        assert verdict == "ok"
        waiting = {intent.id for intent in await profile.journal.intents_without_reply()}
        calls = {call.intent_id for call in profile.history.page(None, 100_000)}
        said = {(line[0], line[1]) for line in told if len(line) == 2}
        intents, closed = named("intent", said), named("closed", said)
        assert intents - closed - waiting <= unheard(said)
        assert not closed & waiting
        assert named("call", said) <= calls
        noted = {call.intent_id for call in profile.history.page(None, 100_000, "all there is to say")}
        assert named("note", said) <= noted
        assert {profile.noted.note(a_call(name)) for name in named("note", said)} == {
            f"all there is to say about {name}" for name in named("note", said)
        }
        batches = {int(name) for name in named("contacts", said)}
        for number in batches:
            found = {contact.name for contact in profile.contacts.search(f"person {number}", 50)}
            assert {f"Person {number} {n}" for n in range(5)} <= found
        assert profile.contacts.count() % 5 == 0
        assert profile.contacts.count() - 5 * len(batches) in {0, 5}


def named(kind: str, said: set[tuple[str, str]]) -> set[str]:
    return {name for what, name in said if what == kind}


def unheard(said: set[tuple[str, str]]) -> set[str]:
    """The last dial may be closed on disk though nobody was told: killed between the commit and the word."""
    numbers = [int(name.removeprefix("dl-")) for name in named("intent", said)]
    return {f"dl-{max(numbers)}"} if numbers else set()


@pytest.mark.slow
@pytest.mark.parametrize("lines", [1, 7, 23])
def test_settings_are_the_old_or_the_new_ones(lines: int, tmp_path: Path) -> None:
    process = started(SETTINGS_WRITER, str(tmp_path))
    assert process.stdout is not None
    said = [process.stdout.readline() for _ in range(lines)]
    process.kill()
    rest = process.communicate(timeout=30)[0].split()
    newest = int((rest or said)[-1])
    loaded = SettingsFile(tmp_path / "settings.json").load().last_caller_id
    assert loaded in {str(newest) * 50, str(newest + 1) * 50}
    SettingsFile(tmp_path / "settings.json").save(SettingsFile(tmp_path / "settings.json").load())


@pytest.mark.slow
def test_killed_while_the_file_is_made_leaves_one_that_opens(tmp_path: Path) -> None:
    script = (
        "import os, signal, sqlite3, sys\n"
        "from pathlib import Path\n"
        "from acefone_desktop.adapters.storage import migrations\n"
        "from acefone_desktop.adapters.storage.database import Database\n"
        "whole, left = migrations.statements, int(sys.argv[2])\n"
        "def some(script):\n"
        "    for number, statement in enumerate(whole(script)):\n"
        "        if number == left: os.kill(os.getpid(), signal.SIGKILL)\n"
        "        yield statement\n"
        "migrations.statements = some\n"
        "Database(Path(sys.argv[1]))\n"
    )
    for statement in (0, 3, 9):
        folder = tmp_path / str(statement)
        process = started(script, str(folder), str(statement))
        process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL
        with contextlib.closing(sqlite3.connect(folder / FILE_NAME)) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (0,)
        with opened(folder) as profile:
            assert profile.contacts.count() == 0
