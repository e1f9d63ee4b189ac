"""Phone links read as the table says; anything else is refused by one error."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.domain.errors import LinkNotUnderstoodError
from acefone_desktop.domain.links import MAX_LINK_CHARACTERS, is_link, read_link
from acefone_desktop.domain.numbering.number_kinds import NumberKind
from acefone_desktop.domain.numbers import PhoneNumber
from acefone_desktop.domain.policy import judge

_TABLE = json.loads((Path(__file__).parents[2] / "data" / "links.json").read_text(encoding="utf-8"))
_HOSTILE = st.text(
    alphabet=st.sampled_from("+0123456789*#;=%.-()/?@:,xXeE tTlL２٣\u200b\u202e\n\x00é~&|$`"), max_size=80
)


def columns(number: PhoneNumber) -> dict[str, str | None]:
    """The number in the columns of the tables."""
    return {
        "e164": number.e164,
        "extension": number.extension,
        "kind": number.kind.value,
        "country": number.country,
        "verdict": judge(number).decision.value,
    }


@pytest.mark.parametrize("row", _TABLE, ids=[repr(row["link"])[:60] for row in _TABLE])
def test_a_link_reads_as_the_table_says(row: dict[str, Any]) -> None:
    if row["number"] is None:
        with pytest.raises(LinkNotUnderstoodError):
            read_link(row["link"], row["region"])
    else:
        assert columns(read_link(row["link"], row["region"]).number) == row["number"]


def test_scheme_subaddress_context_and_unknown_parameters_are_kept_apart() -> None:
    link = read_link("TEL:7946-0123;x-id=Ab%3D1;isub=9;phone-context=+44-20;ext=12", "GB")
    assert (link.scheme, link.subaddress, link.context) == ("tel", "9", "+44-20")
    assert link.parameters == (("x-id", "Ab=1"),)
    assert (link.number.e164, link.number.extension) == ("+442079460123", "12")


def test_a_local_number_is_shown_as_seen_from_home_and_not_from_its_context() -> None:
    assert read_link("tel:555-0123;phone-context=+1-202", "GB").number.display == "+1 202-555-0123"


def test_a_link_longer_than_any_number_needs_is_refused_whole() -> None:
    longest = "tel:+447700900123;x=" + "1" * (MAX_LINK_CHARACTERS - 20)
    assert read_link(longest, "GB").number.e164 == "+447700900123"
    with pytest.raises(LinkNotUnderstoodError):
        read_link(longest + "1", "GB")


@given(st.one_of(st.text(max_size=200), _HOSTILE), st.sampled_from(["tel:", "TEL://", "callto:", "sip:", "sips:", ""]))
def test_no_text_makes_a_link_raise_anything_else(text: str, scheme: str) -> None:
    is_link(scheme + text)
    try:
        link = read_link(scheme + text, "GB")
    except LinkNotUnderstoodError:
        return
    assert link.scheme in {"tel", "callto", "sip", "sips"}
    assert link.number.digits_sent is None or link.number.digits_sent.isdecimal()


@given(st.integers(0, 999), st.sampled_from(["", "-", ".", "%20", "%2D", " "]), st.integers(1, 9999))
def test_separators_and_encoding_change_neither_number_nor_extension(line: int, separator: str, extension: int) -> None:
    number = separator.join(["+44", "7700", "900" + f"{line:03}"])
    read = read_link(f"tel:{number};ext={extension}", "IN").number
    assert (read.e164, read.extension) == (f"+447700900{line:03}", str(extension))


@given(st.text(alphabet="0123456789*#", min_size=1, max_size=12).map(lambda code: "*" + code))
def test_a_service_code_never_becomes_a_number(code: str) -> None:
    try:
        number = read_link("tel:" + code.replace("#", "%23"), "GB").number
    except LinkNotUnderstoodError:
        return
    if code.endswith("*") and code.strip("*").isdecimal():
        return  # *020 7946 0123* is how a chat writes a number in bold
    assert number.kind in {NumberKind.SERVICE_CODE, NumberKind.EMERGENCY}
    assert number.e164 is None
