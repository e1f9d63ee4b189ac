"""How long a second process takes to hand a link over, beside a bare interpreter.

Run: python -m tests.benchmarks.hand_over.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

from acefone_desktop.app.instance.instance_messages import RAISE, Message
from acefone_desktop.app.instance.instance_server import claim
from acefone_desktop.desktop.launch import launch_command
from acefone_desktop.desktop.paths import places_for

RUNS = 40
LINK = "tel:+442079460123"


def main() -> None:
    """Alternates the commands, so that whatever else the machine does hits all alike."""
    with tempfile.TemporaryDirectory() as folder:
        taken: list[Message] = []
        server = claim(places_for("", folder, os.environ).socket, Message(RAISE))
        assert server is not None
        server.inbox.attach(taken.append)
        commands = {
            "bare interpreter": [sys.executable, "-c", "pass"],
            "hand-over": [*launch_command("", folder), "--", LINK],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(RUNS):
            for name, command in commands.items():
                started = time.perf_counter()
                subprocess.run(command, check=True)
                times[name].append(time.perf_counter() - started)
        server.close()
        assert len(taken) == RUNS
    for name, waits in times.items():
        print(f"{name}: median {statistics.median(waits) * 1e3:.1f} ms, best {min(waits) * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
