"""For all tests: a home of their own, what they must not leave behind, and how properties are searched."""

from __future__ import annotations

import importlib.util
import inspect
import os
import shutil
import sys
import tempfile
import threading
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.support import guards

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

pytest_plugins = ["tests.support.simulator"] if importlib.util.find_spec("tests.support.simulator") else []

collect_ignore = [] if sys.platform == "linux" else ["e2e"]  # the desktop that those bring up is an X11 one

TESTS = Path(__file__).parent
# Short on purpose: the path of a Unix socket may hold 107 bytes.
HOMES = Path(tempfile.mkdtemp(prefix="adt-"))
_numbers = count(1)
_outside = guards.OutsideWatch()
_garbage = guards.Garbage()

settings.register_profile("default", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("default"), derandomize=True, database=None, print_blob=True)
settings.register_profile("thorough", settings.get_profile("default"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "default"))


def home_variables(home: Path) -> dict[str, str]:
    """Environment that keeps all of a program's files below `home`, which is made."""
    run = home / "run"
    run.mkdir(parents=True, mode=0o700)
    return {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "APPDATA": str(home / "AppData" / "Roaming"),
        "LOCALAPPDATA": str(home / "AppData" / "Local"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local" / "share"),
        "XDG_DATA_DIRS": str(home / "system" / "share"),  # which programs this machine has is no test's business
        "XDG_STATE_HOME": str(home / ".local" / "state"),
        "XDG_RUNTIME_DIR": str(run),
        # Not the bus, the keyring or the screen of whoever runs the tests; the desktop tests bring their own.
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={run / 'no-bus'}",
    }


def is_untouched(home: Path) -> bool:
    """Whether a home is as `home_variables` has made it."""
    run = home / "run"
    return list(home.iterdir()) == [run] and not any(run.iterdir())


def pytest_configure() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "ACEFONE_TOKEN", "ACEFONE_DESKTOP_DATA_DIR"):
        os.environ.pop(name, None)
    os.environ.update(home_variables(HOMES / "0"))


def pytest_unconfigure() -> None:
    shutil.rmtree(HOMES, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if (TESTS / "e2e") in item.path.parents:
            item.add_marker(pytest.mark.e2e)
        if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.function):
            item.fixturenames.insert(0, "no_task_left_behind")


@pytest.fixture(autouse=True)
def home() -> Iterator[Path]:
    """An empty home folder, in force for this process and those it starts; what a test writes there, the next one does
    not find.

    What the code under test puts into the environment, such as a window's activation token, ends with the test as well.
    """
    folder = Path(os.environ["HOME"])
    before = dict(os.environ)
    yield folder
    if dict(os.environ) != before:
        for name in os.environ.keys() - before.keys():
            del os.environ[name]
        os.environ.update(before)
    if not is_untouched(folder):  # most tests write nothing, and making and removing folders takes longer than they do
        os.environ.update(home_variables(HOMES / str(next(_numbers))))


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """Fails a test that leaves a thread or a window behind, or tried to reach another machine."""
    threads, widgets = threading.enumerate(), guards.top_level_widgets()
    _outside.refused.clear()
    yield
    if left := guards.settled(lambda: guards.new_threads(threads)):
        pytest.fail(f"threads left behind: {', '.join(left)}")
    if left := guards.new_widgets(widgets):
        pytest.fail(f"windows left behind: {', '.join(left)}")
    _garbage.collect()
    if _outside.refused:
        pytest.fail(f"connections to other machines: {', '.join(_outside.refused)}")


@pytest.fixture
async def no_task_left_behind() -> AsyncIterator[None]:
    """Fails a coroutine test that leaves a task running in its loop."""
    yield
    if left := await guards.pending_tasks():
        pytest.fail(f"tasks left behind: {', '.join(left)}")
