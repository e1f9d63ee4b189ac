"""How well numbers are found in texts, beside the library's own finder: `python -m tests.benchmarks.number_reading`.

Counts, no times: the same on every machine. The output is the table in docs/numbers.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import phonenumbers
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher

from acefone_desktop.domain.numbers import read_numbers
from tests.support.number_corpus import LabelledText, label, labelled_texts, labels_of

Reader = Callable[[LabelledText], frozenset[str]]


@dataclass(slots=True)
class Score:
    """What one reader made of some texts."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def count(self, found: frozenset[str], wanted: frozenset[str]) -> None:
        """Adds one text."""
        self.right += len(found & wanted)
        self.wrong += len(found - wanted)
        self.missed += len(wanted - found)

    def cells(self) -> str:
        """Precision and recall in per cent."""
        found, there = self.right + self.wrong, self.right + self.missed
        return f"{_percent(self.right, found)} | {_percent(self.right, there)}"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def ours(row: LabelledText) -> frozenset[str]:
    """This app's reading."""
    return labels_of(read_numbers(row.text, row.region))


def plain(leniency: int) -> Reader:
    """The library's finder as it comes."""

    def found(row: LabelledText) -> frozenset[str]:
        matches = PhoneNumberMatcher(row.text, row.region, leniency=leniency)
        return frozenset(
            label(phonenumbers.format_number(match.number, PhoneNumberFormat.E164), match.number.extension)
            for match in matches
        )

    return found


READERS: dict[str, Reader] = {
    "phonenumbers, valid": plain(Leniency.VALID),
    "phonenumbers, possible": plain(Leniency.POSSIBLE),
    "this app": ours,
}


def table(rows: tuple[LabelledText, ...]) -> str:
    """One line for each kind of text, precision and recall of each reader."""
    head = "| Texts | Numbers in them | " + " | ".join(f"{name}: precision | recall" for name in READERS) + " |"
    lines = [head, "|---|---|" + "---|---|" * len(READERS)]
    sources = dict.fromkeys(row.source for row in rows)
    for name, chosen in [
        *((source, [row for row in rows if row.source == source]) for source in sources),
        ("all", rows),
    ]:
        cells = []
        for reader in READERS.values():
            score = Score()
            for row in chosen:
                score.count(reader(row), row.numbers)
            cells.append(score.cells())
        there = sum(len(row.numbers) for row in chosen)
        lines.append(f"| {name} ({len(chosen)}) | {there} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(labelled_texts()))
