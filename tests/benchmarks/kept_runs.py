"""A long run of simulated days that can be broken off and gone on with: which days are done, and what came of them."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from tests.offices.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass
class Tally:
    """Of one situation: the tasks that are done, by their number from 0, and the sum of their verdicts."""

    verdict: Verdict = field(default_factory=Verdict)
    done: set[int] = field(default_factory=set)

    def add(self, task: int, verdict: Verdict) -> None:
        """Takes in what came of a task."""
        self.done.add(task)
        self.verdict += verdict


def written(path: Path, tallies: dict[str, Tally]) -> None:
    """Keeps all of it; whatever moment the run ends at, the file is whole."""
    told = {name: {"done": sorted(t.done), "verdict": asdict(t.verdict)} for name, t in tallies.items()}
    new = path.with_suffix(".new")
    new.write_text(json.dumps(told), encoding="utf-8")
    os.replace(new, path)  # noqa: PTH105 (whole or not at all)


def read(path: Path | None, names: Iterable[str]) -> dict[str, Tally]:
    """What an earlier run has kept of these situations; nothing where there was none."""
    told = json.loads(path.read_text(encoding="utf-8")) if path and path.exists() else {}
    return {
        name: Tally(Verdict(**told[name]["verdict"]), set(told[name]["done"])) if name in told else Tally()
        for name in names
    }
