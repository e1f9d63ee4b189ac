"""The program as it is where only its own dependencies are installed: `acefone_desktop`'s arguments are its own.

httpx has a command line of its own, which it loads wherever it finds `rich` and `pygments`: development tools bring
them, an installation has neither. They are out of reach here, and nothing else differs.
"""

from __future__ import annotations

import runpy
import sys

DEVELOPMENT_ONLY = ("rich", "pygments")

if __name__ == "__main__":
    sys.modules.update(dict.fromkeys(DEVELOPMENT_ONLY))  # type: ignore[arg-type]  # None: importing it fails (importlib)
    runpy.run_module("acefone_desktop", run_name="__main__", alter_sys=True)
