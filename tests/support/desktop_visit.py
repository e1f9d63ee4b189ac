"""One test's stay on a desktop that many share: a home, processes and notifications of its own, nothing left after."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Self

import secretstorage

from tests.support.desktop_session import ROOT, DesktopSession

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence

    from tests.support.desktop_session import Notification
    from tests.support.session_processes import Process


class DesktopVisit(DesktopSession):
    """Looks like a session of the test's own; ending it leaves the host's screen, bus, keyring and tray running."""

    def __init__(self, host: DesktopSession) -> None:
        self.env = dict(host.env)
        self.bus, self.screen, self.tray_host, self._host = host.bus, host.screen, host.tray_host, host
        self.folder = Path(tempfile.mkdtemp(prefix="adv-", dir=host.folder))
        self.home, self.runtime = self.folder / "home", host.runtime
        self._told_before = len(host.notifications())
        self._guests: list[Process] = []
        self._move_in()

    def __enter__(self) -> Self:
        return self

    def end(self) -> None:
        """Ends what was started, empties the keyring and waits until the tray is empty."""
        for process in self._guests:
            process.kill()
        with self.bus.connect() as connection:
            for collection in secretstorage.get_all_collections(connection):
                for item in collection.get_all_items():
                    item.delete()
        self.wait_until(lambda: not self.tray_items() and not self.screen.windows(), 10.0, "an empty desktop")

    def start(self, command: Sequence[str], *, cwd: Path = ROOT, **variables: str) -> Process:
        process = self._host.start(command, cwd=cwd, **{**self.env, **variables})
        self._guests.append(process)
        return process

    def run(
        self, command: Sequence[str], *, timeout: float = 30.0, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        return self._host.run(command, timeout=timeout, **{**self.env, **variables})

    def notifications(self) -> list[Notification]:
        return self._host.notifications()[self._told_before :]

    def _move_in(self) -> None:
        """The same variables as the host's, leading to the visit's own folders."""
        old, new = str(self._host.home), str(self.home)
        for name, value in self.env.items():
            if value == old or value.startswith(f"{old}/"):
                self.env[name] = new + value.removeprefix(old)
                Path(self.env[name]).mkdir(mode=0o700, parents=True, exist_ok=True)
        (self.home / ".local" / "share" / "applications").mkdir(parents=True, exist_ok=True)
