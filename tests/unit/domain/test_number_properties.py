"""What holds of every reading, whatever the text."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.domain.errors import LinkNotUnderstoodError
from acefone_desktop.domain.links import read_link
from acefone_desktop.domain.numbers import PhoneNumber, find_numbers, read_number, read_numbers
from acefone_desktop.domain.policy import Decision, judge

if TYPE_CHECKING:
    from types import FrameType

_REGIONS = st.sampled_from(["GB", "US", "IN", "DE", "FR", "AU", "IE", "NZ", "ZZ", ""])
_PIECES = st.sampled_from(
    ["+44", "(0)", "020 7946 0123", "07700 900123", "+1 202 555 0123", "ext. 12", " x5", ";ext=7", ",,12#", "#31#", "*",
     "tel:", "sip:", "@example.com", ";phone-context=+44", "wa.me/", "999", "112", "1471", "141 ", "0",
     "9 ", "00", "011", "\u202a", "\u200b", "\u0663", "\uff11", "\u0967", "%2B", "%3B", "-", ".", "/", " ", "\n",
     "Order ", "3 May 2024", "£"]
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=120), st.lists(_PIECES, max_size=8).map("".join))
_HOSTILE_PARTS = [
    "1 ", "+1", "tel:", "tel:1;", "sip:1@", "whatsapp://send?a=&", "wa.me/1", "ext", ",,1#", "x1 ", "n° ", "kd.-nr ",
    "1 2 3 4 5 ", "12 de ", "%25", "07700 900123 ", "\u0663", "\u200b1", "#*1", "(0)", "2 x ", "a@b.", "1800-ABC ",
]  # fmt: skip


def _check(number: PhoneNumber) -> None:
    if number.digits_sent is None:
        assert number.e164 is None
        assert judge(number).decision is Decision.REFUSE
        return
    assert number.digits_sent.isascii()
    assert number.digits_sent.isdecimal()
    assert number.e164 == "+" + number.digits_sent
    verdict = judge(number)
    assert verdict.reason
    assert verdict.decision is Decision.REFUSE or 10 <= len(number.digits_sent) <= 15


@given(_TEXTS, _REGIONS)
def test_any_text_gives_numbers_that_can_be_judged_and_sent_as_they_are(text: str, region: str) -> None:
    for number in read_numbers(text, region):
        _check(number)


@given(_TEXTS, _REGIONS)
def test_what_is_shown_and_what_is_sent_read_as_the_same_number(text: str, region: str) -> None:
    number = read_number(text, region)
    if number is None or number.e164 is None:
        return
    for spelling, at in ((number.e164, "ZZ"), (number.e164, region), (number.display, region)):
        again = read_number(spelling, at)
        assert again is not None, (spelling, at)
        assert again.digits_sent == number.digits_sent, (spelling, at)
        assert (again.kind, again.country, again.extension) == (number.kind, number.country, None)


@given(_TEXTS, _REGIONS)
def test_reading_twice_is_reading_once(text: str, region: str) -> None:
    assert read_numbers(text, region) == read_numbers(text, region)


@given(
    st.sampled_from(["+44 20 7946 0123", "020 7946 0123", "+1 202 555 0123", "07700 900123"]),
    st.sampled_from(
        [" x{}", " ext. {}", ";ext={}", ",,{}#", " extn {}", " Durchwahl {}", " poste {}", " доб. {}", "#{}"]
    ),
    st.integers(1, 99_999),
)
def test_an_extension_is_kept_and_is_no_part_of_what_is_sent(spelling: str, announced: str, extension: int) -> None:
    bare = read_number(spelling, "GB")
    assert bare is not None
    whole = read_number(spelling + announced.format(extension), "GB")
    assert whole is not None
    assert (whole.digits_sent, whole.extension) == (bare.digits_sent, str(extension))


@given(st.sampled_from(["tel:", "TEL:", "callto:", "sip:", "tel%3A"]), _TEXTS, _REGIONS)
def test_a_link_is_a_number_or_not_understood(scheme: str, text: str, region: str) -> None:
    try:
        link = read_link(scheme + text, region)
    except LinkNotUnderstoodError:
        return
    _check(link.number)


@given(
    st.sampled_from(["112", "911", "999", "000"]),
    st.sampled_from(["", "+", "00", "011 ", "tel:", "9 ", "0-", " ", "\u200e", "(", "sip:"]),
    st.sampled_from(["", "#", " ", ")", " x5", ";ext=5", "\u200b"]),
    _REGIONS,
)
def test_a_number_for_help_is_refused_in_every_region_and_spelling(
    digits: str, before: str, after: str, region: str
) -> None:
    for number in read_numbers(before + digits + after, region):
        assert number.digits_sent is None
        assert judge(number).decision is Decision.REFUSE


@pytest.mark.parametrize("part", _HOSTILE_PARTS)
def test_eight_times_the_text_is_not_much_more_work_than_the_text(part: str) -> None:
    short, long = (_calls(part * (size // len(part) + 1)) for size in (8_192, 65_536))
    assert long <= short * 1.5 + 1_000
    small = _calls(part * (2_048 // len(part) + 1))
    assert short <= small * 6 + 20_000  # four times the text


def _calls(text: str) -> int:
    """How many functions are called to find the numbers in a text: work that no clock disturbs."""
    find_numbers("07700 900123", "GB")  # tables are loaded by the first reading
    counted = 0

    def count(_: FrameType, event: str, __: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        find_numbers(text, "GB")
    finally:
        sys.setprofile(before)
    return counted
