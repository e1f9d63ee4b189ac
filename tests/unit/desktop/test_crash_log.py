"""What is kept of a crash, shown in processes that really crash."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from acefone_desktop.desktop.crash_log import KEPT_REPORTS, CrashLog
from acefone_desktop.domain.redaction import redact

SCRIPT = """
import sys, threading
from pathlib import Path
from acefone_desktop.desktop.crash_log import CrashLog
from acefone_desktop.domain.redaction import redact
CrashLog(Path(sys.argv[1]), redact, lambda path: print("crashed", path.is_file())).install()
def fail():
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"
    raise ValueError(f"refused {token} for +447700900123")
"""


def crash(folder: Path, ending: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SCRIPT + ending, folder], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("ending", ["fail()", "t = threading.Thread(target=fail); t.start(); t.join()"])
def test_a_crash_leaves_a_private_report_without_secrets(tmp_path: Path, ending: str) -> None:
    done = crash(tmp_path / "crashes", ending)
    (report,) = (tmp_path / "crashes").glob("crash-*.txt")
    text = report.read_text()
    assert "ValueError: refused [hidden] for +…123" in text
    assert "in fail" in text
    for kept in (text, done.stdout, done.stderr):
        assert "eyJhbGci" not in kept
        assert "7700900123" not in kept
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert done.stdout == "crashed True\n"


def test_a_hard_crash_leaves_the_stacks(tmp_path: Path) -> None:
    done = crash(tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    assert done.returncode < 0
    assert "Segmentation fault" in (tmp_path / "fault.txt").read_text()


def test_ending_on_purpose_is_no_crash(tmp_path: Path) -> None:
    assert crash(tmp_path, "threading.Thread(target=sys.exit).start(); sys.exit(3)").returncode == 3
    crash(tmp_path, "raise KeyboardInterrupt")
    assert list(tmp_path.glob("crash-*")) == []


def test_only_the_newest_reports_are_kept(tmp_path: Path) -> None:
    crashes = CrashLog(tmp_path, redact)
    paths = [crashes.report(ValueError(str(n)), "here") for n in range(KEPT_REPORTS + 3)]
    assert sorted(tmp_path.glob("crash-*")) == sorted(path for path in paths[3:] if path)


def test_a_full_disk_does_not_crash_the_crash(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert CrashLog(tmp_path / "file", redact).report(ValueError("x"), "here") is None


def test_hooks_are_put_back(tmp_path: Path) -> None:
    before = sys.excepthook
    crashes = CrashLog(tmp_path, redact)
    crashes.install()
    assert sys.excepthook != before
    crashes.uninstall()
    assert sys.excepthook == before
