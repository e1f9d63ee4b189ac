"""What became of the rows of a file of contacts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why one row (line of a CSV file, card of a vCard file; counted from 1, a CSV header is row 1) was not taken."""

    file: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did."""

    added: int = 0
    updated: int = 0
    skipped: int = 0
    problems: tuple[RowProblem, ...] = ()
