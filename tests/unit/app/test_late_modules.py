"""Modules that are loaded when something of them is used, and not before."""

from __future__ import annotations

import subprocess
import sys
import threading
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.app.late_modules import LoadedLate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

NAME = "module_for_later"
WRITES = "import threading\nloads.append(threading.get_ident())\nanswer = 42\n"


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that the module's code has run."""
    found: list[int] = []
    monkeypatch.setitem(__builtins__, "loads", found)  # type: ignore[arg-type]  # a dictionary in every module but main
    return found


@pytest.fixture
def late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loads: list[int]) -> Callable[[str], ModuleType]:
    def load(code: str) -> ModuleType:
        (tmp_path / f"{NAME}.py").write_text(code, encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, NAME, raising=False)
        with LoadedLate({NAME}):
            return import_module(NAME)

    return load


def test_nothing_of_the_module_runs_until_something_is_asked_for(
    late: Callable[[str], ModuleType], loads: list[int]
) -> None:
    module = late(WRITES)
    assert module.__name__ == NAME
    assert loads == []
    assert module.answer == 42
    assert len(loads) == 1
    assert module.answer == 42
    assert len(loads) == 1


def test_taking_a_name_from_the_module_loads_it(late: Callable[[str], ModuleType], loads: list[int]) -> None:
    late(WRITES)
    from module_for_later import answer  # type: ignore[import-not-found]  # noqa: PLC0415

    assert (answer, len(loads)) == (42, 1)


def test_what_the_module_lacks_is_missing_as_usual(late: Callable[[str], ModuleType]) -> None:
    module = late(WRITES)
    for _ in range(2):
        with pytest.raises(AttributeError):
            _ = module.no_such_name


def test_threads_that_ask_at_once_load_it_once_and_all_see_the_whole(
    late: Callable[[str], ModuleType], loads: list[int]
) -> None:
    module = late("import time\nloads.append(1)\ntime.sleep(0.05)\nanswer = 42\n")
    start, answers = threading.Barrier(4), list[int]()

    def ask() -> None:
        start.wait()
        answers.append(module.answer)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [42] * 4
    assert loads == [1]


def test_a_module_that_cannot_be_loaded_says_so_each_time(late: Callable[[str], ModuleType]) -> None:
    module = late("loads.append(1)\nraise ValueError('broken')\n")
    for _ in range(2):
        with pytest.raises(ValueError, match="broken"):
            _ = module.answer


def test_other_modules_are_loaded_at_once(late: Callable[[str], ModuleType], tmp_path: Path, loads: list[int]) -> None:
    late(WRITES)
    (tmp_path / "module_for_now.py").write_text("loads.append(7)\n", encoding="utf-8")
    with LoadedLate({NAME}):
        import_module("module_for_now")
    assert loads == [7]


def test_no_seldom_needed_module_is_loaded_with_what_a_window_needs() -> None:
    """Else one of ours has begun to use it on the way to the window, or the library uses it now."""
    script = """
import sys
from acefone_desktop.app.late_modules import SELDOM_NEEDED, LoadedLate
with LoadedLate(SELDOM_NEEDED):
    from acefone_desktop.app.desktop import window_run
from acefone_desktop.app.desktop.qt_loading import load_qt
load_qt()
import acefone_desktop.app.desktop.qt_run
late = [name for name in SELDOM_NEEDED if "_loader_for_later" not in vars(sys.modules[name])]
heavy = {"asyncio", "concurrent.futures", "httpx", "phonenumbers", "ssl", "hashlib", "logging"} & sys.modules.keys()
print(late, sorted(heavy))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] []"
