"""What a reply means, over all shapes: nothing crashes, nothing secret is repeated, no failure is missed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.adapters.acefone.endpoints.calls import accepted
from acefone_desktop.adapters.acefone.http import replies
from acefone_desktop.adapters.acefone.http.replies import LONGEST_MESSAGE, NOT_JSON, Reply
from acefone_desktop.domain.dialing import Accepted
from acefone_desktop.domain.errors import OutcomeUnknownError, ProviderError, ServerTroubleError

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=15,
)
envelopes = st.fixed_dictionaries(
    {}, optional={"success": json_values, "Success": json_values, "message": json_values, "errors": json_values}
)
statuses = st.sampled_from([200, 201, 204, 301, 302, 400, 401, 403, 404, 408, 419, 422, 429, 500, 502, 503, 599])


def reply(body: object, status: int = 200) -> Reply:
    return Reply(status=status, body=body if isinstance(body, bytes) else json.dumps(body).encode())


@given(st.binary(max_size=200), statuses)
def test_any_bytes_are_read_or_refused_with_one_of_our_errors(body: bytes, status: int) -> None:
    try:
        decoded = replies.read(reply(body, status))
    except ProviderError:
        return
    assert status < 300
    assert isinstance(decoded, dict | list)


@given(envelopes | json_values, statuses)
def test_a_dial_s_answer_is_accepted_only_if_it_is_a_good_status_and_says_nothing_else(
    body: object, status: int
) -> None:
    try:
        taken = accepted(reply(body, status))
    except OutcomeUnknownError:
        assert status >= 500 or status == 408 or status < 300 or replies.succeeded(replies.decode(reply(body)))
    except ProviderError:
        assert status < 500
        assert status != 408
    else:
        assert isinstance(taken, Accepted)
        assert status < 300
        assert replies.succeeded(replies.decode(reply(body))) is not False


@given(envelopes)
def test_the_servers_words_are_one_line_of_bounded_length(body: dict[str, object]) -> None:
    said = replies.server_message(replies.decode(reply(body)))
    assert len(said) <= LONGEST_MESSAGE
    assert said.isprintable()


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("Agent is offline", "Agent is offline"),
        ("Agent is offline.", "Agent is offline"),
        (["One", "Two"], "One Two"),
        ({"agent_number": ["The agent number is invalid."]}, "The agent number is invalid"),
        ({"caller_id": ["invalid"]}, "caller id: invalid"),
        ({"call": {"agent": ["busy"]}}, "agent: busy"),
        (None, ""),
        (7, ""),
        ("", ""),
        ("line\nbreak\x00", "line break"),
        ("No 447700900123 today", "No …123 today"),
        ("Locked until 2026-01-15 18:42:10", "Locked until 2026-01-15 18:42:10"),
    ],
)
def test_a_message_is_shown_as_a_person_would_say_it(message: object, said: str) -> None:
    assert replies.server_message(replies.decode(reply({"Message": message}))) == said


@pytest.mark.parametrize(
    ("written", "meant"),
    [(True, True), (False, False), ("true", True), ("False", False), (1, True), (0, False), ("1", True), (None, None)],
)
def test_success_is_read_however_it_is_written(written: object, meant: bool | None) -> None:
    assert replies.succeeded(replies.decode(reply({" SUCCESS ": written}))) is meant


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"{", b"\xff\xfe", b"[" * 5000, b"nan", b'{"a": ' * 100 + b"1" + b"}" * 100]
)
def test_what_is_no_json_is_not_taken_for_it(body: bytes) -> None:
    assert replies.decode(reply(body)) is NOT_JSON


def test_a_byte_order_mark_is_no_hindrance() -> None:
    assert replies.decode(reply(b"\xef\xbb\xbf[]")) == []


def test_a_page_with_a_server_error_is_trouble_and_not_a_wrong_address() -> None:
    with pytest.raises(ServerTroubleError, match="502"):
        replies.read(reply(b"<html><h1>502 Bad Gateway</h1></html>", 502))


def test_a_reply_s_description_shows_no_content() -> None:
    assert "secret" not in repr(reply({"access_token": "secret"}))
