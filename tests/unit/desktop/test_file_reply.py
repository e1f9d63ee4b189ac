"""What a file dialogue answers, whoever sent it."""

from __future__ import annotations

from pathlib import Path

import pytest
from dbus_fast import Variant
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.desktop.portal.file_reply import MOST_FILES, FilePortalError, choice_from, file_of
from acefone_desktop.domain.file_choice import FileChoice

WORDS = st.text(st.characters(exclude_characters="\0/", exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
    lambda word: word not in {".", ".."}
)


def chosen(*uris: str) -> list[object]:
    return [0, {"uris": Variant("as", list(uris))}]


def test_files_and_kind_are_read() -> None:
    body = chosen("file:///home/aisha/My%20people.csv", "file://localhost/shared/b.vcf")
    body[1] |= {"current_filter": Variant("(sa(us))", ["vCard", []])}  # type: ignore[operator]
    assert choice_from(body) == FileChoice((Path("/home/aisha/My people.csv"), Path("/shared/b.vcf")), "vCard")


def test_a_dialogue_that_was_left_chooses_nothing() -> None:
    assert choice_from([1, {}]) == FileChoice()


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_any_name_of_a_file_comes_through(words: list[str]) -> None:
    path = Path("/", *words)
    assert file_of(path.as_uri()) == path


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "/etc/passwd",
        "people.csv",
        "file:people.csv",
        "file://",
        "file:///",
        "file:///folder/",
        "file://elsewhere/people.csv",
        "smb://server/people.csv",
        "https://example.test/people.csv",
        "file:///a%00b.csv",
        "file:///a.csv?b",
        "file:///a.csv#b",
        "file:///é.csv",
        "file:///" + "a" * 20_000,
        7,
        None,
    ],
)
def test_what_is_no_file_of_this_computer_is_refused(uri: object) -> None:
    with pytest.raises(FilePortalError):
        file_of(uri)


@pytest.mark.parametrize(
    "body",
    [
        [],
        [0],
        [0, {}],
        [2, {}],
        [0, {"uris": Variant("i", 7)}],
        [0, {"uris": Variant("as", [])}],
        [0, {"uris": ["file:///bare.csv"]}],
        chosen(*["file:///a.csv"] * (MOST_FILES + 1)),
        chosen("file:///a.csv", "https://example.test/b.csv"),
        ["0", {}],
        [0, {"uris": Variant("as", ["file:///a.csv"])}, 3],
    ],
)
def test_nonsense_is_refused(body: list[object]) -> None:
    with pytest.raises(FilePortalError):
        choice_from(body)


def test_a_kind_that_is_nonsense_is_none() -> None:
    body = [0, {"uris": Variant("as", ["file:///a.csv"]), "current_filter": Variant("s", "x" * 300)}]
    assert choice_from(body) == FileChoice((Path("/a.csv"),))
