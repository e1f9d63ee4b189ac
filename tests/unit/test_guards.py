"""The guards in tests/conftest.py catch what they are there for, and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.support import guards

ROOT = Path(__file__).resolve().parent.parent.parent

CARELESS = """
import asyncio, contextlib, pathlib, socket, threading

import pytest

KEPT = []

async def test_leaves_a_task():
    KEPT.append(asyncio.create_task(asyncio.Event().wait()))

async def test_ends_its_task_late():
    KEPT.append(asyncio.create_task(asyncio.sleep(0.05)))

def test_leaves_a_thread():
    threading.Thread(target=threading.Event().wait, args=(20,), daemon=True, name="lost").start()

def test_ends_its_thread_late():
    threading.Thread(target=threading.Event().wait, args=(0.05,)).start()

def test_asks_another_machine_and_hides_it():
    with contextlib.suppress(Exception):
        socket.create_connection(("192.0.2.1", 80), 0.1)

def test_serves_other_machines():
    with socket.socket() as server, pytest.raises(RuntimeError):
        server.bind(("0.0.0.0", 0))

def test_talks_to_itself():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass

def test_leaves_a_window(qapp):
    from PySide6.QtWidgets import QWidget
    KEPT.append(QWidget())

def test_closes_its_windows(qtbot):
    from PySide6.QtWidgets import QWidget
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    QWidget().deleteLater()
"""

CAUGHT = {
    "test_leaves_a_task": "tasks left behind",
    "test_leaves_a_thread": "threads left behind: lost",
    "test_asks_another_machine_and_hides_it": "connections to other machines: socket.getaddrinfo '192.0.2.1'",
    "test_serves_other_machines": "connections to other machines: socket.bind '0.0.0.0'",
    "test_leaves_a_window": "windows left behind",
}


@pytest.mark.slow
def test_careless_tests_fail_and_careful_ones_do_not(tmp_path: Path) -> None:
    (tmp_path / "test_careless.py").write_text(CARELESS)
    options = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), "-p", "tests.conftest", "-p", "no:randomly"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-v", "--tb=short", str(tmp_path / "test_careless.py")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    failed = re.findall(r"^_+ ERROR at teardown of (\w+) _+$", done.stdout, re.MULTILINE)
    assert sorted(failed) == sorted(CAUGHT), done.stdout + done.stderr
    for words in CAUGHT.values():
        assert words in done.stdout
    assert "9 passed, 5 errors" in done.stdout


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "app.localhost", b"127.0.0.1", None])
def test_loopback_is_recognised(host: object) -> None:
    assert guards.is_loopback(host)


ELSEWHERE = ["", "0.0.0.0", "::", "192.0.2.1", "api.test", "localhost.example", b"192.0.2.1", 7]  # noqa: S104


@pytest.mark.parametrize("host", ELSEWHERE)
def test_what_is_not_loopback_is_recognised(host: object) -> None:
    assert not guards.is_loopback(host)


def test_the_home_of_a_test_is_empty_and_its_own(home: Path) -> None:
    assert Path.home() == home
    assert [entry.name for entry in home.iterdir()] == ["run"]


def test_threads_of_before_are_not_held_against_a_test() -> None:
    assert guards.new_threads(threading.enumerate()) == []
