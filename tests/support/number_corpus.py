"""Texts as people get them, with the numbers a person sees in each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acefone_desktop.domain.numbers import PhoneNumber

FILE = Path(__file__).parents[1] / "data" / "texts_with_numbers.json"


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One text; `numbers` are E.164, with "x" and the extension where there is one, in no order."""

    source: str
    region: str
    text: str
    numbers: frozenset[str]


def labelled_texts() -> tuple[LabelledText, ...]:
    """The whole corpus: mails, signatures, customer records, web pages, chats, and snippets made to mislead."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(LabelledText(row["source"], row["region"], row["text"], frozenset(row["numbers"])) for row in rows)


def labels_of(numbers: Iterable[PhoneNumber]) -> frozenset[str]:
    """What was read, written as the corpus writes it: numbers that could be dialled alone."""
    return frozenset(label(number.e164, number.extension) for number in numbers if number.e164)


def label(e164: str, extension: str | None) -> str:
    """One number as the corpus writes it."""
    return f"{e164}x{extension}" if extension else e164
