"""What goes through the pipes between a vault and its keyring process: it comes back as it was, or is refused."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.adapters.vault.parts import LONGEST_ENTRY, MOST_PARTS
from acefone_desktop.adapters.vault.vault_messages import (
    LONGEST_BODY,
    LONGEST_DETAIL,
    VERSION,
    FrameError,
    Question,
    answer_frame,
    failure_frame,
    question_frame,
    read_answer,
    read_question,
)
from acefone_desktop.domain.errors import VaultAbsentError, VaultError, VaultLockedError, VaultUnsafeError

ANY_TEXT = st.text(st.characters(), max_size=200)  # halves of surrogate pairs too: passwords hold what people paste


class Trickle(io.BytesIO):
    """A pipe that gives a byte at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(1 if size else 0)


def framed(body: bytes, version: int = VERSION, length: int | None = None) -> bytes:
    return struct.pack(">BI", version, len(body) if length is None else length) + body


@given(st.sampled_from(["read", "delete"]), ANY_TEXT)
def test_a_question_comes_through(action: str, name: str) -> None:
    question = Question("read" if action == "read" else "delete", name)
    assert read_question(Trickle(question_frame(question))) == question


@given(ANY_TEXT, ANY_TEXT)
def test_a_secret_to_be_written_comes_through(name: str, secret: str) -> None:
    question = Question("write", name, secret)
    assert read_question(Trickle(question_frame(question))) == question


@given(st.none() | ANY_TEXT)
def test_an_answer_comes_through(secret: str | None) -> None:
    assert read_answer(Trickle(answer_frame(secret))) == secret


@pytest.mark.parametrize("kind", [VaultError, VaultAbsentError, VaultLockedError, VaultUnsafeError])
@pytest.mark.parametrize("detail", ["", "It is keyrings.alt.file.PlaintextKeyring."])
def test_a_refusal_comes_through_with_its_kind_and_its_words(kind: type[VaultError], detail: str) -> None:
    with pytest.raises(VaultError) as raised:
        read_answer(io.BytesIO(failure_frame(kind(detail))))
    assert type(raised.value) is kind
    assert raised.value.explanation == kind(detail).explanation


def test_an_unknown_kind_of_refusal_is_told_as_the_general_one() -> None:
    class VaultOnFireError(VaultError):
        pass

    with pytest.raises(VaultError) as raised:
        read_answer(io.BytesIO(failure_frame(VaultOnFireError("d" * (LONGEST_DETAIL + 1)))))
    assert (type(raised.value), raised.value.detail) == (VaultError, "d" * LONGEST_DETAIL)


def test_the_longest_secret_that_a_keyring_holds_has_room_and_a_longer_one_is_refused_before_it_is_sent() -> None:
    longest = "é" * (LONGEST_ENTRY * MOST_PARTS)
    assert read_answer(io.BytesIO(answer_frame(longest))) == longest
    assert read_question(io.BytesIO(question_frame(Question("write", "password", longest)))).secret == longest
    with pytest.raises(VaultError, match="too long"):
        answer_frame("é" * 100_000)
    with pytest.raises(VaultError, match="too long"):
        question_frame(Question("write", "password", "é" * 100_000))


@pytest.mark.parametrize(
    "frame",
    [
        framed(b'["secret", null]', version=VERSION + 1),
        framed(b"", length=LONGEST_BODY + 1),
        framed(b"", length=0xFFFFFFFF),
        framed(b""),
        framed(b"\xff"),
        framed(b'["secret", "s3cret'),
        framed(b"[" * 10_000),
        framed(b'{"secret": "s3cret"}'),
        framed(b'["secret"]'),
        framed(b'["secret", 7]'),
        framed(b'["secret", "s3cret", "more"]'),
        framed(b'["error", "VaultError"]'),
        framed(b'["error", "SystemExit", "s3cret"]'),
        framed(b'["error", "VaultError", "' + b"d" * (LONGEST_DETAIL + 1) + b'"]'),
        framed(b'["write", "token"]'),
        framed(b'["read", "token", "s3cret"]'),
        framed(b'["run", "token"]'),
        b"Traceback (most recent call last): s3cret",
    ],
)
def test_anything_else_is_refused_without_a_word_of_it(frame: bytes) -> None:
    for read in (read_answer, read_question):
        with pytest.raises(FrameError) as raised:
            read(io.BytesIO(frame))
        assert "s3cret" not in str(raised.value)
        assert raised.value.__cause__ is None
        assert raised.value.__suppress_context__ or raised.value.__context__ is None


@given(st.binary(max_size=60))
def test_no_bytes_do_worse_than_being_refused(data: bytes) -> None:
    for read in (read_answer, read_question):
        with pytest.raises((FrameError, EOFError)):
            read(io.BytesIO(data))


@given(st.integers(0, len(answer_frame("secret")) - 1))
def test_a_frame_that_is_cut_short_is_an_end(length: int) -> None:
    with pytest.raises(EOFError):
        read_answer(io.BytesIO(answer_frame("secret")[:length]))


def test_a_question_does_not_show_its_secret() -> None:
    assert "s3cret" not in repr(Question("write", "token", "s3cret"))
