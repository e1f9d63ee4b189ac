"""For end-to-end tests: a desktop session of the test's own, and the app in it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from acefone_desktop.adapters.areas.areas import area_file
from tests.support.app_driver import AppDriver
from tests.support.desktop_session import ROOT, DesktopSession
from tests.support.desktop_visit import DesktopVisit

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from acefone_desktop.simulator.thread import SimulatorThread

_failed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remembers whether the test itself failed, for the picture that is then taken."""
    report = yield
    if report.when == "call":
        item.stash[_failed] = report.failed
    return report


def _parts(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Which desktop the test's marks ask for; a mark on the test adds to the one on its module."""
    wanted: dict[str, Any] = {}
    for marker in request.node.iter_markers("desktop"):
        wanted = {**marker.kwargs, **wanted}
    return wanted


@pytest.fixture
def desktop(request: pytest.FixtureRequest) -> Iterator[DesktopSession]:
    """A whole desktop, up in about a second; `@pytest.mark.desktop(keyring="locked", tray=False)` changes it."""
    with DesktopSession(**_parts(request)) as session:
        yield session


@pytest.fixture(scope="session")
def shared_desktop() -> Iterator[DesktopSession]:
    """The usual desktop, with a reader for what windows say; made once."""
    with DesktopSession(accessibility=True) as session:
        yield session


@pytest.fixture
def place(request: pytest.FixtureRequest) -> Iterator[DesktopSession]:
    """Where the app is used: a stay on the shared desktop, or one of its own where other parts are asked for."""
    parts = _parts(request)
    session = (
        DesktopSession(accessibility=True, **parts)
        if parts
        else DesktopVisit(request.getfixturevalue("shared_desktop"))
    )
    with session:
        yield session


@pytest.fixture(scope="session")
def landline_areas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The table that the app makes on a computer once, in two seconds of work; every home starts with it."""
    table = tmp_path_factory.mktemp("areas") / area_file().name
    write = "import sys, pathlib; from acefone_desktop.adapters.areas.area_writing import write_areas as write"
    subprocess.run([sys.executable, "-c", f"{write}; write(pathlib.Path(sys.argv[1]))", table], cwd=ROOT, check=True)
    return table


@pytest.fixture
def app(
    place: DesktopSession,
    simulator: SimulatorThread,
    landline_areas: Path,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> Iterator[AppDriver]:
    """The app, not yet set up or started, with a simulated account whose calls run fast."""
    yield from _driven(AppDriver(place, simulator, landline_areas), request, tmp_path)


@pytest.fixture
def paced_app(
    place: DesktopSession,
    still_simulator: SimulatorThread,
    landline_areas: Path,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> Iterator[AppDriver]:
    """The same, with an account whose calls go on only when the test moves `manual_clock`."""
    yield from _driven(AppDriver(place, still_simulator, landline_areas), request, tmp_path)


def _driven(driver: AppDriver, request: pytest.FixtureRequest, folder: Path) -> Iterator[AppDriver]:
    yield driver
    driver.close(folder if request.node.stash.get(_failed, False) else None)
