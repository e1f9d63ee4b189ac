"""The real program in a real desktop session, with a simulated account on the other side of real HTTP."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from acefone_desktop.desktop.launch import launch_command
from acefone_desktop.simulator.account import SimulatedAccount
from acefone_desktop.simulator.clock import SimulatedClock
from acefone_desktop.simulator.switches import Switches
from acefone_desktop.simulator.thread import SimulatorThread
from tests.benchmarks import settled_profile
from tests.benchmarks.wire import Wire
from tests.support.desktop_session import DesktopSession

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = launch_command()
"""As desktop entries for links, menu and autostart run it."""

_INSTALLED = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": ""}
"""Variables as on an installed machine: compiled modules are kept from one start to the next."""

SPEED = 50.0  # calls are over soon, so that they do not pile up from one run to the next


@contextmanager
def installation(listener_port: int = 0, *, links_dial: bool = True) -> Iterator[tuple[DesktopSession, Wire]]:
    """A session whose person has an account; all requests to it go through the wire. With a port, webhooks are on."""
    with (
        SimulatorThread(SimulatedAccount(), Switches(rate_limit=0), SimulatedClock(SPEED)) as simulator,
        Wire(simulator.base_url) as wire,
        DesktopSession() as desktop,
    ):
        desktop.env.update(_INSTALLED)
        arguments = [wire.base_url, str(listener_port), "dial" if links_dial else "ask"]
        done = desktop.run([sys.executable, "-m", settled_profile.__name__, *arguments], TOKEN=simulator.token)
        if done.returncode != 0:
            raise RuntimeError(f"the profile could not be made: {done.stderr[-2000:]}")
        yield desktop, wire
