"""JSON with the liberties that templates take, and nothing beyond them."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.adapters.acefone.reports.loose_json import decoded
from acefone_desktop.adapters.acefone.reports.webhook_bodies import read_webhooks

JSON = "application/json"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet='a,]}[{"\\ \n\x00', max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("between", ["\n", "\r\n", "\t", "\x00", "\x1f"])
def test_a_raw_control_character_inside_a_text_costs_no_report(between: str) -> None:
    written = f'{{"call_id": "1.5", "call_status": "missed", "note": "one{between}two"}}'

    (report,) = read_webhooks(written.encode(), JSON, "", UTC)
    (posted,) = read_webhooks(json.dumps({"data": written}).encode(), JSON, "", UTC)

    assert (report.call_id, report.status) == (posted.call_id, posted.status) == ("1.5", "missed")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('{"a": 1,}', {"a": 1}),
        ('{"a": [1, 2 ,\r\n\t], }', {"a": [1, 2]}),
        ('{"a": ",}", "b": "\\",]",}', {"a": ",}", "b": '",]'}),
        ('["x\ny", "\\\\",]', ["x\ny", "\\"]),
    ],
)
def test_a_comma_before_a_closing_bracket_is_left_out_and_texts_stay_as_they_are(written: str, meant: object) -> None:
    assert decoded(written) == meant


@pytest.mark.parametrize(
    "written",
    ["", "{", "[1,,]", "[1,", '{"a" 1}', "{'a': 1}", '["a,]', '["\\', '{"a": 1} ,}'],
)
def test_what_cannot_be_told_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        decoded(written)


@given(VALUES)
def test_whatever_is_json_keeps_its_meaning_with_commas_added(value: object) -> None:
    assert decoded(json.dumps(value)) == value
    assert decoded(f"[{json.dumps(value)} , ]") == [value]


@given(st.text(alphabet='a1,]}[{":\\ \n', max_size=30))
def test_any_text_is_read_or_refused(written: str) -> None:
    with suppress(ValueError):
        decoded(written)


def test_a_body_of_the_largest_size_is_looked_through_once() -> None:
    for hostile in ('["' + '\\"' * 120_000, "[" + "," * 240_000, '["",' * 60_000, "[1" + ", " * 120_000):
        with pytest.raises((ValueError, RecursionError)):
            decoded(hostile)
