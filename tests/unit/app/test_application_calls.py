"""What the desktop's calls mean, whatever other processes put into them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.app.instance.application_calls import (
    LARGEST_CALL,
    MOST_LINKS,
    CallRefusedError,
    messages_of_action,
    messages_of_activate,
    messages_of_open,
)
from acefone_desktop.app.instance.instance_inbox import InstanceInbox
from acefone_desktop.app.instance.instance_messages import (
    LINK,
    LONGEST_TEXT,
    QUICK_DIAL,
    RAISE,
    REFUSED_LINK,
    Message,
    decode_message,
    encode_message,
)

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def test_every_link_is_one_message_in_order_with_the_token() -> None:
    links = ["tel:+447700900001", "callto:2", "--profile"]
    assert messages_of_open(links, {"activation-token": "t"}) == tuple(Message(LINK, link, "t") for link in links)


def test_a_link_that_cannot_be_handed_over_is_told_of_in_its_place() -> None:
    messages = messages_of_open(["tel:1", "x" * (LONGEST_TEXT + 1), "", "tel:2"], {})
    assert [message.kind for message in messages] == [LINK, REFUSED_LINK, REFUSED_LINK, LINK]


def test_no_links_are_the_wish_to_see_the_window() -> None:
    assert messages_of_open([], {}) == messages_of_activate({}) == (Message(RAISE),)


@pytest.mark.parametrize("links", [["tel:1"] * (MOST_LINKS + 1), ["1" * (LARGEST_CALL // 2 + 1)] * 2])
def test_too_much_at_once_is_refused(links: list[str]) -> None:
    with pytest.raises(CallRefusedError, match="too many") as refused:
        messages_of_open(links, {})
    assert refused.value.name == "org.freedesktop.DBus.Error.LimitsExceeded"


@pytest.mark.parametrize(
    ("platform_data", "token"),
    [
        ({"activation-token": "a", "desktop-startup-id": "b"}, "a"),
        ({"desktop-startup-id": "b"}, "b"),
        ({"activation-token": "", "desktop-startup-id": "b"}, "b"),
        ({"activation-token": "line\nbreak", "desktop-startup-id": 7}, ""),
        ({"activation-token": "x" * 257}, ""),
        ({}, ""),
        (None, ""),
    ],
)
def test_only_a_token_that_is_one_is_passed_on(platform_data: object, token: str) -> None:
    assert messages_of_activate(platform_data) == (Message(RAISE, "", token),)


def test_the_one_action_is_the_quick_dial() -> None:
    assert messages_of_action("quick-dial", {}) == (Message(QUICK_DIAL),)
    for name in ("", "Quick-Dial", "quit", None, ["quick-dial"]):
        with pytest.raises(CallRefusedError, match="no such action"):
            messages_of_action(name, {})


@given(VALUES, VALUES)
def test_whatever_comes_is_messages_or_a_refusal(links: object, platform_data: object) -> None:
    try:
        messages = messages_of_open(links, platform_data)
    except CallRefusedError:
        return
    assert messages
    assert [decode_message(encode_message(message)) for message in messages] == list(messages)


def test_an_inbox_that_is_nearly_full_takes_all_links_of_a_call_or_none() -> None:
    inbox = InstanceInbox(largest_held=4000)
    links = messages_of_open(["tel:" + "1" * 1000] * 2, {})
    assert inbox.take(*links)
    assert not inbox.take(*links)
    assert inbox.empty() == links
