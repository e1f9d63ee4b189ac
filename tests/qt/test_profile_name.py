"""Two profiles run side by side: their windows and tray icons say whose they are."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
from acefone_desktop.app.desktop.qt_run import QtRun
run = QtRun("probe", sys.argv[1], demo=sys.argv[2] == "demo")
print(run.application.applicationDisplayName())
"""


def name_of(profile: str, kind: str = "") -> str:
    shown = subprocess.run([sys.executable, "-c", SCRIPT, profile, kind], check=True, capture_output=True, text=True)
    return shown.stdout.strip()


def test_a_profile_is_named_where_it_has_a_name() -> None:
    assert name_of("work") == "Acefone Desktop (work)"
    assert name_of("") == "Acefone Desktop"


def test_a_simulated_account_is_called_one_whatever_the_profile() -> None:
    assert name_of("work", "demo") == "Acefone Desktop (demo)"
