"""Numbers in fields and in text, what is shown for them, and what is never taken for one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat

from acefone_desktop.domain.numbering.number_kinds import kind_of_type
from acefone_desktop.domain.numbering.number_text import cleaned
from acefone_desktop.domain.numbers import (
    NumberFault,
    NumberKind,
    PhoneNumber,
    comparable,
    digits_only,
    find_numbers,
    format_as_typed,
    masked,
    read_number,
    read_numbers,
)
from acefone_desktop.domain.policy import judge

_TABLE = json.loads((Path(__file__).parents[2] / "data" / "links_in_text.json").read_text(encoding="utf-8"))
_REGIONS = st.sampled_from(["GB", "US", "IN", "DE", "IT", "uk", "ZZ", "", "nonsense"])
_TYPED = st.text(alphabet="+0123456789 ()-./*#,;xabé٣７", max_size=40)


def _columns(number: PhoneNumber) -> dict[str, str | None]:
    return {
        "e164": number.e164,
        "extension": number.extension,
        "kind": number.kind.value,
        "country": number.country,
        "verdict": judge(number).decision.value,
    }


@pytest.mark.parametrize("row", _TABLE, ids=[f"{row['region']}:{row['text']!r}"[:70] for row in _TABLE])
def test_a_text_reads_as_the_table_says(row: dict[str, Any]) -> None:
    assert [_columns(number) for number in read_numbers(row["text"], row["region"])] == row["numbers"]


_AMBIGUOUS_AT_HOME = {
    "BR",  # its own code is also an area code
    "NC",  # numbers grouped like dates
    "SR",  # numbers grouped like sort codes
}


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_every_country_and_kind_reads_alike_in_every_style(region: str) -> None:
    for number_type in phonenumbers.supported_types_for_region(region):
        example = phonenumbers.example_number_for_type(region, number_type)
        assert example is not None
        e164 = phonenumbers.format_number(example, PhoneNumberFormat.E164)
        if e164 == "+13101234":  # Canada's 310 numbers have no area code and cannot be called from elsewhere
            continue
        abroad = phonenumbers.format_number(example, PhoneNumberFormat.INTERNATIONAL)
        spellings = [
            (e164, "GB"),
            (abroad, "US"),
            (phonenumbers.format_number(example, PhoneNumberFormat.RFC3966), "IN"),
        ]
        if region not in _AMBIGUOUS_AT_HOME:
            at_home = phonenumbers.format_number(example, PhoneNumberFormat.NATIONAL)
            in_text = [(f"Call Ann on {abroad} today", "GB"), (f"Call Ann on {at_home} today", region)]
            spellings += [(at_home, region), *in_text]
        for text, at in spellings:
            number = read_number(text, at)
            assert number is not None, text
            assert (number.e164, number.kind) == (e164, kind_of_type(phonenumbers.number_type(example))), text


def test_a_fictional_mobile_reads_like_its_neighbours() -> None:
    assert read_number("+44 7700 900123", "GB") == PhoneNumber(
        raw="+44 7700 900123",
        e164="+447700900123",  # type: ignore[arg-type]
        display="07700 900123",
        extension=None,
        kind=NumberKind.MOBILE,
        country="GB",
        digits_sent="447700900123",
        time_zones=("Europe/London",),
    )


@pytest.mark.parametrize(
    ("text", "region", "display"),
    [
        ("07700900123", "GB", "07700 900123"),
        ("07700900123", "uk", "07700 900123"),
        ("+447700900123", "US", "+44 7700 900123"),
        ("2025550123", "US", "(202) 555-0123"),
        ("+12025550123", "GB", "+1 202-555-0123"),
        ("020 7946 0123 x12", "GB", "020 7946 0123"),
        ("07700 90012", "GB", "07700 90012"),
        ("*#06#", "GB", "*#06#"),
        ("+61 19551234", "GB", "+61 19551234"),
        ("19551234", "AU", "19551234"),
        ("+44 4770090012", "GB", "+44 4770090012"),  # no plan lists it: without a trunk 0 it would be another number
    ],
)
def test_home_numbers_are_shown_nationally_and_others_internationally(text: str, region: str, display: str) -> None:
    number = read_number(text, region)
    assert number is not None
    assert number.display == display


@pytest.mark.parametrize(
    ("text", "region", "fault"),
    [
        ("5", "GB", NumberFault.TOO_SHORT),
        ("07700 90012", "GB", NumberFault.TOO_SHORT),
        ("98765 4321", "IN", NumberFault.TOO_SHORT),
        ("98765 432101", "IN", NumberFault.TOO_LONG),
        ("07700 9001234", "GB", NumberFault.TOO_LONG),
        ("12345678901234567890", "GB", NumberFault.TOO_LONG),
        ("555-0123", "US", NumberFault.AREA_CODE_MISSING),
        ("+999 12345678", "GB", NumberFault.NOT_A_NUMBER),
    ],
)
def test_what_cannot_be_dialled_says_why(text: str, region: str, fault: NumberFault) -> None:
    number = read_number(text, region)
    assert number is not None
    assert (number.fault, number.e164, number.digits_sent) == (fault, None, None)


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("+12025550123", ("America/New_York",)),
        ("+919876543210", ("Asia/Kolkata",)),  # the table's old name is not passed on
        ("+442079460123", ("Europe/London",)),
        ("+18005550123", ()),  # freephone: nowhere in particular
        ("+35315550123", ("Europe/Dublin",)),
        ("+353 85 012 3456", ("Europe/Dublin",)),
        ("+61 1800 975 707", ()),
        ("+52 800 123 4567", ()),
        ("+870773111632", ()),  # "Etc/Unknown" does not leak
    ],
)
def test_time_zones_are_current_names_or_none(text: str, zones: tuple[str, ...]) -> None:
    number = read_number(text, "GB")
    assert number is not None
    assert number.time_zones == zones


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("+61 491 570 006", {"Australia/Sydney", "Australia/Perth", "Australia/Adelaide"}),
        ("+7 912 345-67-89", {"Europe/Moscow", "Asia/Vladivostok"}),
        ("+34 612 34 56 78", {"Europe/Madrid", "Atlantic/Canary"}),
    ],
)
def test_a_mobile_number_may_be_anywhere_in_its_country(text: str, some: set[str]) -> None:
    number = read_number(text, "GB")
    assert number is not None
    assert some <= set(number.time_zones)


@pytest.mark.parametrize("text", ["+52 222 123 4567", "+55 11 96123-4567", "+86 131 2345 6789", "+1 907 555 0123"])
def test_a_mobile_number_that_tells_its_place_keeps_it(text: str) -> None:
    number = read_number(text, "GB")
    assert number is not None
    assert 1 <= len(number.time_zones) <= 2


def test_what_was_read_is_quoted_from_the_text_as_it_stood() -> None:
    (number,) = find_numbers("Ring \u202a+44\u00a07700\u00a0900123\u202c, please", "GB")
    assert number.raw == "+44\u00a07700\u00a0900123"


def test_the_best_number_comes_first_whatever_its_place() -> None:
    found = find_numbers("Fax: 020 7946 0124. Customers: call +44 7700 900123. Desk 020 7946 0123", "GB")
    assert [number.e164 for number in found] == ["+447700900123", "+442079460123", "+442079460124"]


@pytest.mark.parametrize(
    ("typed", "region", "shown"),
    [
        ("07700900123", "GB", "07700 900123"),
        ("(020)79460123", "GB", "020 7946 0123"),
        ("+447700900", "GB", "+44 7700 900"),
        ("+44", "US", "+44"),
        ("+", "GB", "+"),
        ("2025550123", "US", "(202) 555-0123"),
        ("*#06#", "GB", "*#06#"),
        ("07700900123x5", "GB", "07700900123x5"),
        ("Tom Field", "GB", "Tom Field"),
        ("", "GB", ""),
    ],
)
def test_a_number_is_grouped_as_it_is_typed(typed: str, region: str, shown: str) -> None:
    assert format_as_typed(typed, region) == shown


@given(_TYPED, _REGIONS)
def test_formatting_keeps_every_digit_and_the_plus(text: str, region: str) -> None:
    shown = format_as_typed(text, region)
    assert digits_only(shown) == digits_only(text)
    assert shown.strip().startswith("+") == text.strip().startswith("+")
    assert format_as_typed(shown, region) == shown


@given(st.one_of(st.text(max_size=300), _TYPED), _REGIONS)
def test_any_text_reads_without_an_error_and_never_invents_digits(text: str, region: str) -> None:
    for number in read_numbers(text, region):
        assert cleaned(number.raw).text in cleaned(text).text
        if number.digits_sent is not None:
            assert number.e164 == "+" + number.digits_sent
            assert number.digits_sent.isdecimal()
            assert len(number.digits_sent) <= 15
        else:
            assert number.e164 is None


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "part", ["1 ", "1", "-(+", "1,111", "2024-05-", "x1 ", "a@", "+1", "*1#", "a.b", "07700 900123 ", "1.1", "/:1"]
)
def test_a_long_text_of_one_pattern_takes_no_long_time(part: str) -> None:
    assert len(find_numbers(part * (60_000 // len(part)), "GB")) <= 1


@given(st.sampled_from(["+44 7700 900", "07700 900", "0044 7700 900", "+44 (0)7700 900"]), st.integers(0, 999))
def test_every_spelling_of_a_number_is_the_same_number(start: str, line: int) -> None:
    number = read_number(f"{start}{line:03}", "GB")
    assert number is not None
    assert number.e164 == f"+447700900{line:03}"


@given(st.text(max_size=60))
def test_comparing_uses_the_last_ten_digits_alone(text: str) -> None:
    assert comparable(text) == digits_only(text)[-10:]
    assert comparable("+44 7700 900123") == comparable("07700900123") == "7700900123"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+447700900123", "+44•••••••123"),
        ("447700900123", "•••••••••123"),
        ("+1 202 555 0123", "+1•••••••123"),
        ("999", "•••"),
    ],
)
def test_a_masked_number_shows_country_code_and_three_digits(number: str, shown: str) -> None:
    assert masked(number) == shown


@given(st.text(max_size=40))
def test_a_mask_never_shows_more_than_six_digits_nor_half_the_number(text: str) -> None:
    shown = digits_only(masked(text))
    assert len(shown) <= 6
    assert not shown or len(shown) < len(digits_only(text))


@pytest.mark.parametrize("whole", ["02079460123", "01614960123", "07700900123"])
def test_a_number_half_typed_is_too_short_at_every_digit(whole: str) -> None:
    for typed in range(4, len(whole)):
        number = read_number(whole[:typed], "GB")
        assert number is not None
        assert number.fault in {NumberFault.TOO_SHORT, NumberFault.AREA_CODE_MISSING}, whole[:typed]


@pytest.mark.parametrize("text", ["0000000", "00000000", "0000000000"])
def test_zeros_alone_are_no_number(text: str) -> None:
    number = read_number(text, "GB")
    assert number is not None
    assert number.e164 is None
