"""`python -m tests.faults.kills.nursery`: loads all that a dial needs once, and forks a fresh process for each errand.

Reads one JSON object a line, `{"road", "errand", "kill_at", "each"}`, and answers each with `{"points", "status"}` when
that process is gone. Has one thread only, as whoever traces must.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.kills.deeds import (
    dial_once_signed_in,
    hang_up_as_the_app,
    hear_webhooks_as_the_app,
    transfer_as_the_app,
)
from tests.faults.kills.roads import Errand, call_as_the_command, dial_as_the_app, find_out, hasten, prepare
from tests.faults.kills.tracer import Trace, run_traced

if TYPE_CHECKING:
    from collections.abc import Callable

DEEDS = {"hang up": hang_up_as_the_app, "transfer": transfer_as_the_app, "webhooks": hear_webhooks_as_the_app}
"""What is done to a call that goes on."""
LATER = {"dial": dial_once_signed_in, **DEEDS}
"""Roads whose first part is the app's, and does not count."""
ROADS = {"app": dial_as_the_app, "call": call_as_the_command, "after": find_out, "prepare": prepare, **LATER}
UNTRACED = {"after", "prepare"}
MODULES = "modules.json"


def _run(road: str, errand: Errand, kill_at: int | str | None, *, each: bool) -> Trace:
    def child() -> int:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return ROADS[road](errand)

    if road not in UNTRACED:
        return run_traced(child, kill_at, each=each, from_here=road in LATER)
    return Trace([], _forked(child))


def _rehearse(road: str, errand: Errand) -> Trace:
    """Lets a child walk the road, and loads what it has loaded: its followers find it there."""
    listed = Path(errand.folder) / MODULES

    def child() -> int:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        status = ROADS[road](errand)
        listed.write_text(json.dumps(sorted(sys.modules)), encoding="utf-8")
        return status

    status = _forked(child)
    for name in json.loads(listed.read_text(encoding="utf-8")):
        with suppress(ImportError):
            importlib.import_module(name)
    return Trace([], status)


def _forked(child: Callable[[], int]) -> int:
    pid = os.fork()
    if pid == 0:
        status = 70
        try:
            status = child()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def main() -> None:
    """Serves until its input ends. `kill_at` 0 is a rehearsal."""
    hasten()
    for line in sys.stdin:
        wish = json.loads(line)
        road, errand = wish["road"], Errand(**wish["errand"])
        rehearse = wish["kill_at"] == 0
        trace = _rehearse(road, errand) if rehearse else _run(road, errand, wish["kill_at"], each=wish["each"])
        print(json.dumps(asdict(trace)), flush=True)


if __name__ == "__main__":
    main()
