"""What a benchmark has measured, set against its aim, and how that is printed."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Judged = Literal["median", "p95", "longest"]
BARE_STARTS = 20


@dataclass(frozen=True, slots=True)
class Measure:
    """Repeated measurements of one thing in one unit; `judged` says which figure the aim is for (None: no aim)."""

    name: str
    unit: str
    values: tuple[float, ...]
    judged: Judged = "median"
    aim: float | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        """The 95th percentile; the longest where there are few values."""
        return statistics.quantiles(self.values, n=20)[-1] if len(self.values) >= 20 else self.longest

    @property
    def longest(self) -> float:
        return max(self.values)

    @property
    def is_met(self) -> bool:
        """Whether the judged figure is below the aim, where there is one."""
        return self.aim is None or float(getattr(self, self.judged)) < self.aim


def bare_starts(count: int = BARE_STARTS) -> Measure:
    """How long this interpreter takes to start, do nothing and end: the yardstick of this machine, in milliseconds."""
    return Measure("Bare interpreter: start and end", "ms", repeated(bare_start, count))


def bare_start() -> float:
    """Milliseconds of one such start."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], stdin=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - began) * 1e3


def repeated(measured: Callable[[], float], count: int) -> tuple[float, ...]:
    """One run to warm the caches, then as many as are counted."""
    measured()
    return tuple(measured() for _ in range(count))


def table(measures: Sequence[Measure], bare_ms: float) -> str:
    """A Markdown table; times are also given as multiples of a bare interpreter's start."""
    head = ("What", "Median", "p95", "Longest", "Aim", "Median ÷ bare start", "Runs")
    rows = [head, ("---", *["---:"] * (len(head) - 1)), *(_cells(measure, bare_ms) for measure in measures)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def show(measures: Iterable[Measure], bare_ms: float) -> None:
    """Prints the table of a benchmark that is run by itself."""
    print(table(list(measures), bare_ms))


def _cells(measure: Measure, bare_ms: float) -> tuple[str, ...]:
    ratio = f"{measure.median / bare_ms:.1f}" if measure.unit == "ms" else ""
    figures = (
        f"{value:.{_decimals(value)}f} {measure.unit}" for value in (measure.median, measure.p95, measure.longest)
    )
    return (measure.name, *figures, _aim(measure), ratio, str(len(measure.values)))


def _aim(measure: Measure) -> str:
    if measure.aim is None:
        return ""
    verdict = "met" if measure.is_met else "**missed**"
    return f"{measure.judged} < {measure.aim:.{_decimals(measure.aim)}f} {measure.unit}: {verdict}"


def _decimals(value: float) -> int:
    return 0 if value >= 100 or value == int(value) else 1 if value >= 10 else 2
