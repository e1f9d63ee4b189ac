"""The frames between a second process and the running one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.app.instance.instance_messages import (
    HEADER_SIZE,
    LINK,
    LONGEST_MESSAGE,
    RAISE,
    Message,
    MessageMalformedError,
    activation_token,
    decode_message,
    encode_message,
    message_size,
)

TOKENS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=256)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=1024)
MESSAGES = st.builds(Message, st.just(LINK), TEXTS, TOKENS) | st.builds(Message, st.just(RAISE), st.just(""), TOKENS)


@given(MESSAGES)
def test_what_is_sent_is_what_arrives(message: Message) -> None:
    frame = encode_message(message)
    assert decode_message(frame) == message
    assert message_size(frame[:HEADER_SIZE]) == len(frame) <= LONGEST_MESSAGE


@given(MESSAGES, st.integers(min_value=0, max_value=LONGEST_MESSAGE))
def test_a_frame_cut_short_is_never_a_message(message: Message, cut: int) -> None:
    frame = encode_message(message)
    with pytest.raises(MessageMalformedError):
        decode_message(frame[: min(cut, len(frame) - 1)])


@given(MESSAGES, st.binary(min_size=1, max_size=16))
def test_bytes_after_the_frame_are_refused(message: Message, more: bytes) -> None:
    with pytest.raises(MessageMalformedError):
        decode_message(encode_message(message) + more)


@given(st.binary(max_size=300) | st.builds(lambda tail: b"AD\x01" + tail, st.binary(max_size=300)))
def test_any_bytes_are_read_as_themselves_or_refused(noise: bytes) -> None:
    try:
        message = decode_message(noise)
    except MessageMalformedError:
        return
    assert encode_message(message) == noise


@pytest.mark.parametrize(
    "message",
    [
        Message(LINK, ""),
        Message(RAISE, "tel:1"),
        Message(LINK, "x" * 4097),
        Message(LINK, "€" * 1366),
        Message(LINK, "tel:\udc80"),
        Message(LINK, "tel:1", "a\nb"),
        Message(LINK, "tel:1", "x" * 257),
        Message("dial", "tel:1"),  # type: ignore[arg-type]
    ],
)
def test_what_could_not_be_read_is_not_sent(message: Message) -> None:
    with pytest.raises(MessageMalformedError):
        encode_message(message)


def test_the_longest_link_fits() -> None:
    message = Message(LINK, "x" * 4096, "t" * 256)
    assert decode_message(encode_message(message)) == message


def test_another_version_is_refused_by_its_header_alone() -> None:
    with pytest.raises(MessageMalformedError):
        message_size(b"AD\x02\x01\x00\x00\x00\x01")


def test_a_huge_length_is_refused_before_anything_is_read() -> None:
    with pytest.raises(MessageMalformedError):
        message_size(b"AD\x01\x02\x00\x00\xff\xff")


@pytest.mark.parametrize(
    ("environment", "token"),
    [
        ({"XDG_ACTIVATION_TOKEN": "wayland-1", "DESKTOP_STARTUP_ID": "x11-1"}, "wayland-1"),
        ({"DESKTOP_STARTUP_ID": "x11-1"}, "x11-1"),
        ({"XDG_ACTIVATION_TOKEN": "two\nlines"}, ""),
        ({"XDG_ACTIVATION_TOKEN": "x" * 300}, ""),
        ({}, ""),
    ],
)
def test_the_desktops_permission_is_taken_from_the_environment(environment: dict[str, str], token: str) -> None:
    assert activation_token(environment) == token


def test_a_message_does_not_show_its_number_when_printed() -> None:
    assert "7700" not in repr(Message(LINK, "tel:+447700900123"))
