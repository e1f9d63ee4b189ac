"""The first decision: window, hand-over or command."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.app.instance.instance_messages import DIAL_CLIPBOARD, LINK, RAISE
from acefone_desktop.app.window_wish import (
    COMMANDS,
    DIAL_CLIPBOARD_COMMAND,
    LINK_SCHEMES,
    first_message,
    read_window_wish,
)
from acefone_desktop.domain.links import read_link


def test_no_arguments_mean_the_window() -> None:
    wish = read_window_wish([])
    assert wish is not None
    assert (wish.links, wish.demo, wish.tray, wish.profile, wish.data_dir) == ([], False, False, "", "")


@pytest.mark.parametrize(
    "link",
    [
        "tel:+442079460123",
        "CALLTO:02079460123",
        "sip:+442079460123@example.invalid",
        "tel%3A%2B442079460123",
        "CallTo%3a02079460123",
    ],
)
def test_a_link_means_the_window_and_is_kept_as_it_is(link: str) -> None:
    wish = read_window_wish(["--profile", "work", "--data-dir=folder", link])
    assert wish is not None
    assert (wish.links, wish.profile, wish.data_dir) == ([link], "work", "folder")


@pytest.mark.parametrize("command", [command for command in COMMANDS if command != DIAL_CLIPBOARD_COMMAND])
def test_a_command_is_not_the_windows_business(command: str) -> None:
    assert read_window_wish([command]) is None
    assert read_window_wish(["--profile", "work", command, "--json"]) is None


@pytest.mark.parametrize("arguments", [["--help"], ["dial"], ["--profile"], ["--demo=yes"], ["--unknown"]])
def test_what_is_not_understood_goes_to_the_parser_that_explains(arguments: list[str]) -> None:
    assert read_window_wish(arguments) is None


@given(st.lists(st.text(max_size=20), max_size=4))
def test_behind_two_dashes_everything_is_a_link_and_nothing_an_option_or_a_command(texts: list[str]) -> None:
    wish = read_window_wish(["--", *texts])
    assert wish is not None
    assert wish.links == texts
    assert (wish.profile, wish.data_dir, wish.drive, wish.demo, wish.tray) == ("", "", "", False, False)


@given(st.sampled_from(LINK_SCHEMES), st.text(max_size=40))
def test_a_links_text_never_becomes_an_option(scheme: str, rest: str) -> None:
    wish = read_window_wish([scheme + rest])
    assert wish is not None
    assert wish.links == [scheme + rest]
    assert (wish.profile, wish.data_dir, wish.drive, wish.demo, wish.tray) == ("", "", "", False, False)


@pytest.mark.parametrize("before", [" ", "\n", "<", '"', "\ufeff", "\u200e", "\u202e\u2067"])
def test_what_a_copied_link_brings_along_makes_no_other_thing_of_it(before: str) -> None:
    wish = read_window_wish([f"{before}tel:+442079460123"])
    assert wish is not None
    assert wish.links == [f"{before}tel:+442079460123"]
    assert read_link(wish.links[0], "GB").number.e164 == "+442079460123"


def test_the_running_app_is_asked_for_the_link_or_to_show_itself() -> None:
    link, nothing = read_window_wish(["tel:+442079460123"]), read_window_wish([])
    assert link is not None
    assert nothing is not None
    message = first_message(link, {"XDG_ACTIVATION_TOKEN": "token-1"})
    assert (message.kind, message.text, message.activation_token) == (LINK, "tel:+442079460123", "token-1")
    assert first_message(nothing, {}).kind == RAISE


def test_the_command_of_a_key_is_handed_over_like_a_link() -> None:
    wish = read_window_wish(["--profile=work", "dial-clipboard", "--data-dir", "folder"])
    assert wish is not None
    assert (wish.dial_clipboard, wish.profile, wish.data_dir) == (True, "work", "folder")
    message = first_message(wish, {"DESKTOP_STARTUP_ID": "key_TIME7"})
    assert (message.kind, message.text, message.activation_token) == (DIAL_CLIPBOARD, "", "key_TIME7")


@pytest.mark.parametrize("more", [["tel:+442079460123"], ["--quick-dial"], ["dial-clipboard"], ["--json"], ["--help"]])
def test_the_command_of_a_key_stands_alone(more: list[str]) -> None:
    assert read_window_wish(["dial-clipboard", *more]) is None
