"""Rows as they come: anything may be missing, or be something else."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.adapters.acefone import wire
from acefone_desktop.adapters.acefone.endpoints.blocked_numbers import _blocked
from acefone_desktop.adapters.acefone.endpoints.contacts import _contact
from acefone_desktop.adapters.acefone.endpoints.directory import _user
from acefone_desktop.adapters.acefone.endpoints.notes import _note
from acefone_desktop.adapters.acefone.wire import BlockedNumberRow, ContactRow, NoteRow, UserRow
from acefone_desktop.domain.errors import ReplyNotUnderstoodError

FIELDS = [
    "id", "_id", "agent", "name", "status", "extension", "username", "user_role", "team_member", "role", "data",
    "results", "calldate", "$date", "$numberlong", "notes", "message", "custom_fields", "value", "updated_at",
    "did_numbers",
]  # fmt: skip
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=5),
    max_leaves=12,
)


@given(junk)
def test_no_reply_breaks_the_reading(decoded: Any) -> None:
    for user in wire.rows(decoded, UserRow):
        _user(user)
    for contact in wire.rows(decoded, ContactRow):
        _contact(contact)
    for note in wire.rows(decoded, NoteRow):
        _note(note)
    for entry in wire.rows(decoded, BlockedNumberRow):
        _blocked(entry)
    with contextlib.suppress(ReplyNotUnderstoodError):
        wire.checked_list(decoded)


@pytest.mark.parametrize("decoded", [[], {"data": []}, {"results": []}, {"data": {"results": []}}, {"data": None}])
def test_an_empty_list_is_one_however_it_is_wrapped(decoded: Any) -> None:
    assert wire.rows(wire.checked_list(decoded), UserRow) == ()


@pytest.mark.parametrize("decoded", [{}, {"success": True}, "text", {"data": "text"}, 7])
def test_what_holds_no_list_is_not_an_empty_one(decoded: Any) -> None:
    with pytest.raises(ReplyNotUnderstoodError):
        wire.checked_list(decoded)


def test_a_broken_row_costs_no_other_row() -> None:
    rows = wire.rows([{"id": 1, "name": "Asha"}, "junk", {"id": [1]}, {"id": "2"}], UserRow)
    assert [wire.text(row.id) for row in rows] == ["1", "2"]


def test_an_agent_is_read_from_a_list_row_and_from_a_single_user() -> None:
    listed = wire.rows(
        [{"id": 1, "name": "Asha Rao", "agent": {"id": "0501"}, "extension": "0601", "intercom": 7}], UserRow
    )
    single = wire.rows(
        [{"id": 1, "agent": {"id": "0501", "name": "Asha Rao", "intercom": "7", "extension": {"username": "0601"}}}],
        UserRow,
    )
    assert _user(listed[0]).agent == _user(single[0]).agent


@pytest.mark.parametrize("agent", [None, "", [], {}, {"id": None}, {"id": ""}, {"name": "Nobody"}])
def test_a_user_without_an_agent_is_no_agent(agent: object) -> None:
    (row,) = wire.rows([{"id": 1, "agent": agent}], UserRow)
    assert _user(row).agent is None


@pytest.mark.parametrize(
    ("value", "text"), [(7, "7"), (7.0, "7"), ("7 ", "7"), (None, ""), (True, ""), ([], ""), (float("inf"), "")]
)
def test_a_scalar_is_text_however_it_is_written(value: object, text: str) -> None:
    assert wire.text(value) == text


@pytest.mark.parametrize(("value", "number"), [("12", 12), (12, 12), ("-1", 0), ("1e3", 0), ("9" * 40, 0), (None, 0)])
def test_a_count_is_read_or_zero(value: object, number: int) -> None:
    assert wire.whole(value) == number
