"""Numbers in real texts: every one that a person sees is found, and nothing else is."""

from __future__ import annotations

from collections import Counter

import pytest

from acefone_desktop.domain.numbers import read_number, read_numbers
from tests.support.number_corpus import LabelledText, labelled_texts, labels_of

_CORPUS = labelled_texts()


@pytest.mark.parametrize("row", _CORPUS, ids=[f"{row.source}:{row.region}:{row.text!r}"[:70] for row in _CORPUS])
def test_exactly_the_numbers_a_person_sees_are_found_and_shown_so_that_they_read_the_same(row: LabelledText) -> None:
    numbers = read_numbers(row.text, row.region)
    assert labels_of(numbers) == row.numbers
    for number in numbers:
        if number.e164 is not None:
            again = read_number(number.display, row.region)
            assert again is not None
            assert again.digits_sent == number.digits_sent


def test_the_corpus_is_broad_enough_to_mean_something() -> None:
    regions, sources = Counter(row.region for row in _CORPUS), Counter(row.source for row in _CORPUS)
    assert len(_CORPUS) >= 300
    assert len(regions) >= 20
    assert min(regions[region] for region in ("GB", "US", "IN", "DE", "FR", "AU")) >= 8
    assert sources.keys() == {"signature", "mail", "crm", "web", "chat", "snippet"}
    assert sum(not row.numbers for row in _CORPUS) >= 100  # as many ways to be wrong as to be right


def test_no_text_is_there_twice() -> None:
    assert len({(row.region, row.text) for row in _CORPUS}) == len(_CORPUS)
