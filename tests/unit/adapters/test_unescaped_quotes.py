"""Texts that a template puts into JSON as they are: read where they can be read in one way, refused where not."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from datetime import UTC
from itertools import pairwise
from urllib.parse import urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acefone_desktop.adapters.acefone.reports.loose_json import decoded
from acefone_desktop.adapters.acefone.reports.recorded_lines import LineNotReadableError, read_line
from acefone_desktop.adapters.acefone.reports.unescaped_quotes import DEEPEST, LONGEST, MOST_INNER, DoubtfulTextError
from acefone_desktop.adapters.acefone.reports.webhook_bodies import WebhookNotUnderstoodError, read_webhooks

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
ROUGH = '"\\,:{}[] \n1ab'
"""What JSON is made of, and little else."""

WORDS = st.text(alphabet='"", abc.{}[]1\n', max_size=12)
"""Without a colon nothing in a text can be taken for a key; without a backslash nothing is escaped."""


def filled_in(*texts: str) -> str:
    """A template with its variables replaced, which knows nothing of JSON."""
    return "{" + ", ".join(f'"key {number}": "{text}"' for number, text in enumerate(texts)) + "}"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('{"a":"Bob "the" Builder"}', {"a": 'Bob "the" Builder'}),
        ('{"a":""Bob" Builder","b":"1"}', {"a": '"Bob" Builder', "b": "1"}),
        ('{"a":"say "hello"","b":"1"}', {"a": 'say "hello"', "b": "1"}),
        ('{"a":"a 6" pipe" , "b" : 1}', {"a": 'a 6" pipe', "b": 1}),
        ('{"a":"""}', {"a": '"'}),
        ('{"a":"Smith, "Bob", "Al", and co","b":null}', {"a": 'Smith, "Bob", "Al", and co', "b": None}),
        ('{"a":"see {"x"} and ["y"]","b":{}}', {"a": 'see {"x"} and ["y"]', "b": {}}),
        ('{"a":"re: "urgent": call back","b":[]}', {"a": 're: "urgent": call back', "b": []}),
        ('{"a":"one "and\ntwo" \\"three\\" \\u00e9","b":1.10,}', {"a": 'one "and\ntwo" "three" é', "b": "1.10"}),
        ('{"o":{"a":"x "y" z"},"l":["p "q" r", true, "s"]}', {"o": {"a": 'x "y" z'}, "l": ['p "q" r', True, "s"]}),
        ('[{"a":"x "y""}, {"a":"z"}]', [{"a": 'x "y"'}, {"a": "z"}]),
        ('{"a":"x "y" z" }\r\n', {"a": 'x "y" z'}),
        ('{"a":"{"k":"v","l":["w"]}","b":"1"}', {"a": '{"k":"v","l":["w"]}', "b": "1"}),
        ('{"a":"[{"k":"v\\"w"}]" ,"b":"1"}', {"a": '[{"k":"v\\"w"}]', "b": "1"}),
        ('{"a":"{}","b":"[urgent] "x" y","c":"[1] z"}', {"a": "{}", "b": '[urgent] "x" y', "c": "[1] z"}),
        ('"{"a":"b"}"', '{"a":"b"}'),
    ],
)
def test_a_text_is_read_whole_where_it_can_end_in_one_place_only(written: str, meant: object) -> None:
    assert decoded(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        '{"a":"He said "x","b":"y" to me","c":"1"}',  # one text with two keys' worth of marks, or two texts
        '{"a":"a 6" pipe","b":"a 7" pipe"}',
        '{"a":"1" "b":"2"}',  # a comma is missing
        '{"a":"1,"b":"2"}',  # a mark is missing at the end of a text
        '{"a":"1",b":"2"}',  # and at the beginning of a key
        '{"a":"x "y" z","a":"1"}',
        '{"name":"x","Call_ID ":"9" y","call_id":"1"}',
        '["a" "b"]',
        '["a "b", "c" d"]',
        '{"a":"{"k":"v" and more","b":"w}"}',
        '{"a":"' + '" ' * (MOST_INNER + 1) + '"}',
        "{" + ",".join(f'"{number}":"[1]x"' for number in range(30)) + ',"a":"x "y" z"}',
    ],
)
def test_what_may_be_meant_in_two_ways_is_refused(written: str) -> None:
    with pytest.raises(DoubtfulTextError):
        decoded(written)


@pytest.mark.parametrize(
    "written",
    [
        '{"a":"x "y" z',
        '{"a":"x "y" z"',
        '{"a":"x "y" z"]',
        '{"a":"x "y" z"} {}',
        '{"a":"x "y" z",,}',
        '{"a" "x "y" z"}',
        '{"a":\'x "y" z\'}',
        '{"a":"x "y" z","b":yes}',
        "[" * (DEEPEST + 1) + '"x "y" z"' + "]" * (DEEPEST + 1),
        '{"a":"x "y" z","b":"' + "c" * LONGEST + '"}',
    ],
)
def test_what_is_no_json_for_another_reason_as_well_is_refused_as_that(written: str) -> None:
    with pytest.raises(ValueError, match=r".+") as refused:
        decoded(written)
    assert not isinstance(refused.value, DoubtfulTextError)


@given(st.text(alphabet=ROUGH, max_size=40))
@example('{"a":1,"a":2}')
def test_whatever_is_json_is_read_as_json(written: str) -> None:
    try:
        meant = json.loads(written, parse_float=str)
    except ValueError:
        with suppress(ValueError):  # any other text is read or refused
            decoded(written)
    else:
        assert decoded(written) == meant


@given(st.lists(WORDS, min_size=1, max_size=3), st.booleans())
def test_no_text_is_ever_misread_that_cannot_be_taken_for_keys(texts: list[str], is_below: bool) -> None:
    """A list in front and objects around it: brackets in a text may look like their end."""
    meant: object = {f"key {number}": text for number, text in enumerate(texts)}
    written = filled_in(*texts)
    if is_below:
        meant, written = {"of": [1, {"in": meant}]}, '{"of": [1, {"in": ' + written + "}]}"
    try:
        found = decoded(written)
    except ValueError:
        return
    assert found == meant


@given(st.text(alphabet=" abc.,;'()", max_size=20))
def test_the_usual_texts_are_read_and_not_only_refused(text: str) -> None:
    quoted = f'she said "{text}" today'
    assert decoded(filled_in(quoted, "1", quoted)) == {"key 0": quoted, "key 1": "1", "key 2": quoted}


def test_a_webhook_with_such_a_text_tells_of_its_call() -> None:
    written = '{"call_id":"1.5","call_status":"missed","caller_name":"Bob "the" Builder","duration":"7"}'

    (report,) = read_webhooks(written.encode(), JSON, "", UTC)
    (wrapped,) = read_webhooks(urlencode({"payload": written}).encode(), FORM, "", UTC)
    recorded = read_line(written, UTC)

    assert (report.call_id, report.status, report.duration_s) == ("1.5", "missed", 7)
    assert wrapped == report
    assert {item.call_id for item in recorded.evidence} == {"1.5"}


def test_agents_written_into_a_text_are_found_in_it() -> None:
    agents = '[{"id":"50","name":"Asha","num":"+442079460001"}]'
    written = f'{{"call_id":"1.5","call_status":"answered","answered_agent":"{agents}"}}'

    (report,) = read_webhooks(written.encode(), JSON, "", UTC)

    assert [agent.name for agent in report.answered_agents] == ["Asha"]


@pytest.mark.parametrize("content_type", [JSON, FORM, ""])
def test_whoever_wrote_the_template_is_told_what_is_wrong_with_it(content_type: str) -> None:
    doubtful = b'{"call_id":"1.5","call_status":"a 6" pipe","note":"a 7" pipe"}'

    with pytest.raises(WebhookNotUnderstoodError, match="Quotation marks") as refused:
        read_webhooks(doubtful, content_type, "", UTC)
    with pytest.raises(LineNotReadableError, match="quotation marks"):
        read_line(doubtful.decode(), UTC)
    assert "pipe" not in str(refused.value)


def test_a_text_that_a_hundred_calls_share_is_looked_at_once() -> None:
    """Each of them has the agents that stand above it."""
    agents = '[{"name":"' + 'a" b' * 400 + " " * 30_000
    calls = [{"call_id": str(number), "call_status": "answered"} for number in range(100)]

    def spent(count: int) -> float:
        body = json.dumps({"answered_agent": agents + str(count), "calls": calls[:count]}).encode()
        begun = time.thread_time()
        assert len(read_webhooks(body, JSON, "", UTC)) == count
        return time.thread_time() - begun

    assert spent(100) < 20 * spent(1) + 0.05


HOSTILE = [
    ('{"a":"', '" '),
    ('{"a":"', '" ,"'),
    ('{"a":"', '","k" '),
    ('{"a":"x" y","b":"', '"}'),
    ('[{"a":"x" y","b":"', '"}]'),
    ('{"a":"x "y" z"', " "),
    ('{"a":"x "y" z","b":', "1"),
    ('{"a":"x "y" z","b":[', '"[1,'),
    ('{"a":"x "y" z","b":[', '"{"k":1 ",'),
    ('{"a":"x "y" z","b":"', '\\"'),
    ('{"a":"x "y" z"', ',"k":"{"'),
    ('["x "y" z"', ',"[1 "'),
    ('{"a":"', '"               '),
    ('{"a":"x "y" z","b":[1', ",  1  "),
]


@pytest.mark.parametrize(("opening", "piece"), HOSTILE)
def test_a_body_four_times_as_long_takes_about_four_times_as_long(opening: str, piece: str) -> None:
    """Quadratic work would take sixteen times as long each time: the ratio is far from both."""

    def spent(size: int) -> float:
        tries = []
        for attempt in range(3):  # each with a text of its own: what was looked at once is remembered
            written = " " * attempt + opening + piece * (size // len(piece))
            begun = time.thread_time()
            with suppress(ValueError, RecursionError):
                decoded(written)
            tries.append(time.thread_time() - begun)
        return min(tries)

    took = [spent(size) for size in (LONGEST // 32, LONGEST // 8, LONGEST // 2)]
    assert took[-1] < 0.05 or all(later < 10 * max(earlier, 0.002) for earlier, later in pairwise(took)), took
