"""Rules that no other check keeps."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NOT_OURS = {
    ".git",
    ".venv",
    ".venv-old",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    "__pycache__",
    "demo-output",
    "build",
}
LOCK_FILES = sorted((ROOT / "packaging").glob("*.lock"))
LONGEST_FILE = 400

FORBIDDEN_IN_THE_APP = {
    r"\bprocessEvents\s*\(": "runs any handler in the middle of another",
    r"\btime\.sleep\s*\(|\bfrom time import .*\bsleep\b": "holds a thread up for a guess",
    r"\bsingleShot\s*\(\s*0\b": "hides an order that should be said",
    r"^\s*except\s*:": "swallows what it does not know",
    r"\bTODO\b|\bFIXME\b|\bXXX\b": "is a promise nobody keeps",
    r"\bverify\s*=\s*False\b": "trusts any server",
    r"\b(?:eval|exec|pickle\.loads?)\s*\((?!\))": "runs what came from outside",
}

# Put together, so that this file does not contain what it looks for.
REGISTRY_HOSTS = re.compile(
    "|".join(map(re.escape, ("pypi" + ".org", "python" + "hosted", "npmjs" + ".", "deb.debian" + ".org")))
)
MACHINE_PATHS = re.compile(r"(?<![\w.$}])/(?:work|root|tmp)/\w")


def our_files() -> list[Path]:
    """Tracked files; all that look like it where git cannot tell."""
    if shutil.which("git") and (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if not NOT_OURS.intersection(path.relative_to(ROOT).parts)]
    return [path for path in paths if path.is_file()]


def texts() -> list[tuple[str, str]]:
    """Name and content of each of our text files."""
    found: list[tuple[str, str]] = []
    for path in our_files():
        data = path.read_bytes()
        if b"\0" not in data[:4096]:
            found.append((path.relative_to(ROOT).as_posix(), data.decode("utf-8", "replace")))
    return found


def places(pattern: re.Pattern[str], only: str = "") -> list[str]:
    """file:line of each match."""
    return [
        f"{name}:{number}: {line.strip()}"
        for name, text in texts()
        if name.startswith(only)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("pattern", FORBIDDEN_IN_THE_APP)
def test_the_app_never_uses_what_it_must_not(pattern: str) -> None:
    if pattern.startswith(r"\b(?:eval|exec"):
        pattern = r"(?<!\.)" + pattern  # a dialog's or a database cursor's own method is another matter
    assert places(re.compile(pattern), "acefone_desktop/") == []


def test_the_bridge_draws_nothing() -> None:
    assert places(re.compile(r"\bQtWidgets\b|\bqtawesome\b"), "acefone_desktop/bridge/") == []


def test_no_file_is_too_long_to_read() -> None:
    long = {name: text.count("\n") for name, text in texts() if name.endswith(".py")}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FILE} == {}


def test_lock_files_hold_versions_and_hashes_and_no_address() -> None:
    assert [path.name for path in LOCK_FILES] == ["requirements-dev.lock", "requirements.lock"]
    entry = re.compile(r"[a-z0-9-]+==[\w.!+]+(?: ; [^\\]+)? \\")
    for path in LOCK_FILES:
        lines = path.read_text(encoding="utf-8").splitlines()
        wrong = [
            line
            for line in lines
            if not (entry.fullmatch(line) or re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line))
        ]
        assert wrong == []


def test_the_development_lock_holds_all_that_the_app_runs_on() -> None:
    pinned = [
        {line.split(" ")[0] for line in path.read_text(encoding="utf-8").splitlines() if "==" in line.split(" ")[0]}
        for path in LOCK_FILES
    ]
    development, runtime = pinned
    assert runtime - development == set()


def test_no_file_names_a_package_registry() -> None:
    assert places(REGISTRY_HOSTS) == []


def test_no_file_knows_where_it_was_written() -> None:
    assert places(MACHINE_PATHS) == []


@pytest.mark.parametrize("folder", ["work", "root", "tmp"])
def test_a_path_of_one_machine_is_recognised(folder: str) -> None:
    assert MACHINE_PATHS.search(f"see '/{folder}/x'")
    assert not MACHINE_PATHS.search(f"https://api.test/{folder}/x")


def in_a_new_interpreter(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def test_five_thousand_signals_do_not_abort_the_process() -> None:
    """PySide6 6.12.0 drops a reference to True at each emission and aborts after some hundred on Python 3.11."""
    done = in_a_new_interpreter(
        "from PySide6.QtCore import QObject, Signal\n"
        "class Bell(QObject):\n"
        "    rung = Signal(int)\n"
        "bell, heard = Bell(), []\n"
        "bell.rung.connect(heard.append)\n"
        "for number in range(5000): bell.rung.emit(number)\n"
        "print(len(heard))\n"
    )
    assert (done.returncode, done.stdout) == (0, "5000\n"), done.stderr


def test_commands_without_a_window_import_no_qt() -> None:
    done = in_a_new_interpreter(
        "import importlib, pkgutil, sys\n"
        "import acefone_desktop.__main__, acefone_desktop.app.cli as cli\n"
        "for module in pkgutil.walk_packages(cli.__path__, cli.__name__ + '.'):\n"
        "    importlib.import_module(module.name)\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in {'PySide6', 'shiboken6', 'qtawesome'}))\n"
    )
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr


def test_what_comes_before_the_window_imports_nothing_heavy() -> None:
    heavy = ["httpx", "msgspec", "keyring", "dbus_fast", "starlette", "uvicorn", "desktop_notifier"]
    done = in_a_new_interpreter(
        f"import sys, acefone_desktop.__main__\nprint([name for name in {heavy!r} if name in sys.modules])\n"
    )
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr
