"""`python -m tests.faults.kills.nursery`: loads all that a dial needs once, and forks a fresh process for each errand.

Reads one JSON object a line, `{"road", "errand", "kill_at"}`, and answers each with `{"points", "status"}` when that
process is gone. Has one thread only, as whoever traces must.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict

import acefone_desktop.adapters.acefone.endpoints.calls
import acefone_desktop.adapters.acefone.endpoints.directory
import acefone_desktop.adapters.acefone.http.exchange
import acefone_desktop.adapters.acefone.http.session
import acefone_desktop.adapters.storage.calls.journal
import acefone_desktop.app.cli.call
import acefone_desktop.app.command_line
import acefone_desktop.services.dialing  # noqa: F401 - what each child would otherwise load again
from tests.faults.kills.roads import Errand, call_as_the_command, dial_as_the_app, find_out, hasten, prepare
from tests.faults.kills.tracer import run_traced

ROADS = {"app": dial_as_the_app, "call": call_as_the_command, "after": find_out, "prepare": prepare}
UNTRACED = {"after", "prepare"}


def _run(road: str, errand: Errand, kill_at: int | None) -> dict[str, object]:
    def child() -> int:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        return ROADS[road](errand)

    if road in UNTRACED:
        pid = os.fork()
        if pid == 0:
            status = 70
            try:
                status = child()
            finally:
                os._exit(status)
        return {"points": [], "status": os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}
    return asdict(run_traced(child, kill_at))


def main() -> None:
    """Serves until its input ends."""
    hasten()
    for line in sys.stdin:
        wish = json.loads(line)
        answer = _run(wish["road"], Errand(**wish["errand"]), wish["kill_at"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
