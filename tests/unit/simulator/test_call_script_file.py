"""Call scripts from files, good and bad."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.simulator.calling.call_script import CallScript, DialReply, Outcome, Step
from acefone_desktop.simulator.calling.call_script_file import CallScriptError, call_script, read_call_script

if TYPE_CHECKING:
    from pathlib import Path

MISSED = Step(outcome=Outcome.CUSTOMER_NO_ANSWER)


def test_a_list_goes_by_the_order_of_calls() -> None:
    script = call_script(["customer_no_answer", {"ends_at": 30}])
    assert script.step_for(1, "447700900123") == MISSED
    assert script.step_for(2, "447700900123") == Step(ends_at=30.0)
    assert script.step_for(3, "447700900123") == Step()


def test_an_object_goes_by_last_digits_and_the_longest_wins() -> None:
    script = call_script({"123": "agent_rejects", "0123": "customer_no_answer"})
    assert script.step_for(1, "447700900123") == MISSED
    assert script.step_for(1, "447700901123").outcome is Outcome.AGENT_REJECTS


def test_order_wins_over_digits_and_digits_over_practice_numbers() -> None:
    script = call_script({"#2": "customer_no_answer", "901": "answered"})
    assert script.step_for(1, "447700900901") == Step()
    assert script.step_for(2, "447700900901") == MISSED


def test_both_can_be_given_by_name() -> None:
    script = call_script({"calls": ["refused"], "destinations": {"7": "customer_no_answer"}})
    assert script.step_for(1, "1").outcome is Outcome.REFUSED
    assert script.step_for(2, "447") == MISSED


def test_a_step_has_all_the_parts() -> None:
    parts = {
        "outcome": "refused", "reply": "slow", "message": "No credit", "status": 402,
        "row_at": 1, "agent_answers_at": 2.5, "customer_answers_at": None, "ends_at": 9,
    }  # fmt: skip
    assert call_script([parts]).step_for(1, "") == Step(
        outcome=Outcome.REFUSED, reply=DialReply.SLOW, message="No credit", status=402,
        row_at=1.0, agent_answers_at=2.5, ends_at=9.0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("document", "word"),
    [
        (3, "list"),
        ("answered", "list"),
        (["nonsense"], "nonsense"),
        ([3], "call 1"),
        ([{"outcome": ["answered"]}], "answered"),
        ([{"outcome": {}}], "none of"),
        ([{"reply": "loud"}], "loud"),
        ([{"ends": 3}], "ends"),
        ([{"ends_at": -1}], "ends_at"),
        ([{"ends_at": True}], "ends_at"),
        ([{"ends_at": "3"}], "ends_at"),
        ([{"ends_at": 1e300}], "ends_at"),
        ([{"status": 99}], "status"),
        ([{"status": True}], "status"),
        ([{"message": 3}], "message"),
        ([{"message": "x" * 501}], "message"),
        ({"12a": "answered"}, "12a"),
        ({"#0": "answered"}, "#0"),
        ({"": "answered"}, "last digits"),
        ({"calls": {}}, "calls"),
        ({"destinations": []}, "destinations"),
        ({"destinations": {"#1": "answered"}}, "#1"),
        ({"calls": [], "more": 1}, "more"),
    ],
)
def test_a_bad_script_is_refused_in_a_sentence(document: object, word: str) -> None:
    with pytest.raises(CallScriptError) as refusal:
        call_script(document)
    assert word in str(refusal.value)
    assert str(refusal.value).endswith(".")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([o.value for o in Outcome]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["calls", "#1", "7"]), inner),
)


@given(JSON)
def test_any_document_is_a_script_or_refused(document: object) -> None:
    with contextlib.suppress(CallScriptError):
        assert isinstance(call_script(document), CallScript)


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "script.json"
    file.write_text(json.dumps(["customer_no_answer"]))
    assert read_call_script(file).step_for(1, "1") == MISSED


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000, b" " * (1024 * 1024 + 1)])
def test_a_file_that_cannot_be_a_script_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "script.json"
    file.write_bytes(content)
    with pytest.raises(CallScriptError, match=r"script\.json"):
        read_call_script(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.json", tmp_path):
        with pytest.raises(CallScriptError, match="cannot be read"):
            read_call_script(path)
