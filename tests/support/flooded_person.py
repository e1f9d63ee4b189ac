"""A person who dials and hangs up in the window, whatever else arrives; for the real program on a real desktop."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from acefone_desktop.app.entry import LISTENER_PROCESS
from tests.benchmarks.processor_time import children, command_line

if TYPE_CHECKING:
    from tests.support.app_driver import AppDriver

PATIENCE_S: Final = 60.0
_NUMBER, _SHOWN = "07700900123", "07700 900123"


class Deed(Enum):
    """What a person does with a call."""

    HANG_UP_RINGING = "hung up while it rings"
    HANG_UP_TALKING = "hung up while talking"
    LET_BE = "left to its end"


_WAITS_FOR = {
    Deed.HANG_UP_RINGING: f"You answered; calling (or talking to )?{_SHOWN}",
    Deed.HANG_UP_TALKING: "Connected",
    Deed.LET_BE: "Connected",
}
_ENDS = {
    Deed.HANG_UP_RINGING: f"You hung up before {_SHOWN} answered",
    Deed.HANG_UP_TALKING: "Call ended",
    Deed.LET_BE: "Call ended",
}
OUTCOMES: Final = {
    Deed.HANG_UP_RINGING: "customer_missed",
    Deed.HANG_UP_TALKING: "answered",
    Deed.LET_BE: "answered",
}


@dataclass(frozen=True, slots=True)
class Round:
    """One call of theirs, and how long it took from each deed to what it leads to, in milliseconds.

    From Enter to the account; from the click to the account; from the click, too, to the words on the card. The latter
    two are 0 where nobody hung up.
    """

    deed: Deed
    dial_ms: float
    hang_up_ms: float = 0.0
    words_ms: float = 0.0


def one_call(app: AppDriver, deed: Deed) -> Round:
    """Dials, waits, does it, waits until the card tells the end, and dismisses the call."""
    app.type_number(_NUMBER)
    dials, began = len(app.simulator.dials()), time.perf_counter()
    app.desktop.screen.key("Return")
    app.await_dials(dials + 1)
    dial_ms = _since(began)
    app.await_words(_WAITS_FOR[deed], PATIENCE_S)
    hang_ups, hang_up_ms, began = _hang_ups(app), 0.0, time.perf_counter()
    if deed is not Deed.LET_BE:
        app.click("Hang up", "push button")
        app.await_hang_ups(hang_ups + 1)
        hang_up_ms = _since(began)
    app.await_words(_ENDS[deed], PATIENCE_S)
    words_ms = _since(began) if hang_up_ms else 0.0
    app.click("Dismiss this call")
    return Round(deed, dial_ms, hang_up_ms, words_ms)


def listener_of(app: AppDriver) -> int:
    """The listener's process."""
    return next(pid for pid in children(app.running.pid) if LISTENER_PROCESS in command_line(pid))


def resident_mb(pid: int) -> float:
    """Memory of a process, as Linux tells (proc(5))."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1e3


def _hang_ups(app: AppDriver) -> int:
    return sum("hangup" in request.path for request in app.simulator.requests)
