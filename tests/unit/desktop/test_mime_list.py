"""A person's own list of default programs: changed, and given back to the byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.desktop.links.mime_list import DEFAULTS, forgetting, preferring, values

ENTRY = "org.acefone_desktop.App.desktop"
TYPES = ("x-scheme-handler/tel", "x-scheme-handler/callto")

GROUPS = st.sampled_from([DEFAULTS, "[Added Associations]", "[Removed Associations]", "[X-Own]"])
KEYS = st.sampled_from([*TYPES, "text/plain"])
PROGRAMS = st.sampled_from(
    ["other.desktop", "other.desktop;", "a.desktop; b.desktop;", " a.desktop", ";", "ü.desktop;;"]
)
LINES = st.one_of(
    GROUPS,
    st.builds("{}={}".format, KEYS, PROGRAMS),
    st.builds("{} = {}".format, KEYS, PROGRAMS),
    st.sampled_from(["", "# a comment", "#x-scheme-handler/tel=other.desktop", "noise", "  "]),
)
LISTS = st.builds(
    lambda lines, ending, last: ending.join(lines) + (ending if last else ""),
    st.lists(LINES, max_size=12),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)


def preferred(text: str | None) -> str | None:
    for mime_type in TYPES:
        text = preferring(text, mime_type, ENTRY)
    return text


@given(LISTS)
def test_what_we_change_we_give_back_to_the_byte(text: str) -> None:
    changed = preferred(text)
    assert changed is not None
    for mime_type in TYPES:
        assert values(changed, DEFAULTS, mime_type)[0] == ENTRY
    assert forgetting(changed, {ENTRY}) == text


@given(LISTS)
def test_what_was_preferred_before_stays_behind_us(text: str) -> None:
    changed = preferred(text) or ""
    for mime_type in (*TYPES, "text/plain"):
        before = values(text, DEFAULTS, mime_type)
        assert [value for value in values(changed, DEFAULTS, mime_type) if value != ENTRY] == before


@given(LISTS)
def test_what_does_not_name_us_is_left_alone(text: str) -> None:
    assert forgetting(text, {ENTRY}) == text


def test_a_list_that_was_not_there_is_gone_again() -> None:
    made = preferred(None)
    assert made is not None
    assert forgetting(made, {ENTRY}) is None


def test_what_others_put_into_our_list_stays() -> None:
    made = (preferred(None) or "") + "text/plain=editor.desktop\n"
    assert forgetting(made, {ENTRY}) == "[Default Applications]\ntext/plain=editor.desktop\n"
    spaced = (preferred("") or "") + "\ntext/plain=editor.desktop\n"
    assert forgetting(spaced, {ENTRY}) == "[Default Applications]\n\ntext/plain=editor.desktop\n"


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (f"{TYPES[0]}={ENTRY}", ""),
        (f"{TYPES[0]}={ENTRY};", ""),
        (f"{TYPES[0]}=a.desktop;{ENTRY}", f"{TYPES[0]}=a.desktop\n"),
        (f"{TYPES[0]}={ENTRY};{ENTRY};a.desktop;", f"{TYPES[0]}=a.desktop;\n"),
    ],
)
def test_however_others_wrote_us_down_we_are_gone(line: str, left: str) -> None:
    assert forgetting(f"[Added Associations]\n{line}\n", {ENTRY}) == f"[Added Associations]\n{left}"
