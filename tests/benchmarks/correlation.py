"""Whose call is whose, measured on simulated offices: precision and recall per situation.

Run: `python -m tests.benchmarks.correlation [dials per situation]`.

Each situation is told in days of ten dials, piece by piece, as to a running app; everything is read from bodies in the
provider's words. “Wrong” are dials that were given another call's reports, “mixed” are calls, anybody's, put together
from several; what cannot be told apart counts as not found.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests.offices.circumstances import SITUATIONS
from tests.offices.verdicts import Verdict, judge

if TYPE_CHECKING:
    from tests.offices.circumstances import Circumstances

DIALS = 100
A_DAY = 10
HEAD = (
    "| Situation | Calls | Our dials | Precision | Recall | Wrong | Mixed | Outcome true | Outcome wrong |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
)


def measure(circumstances: Circumstances, dials: int) -> Verdict:
    """Days with so many dials in all, each another one."""
    days = range(1, max(dials // A_DAY, 1) + 1)
    return sum((judge(circumstances, min(dials, A_DAY), seed) for seed in days), Verdict())


def row(situation: str, found: Verdict) -> str:
    """A line of the table."""
    told = found.outcomes / found.placed if found.placed else 1.0
    return (
        f"| {situation} | {found.calls:,} | {found.dials:,} | {found.precision:.1%} | {found.recall:.1%} "
        f"| {found.wrong} | {found.mixed} | {told:.1%} | {found.outcomes_wrong} |"
    )


def main() -> None:
    """Prints the table, a line as soon as it is known."""
    dials = int(sys.argv[1]) if len(sys.argv) > 1 else DIALS
    print(HEAD)
    for situation, circumstances in SITUATIONS.items():
        print(row(situation, measure(circumstances, dials)), flush=True)


if __name__ == "__main__":
    main()
