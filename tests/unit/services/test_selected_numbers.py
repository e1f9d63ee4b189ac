"""Which number is taken from what is selected or copied."""

from __future__ import annotations

from collections.abc import Callable

from acefone_desktop.services.selected_numbers import MOST_CHARACTERS, PIECE_CHARACTERS, find_selected


class Source:
    """A text, or why there is none; counts how often it is read."""

    def __init__(self, text: str | OSError) -> None:
        self._text, self.reads = text, 0

    def __call__(self) -> str:
        self.reads += 1
        if isinstance(self._text, OSError):
            raise self._text
        return self._text


def found(*sources: Callable[[], str]) -> tuple[tuple[str | None, ...], bool] | None:
    numbers = find_selected(sources, "GB")
    return None if numbers is None else (tuple(number.e164 for number in numbers.numbers), numbers.is_plain)


def test_the_selection_comes_first_and_the_clipboard_is_then_not_read() -> None:
    copied = Source("07700 900456")
    assert found(Source("ring 020 7946 0123, please"), copied) == (("+442079460123",), True)
    assert copied.reads == 0


def test_where_nothing_is_selected_the_clipboard_is_read() -> None:
    assert found(Source(" \n"), Source("07700 900456")) == (("+447700900456",), True)
    assert found(Source(OSError("no server")), Source("07700 900456")) == (("+447700900456",), True)


def test_a_number_behind_a_text_that_has_none_might_surprise() -> None:
    assert found(Source("Order 12, two pieces"), Source("07700 900456")) == (("+447700900456",), False)
    assert found(Source(TimeoutError()), Source("07700 900456")) == (("+447700900456",), False)


def test_texts_without_a_number_lead_to_none() -> None:
    assert found(Source("12:30 on 24/11/2026, total £1,200.50"), Source("")) is None
    assert found() is None


def test_a_text_that_is_a_code_is_found_for_the_reason_why_it_is_not_called() -> None:
    numbers = find_selected([Source("999")], "GB")
    assert numbers is not None
    assert numbers.numbers[0].e164 is None or numbers.numbers[0].kind.value == "emergency"


def test_a_number_deep_in_a_long_text_is_found_also_where_two_pieces_meet() -> None:
    for before in (20_000, PIECE_CHARACTERS - 7):
        assert found(Source("word " * (before // 5) + " " * (before % 5) + "020 7946 0123 then")) == (
            ("+442079460123",),
            True,
        )


def test_beyond_the_bound_nothing_is_looked_at() -> None:
    assert found(Source("word " * (MOST_CHARACTERS // 5 + 1) + "020 7946 0123")) is None
