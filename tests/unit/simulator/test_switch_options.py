"""Switches as text, and the page that describes them."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from acefone_desktop.simulator.calling.call_script import TRAINING_NUMBERS, DialReply, Outcome
from acefone_desktop.simulator.switch_options import SwitchError, described, with_options
from acefone_desktop.simulator.switches import AccountZone, Switches

PAGE = Path(__file__).parents[3] / "docs" / "simulator.md"


def test_values_are_read_by_the_kind_of_their_switch() -> None:
    options = ["dial_reply=slow", "reply-ref-id=yes", "rate_limit=3", "record_delay=1.5", "outcome=refused"]
    options += [
        "time_zone=Asia/Kolkata",
        "allowed_paths=users, call/records",
        "token_expires_after=60",
        "live_rows=off",
    ]
    assert with_options(Switches(), options) == Switches(
        dial_reply=DialReply.SLOW, reply_ref_id=True, rate_limit=3, record_delay=1.5, outcome=Outcome.REFUSED,
        time_zone=AccountZone.IST, allowed_paths=("users", "call/records"), token_expires_after=60.0, live_rows=False,
    )  # fmt: skip


def test_none_takes_a_switch_back() -> None:
    set_before = Switches(outcome=Outcome.REFUSED, allowed_paths=())
    assert with_options(set_before, ["outcome=none", "allowed_paths=none"]) == Switches()


@pytest.mark.parametrize(
    "option",
    ["", "=", "nothing=1", "rate_limit", "rate_limit=-1", "rate_limit=1.5", "rate_limit=none", "record_delay=nan",
     "record_delay=inf", "record_delay=1e99", "live_rows=maybe", "dial_reply=loud", "__class__=1", "message_form=none"],
)  # fmt: skip
def test_what_is_no_switch_or_no_value_is_refused_in_a_sentence(option: str) -> None:
    with pytest.raises(SwitchError) as refusal:
        with_options(Switches(), [option])
    assert str(refusal.value).endswith(".")


def test_a_refusal_must_have_a_status_of_http() -> None:
    with pytest.raises(ValueError, match="refusal_status"):
        with_options(Switches(), ["refusal_status=99"])


def test_every_default_reads_back_as_itself() -> None:
    for name, _, default in described():
        if name != "refusal_status":
            assert with_options(Switches(), [f"{name}={default}"]) == Switches()
    assert [name for name, _, _ in described()] == [field.name for field in fields(Switches)]


def test_the_page_describes_every_switch_with_its_values_and_default() -> None:
    page = PAGE.read_text(encoding="utf-8")
    missing = [
        f"| `{name}` | {values} | {default} |"
        for name, values, default in ((n, v.replace("|", ", "), d) for n, v, d in described())
        if f"| `{name}` | {values} | {default} |" not in page
    ]
    assert missing == []


def test_the_page_describes_every_practice_number_outcome_and_reply() -> None:
    page = PAGE.read_text(encoding="utf-8")
    wanted = [f"| …{ending} | {meaning} |" for ending, (_, meaning) in TRAINING_NUMBERS.items()]
    wanted += [f"`{each.value}`" for each in (*Outcome, *DialReply)]
    assert [text for text in wanted if text not in page] == []


def test_switches_can_be_changed_one_at_a_time() -> None:
    assert replace(Switches(), rate_limit=7) == Switches(rate_limit=7)
