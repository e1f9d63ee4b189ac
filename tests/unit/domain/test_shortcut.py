"""Which keys may be taken from every program, and how they are written."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.domain.shortcut import (
    DIGITS,
    FUNCTION_KEYS,
    KEYS,
    LETTERS,
    MODIFIERS,
    SUGGESTED,
    ShortcutNotUsableError,
    read_shortcut,
)


def test_the_suggested_key_may_be_had() -> None:
    assert str(read_shortcut(SUGGESTED)) == SUGGESTED


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("shift+ctrl+f7", "Ctrl+Shift+F7"),
        (" Meta + Alt + pageup ", "Alt+Meta+PageUp"),
        ("Ctrl+Alt+p", "Ctrl+Alt+P"),
        ("F13", "F13"),
        ("pause", "Pause"),
        ("Shift+F5", "Shift+F5"),
    ],
)
def test_a_key_is_read_in_any_case_and_order(written: str, key: str) -> None:
    assert str(read_shortcut(written)) == key


@pytest.mark.parametrize(
    "written",
    ["", "+", "A", "Ctrl+C", "Shift+A", "F5", "Home", "Ctrl+Home", "Ctrl+Ctrl+C", "Ctrl+Alt+F3", "Ctrl+Alt+Delete"],
)
def test_a_key_that_people_need_elsewhere_is_refused_with_a_reason(written: str) -> None:
    with pytest.raises(ShortcutNotUsableError, match=r"\w+ .*\.$"):
        read_shortcut(written)


@given(st.sets(st.sampled_from(MODIFIERS)), st.sampled_from(sorted(KEYS)))
def test_what_is_written_is_read_again_as_the_same(modifiers: set[str], key: str) -> None:
    try:
        shortcut = read_shortcut("+".join((*modifiers, key)))
    except ShortcutNotUsableError:
        assert len(modifiers) < 2 or (modifiers == {"Ctrl", "Alt"} and key in FUNCTION_KEYS[:12])
    else:
        assert read_shortcut(str(shortcut)) == shortcut
        assert set(shortcut.modifiers) == modifiers
        assert len(modifiers) >= 2 or key not in (*LETTERS, *DIGITS)


@given(st.text(max_size=60))
def test_any_other_text_is_refused_and_nothing_worse(text: str) -> None:
    with suppress(ShortcutNotUsableError):
        shortcut = read_shortcut(text)
        assert shortcut.key in KEYS
        assert set(shortcut.modifiers) <= set(MODIFIERS)
