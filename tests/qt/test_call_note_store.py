"""Notes on their way between screen and disk: nothing written is lost, and “kept” means kept."""

from __future__ import annotations

from concurrent.futures import wait
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from acefone_desktop.bridge.call_note_store import CallNote, CallNoteStore
from acefone_desktop.bridge.network_thread import NetworkThread
from acefone_desktop.domain.calls import Call
from acefone_desktop.domain.errors import StorageError
from tests.qt.noted import Errand, Notes, a_note_store
from tests.qt.scene import OVER, a_call
from tests.support.storage import opened

CALL = OVER["answered"]
OTHER = a_call(key="dl-2", customer="447700900456")


@pytest.fixture
def notes(qapp: object) -> Notes:
    return Notes()


@pytest.fixture
def errand(qapp: object) -> Errand:
    return Errand()


@pytest.fixture
def store(notes: Notes, errand: Errand) -> CallNoteStore:
    return a_note_store(notes, errand)


def test_words_are_shown_at_once_and_kept_after_a_pause(qtbot: QtBot, store: CallNoteStore, notes: Notes) -> None:
    store.write(CALL, "Wants")
    store.write(CALL, "Wants an offer")
    assert store.note(CALL) == CallNote("Wants an offer", is_kept=False)
    assert store.note(OTHER) == CallNote()
    assert notes.kept == []
    qtbot.waitUntil(lambda: store.note(CALL).is_kept)
    assert notes.kept == ["Wants an offer"]


def test_somebody_who_never_pauses_is_saved_too(qtbot: QtBot, store: CallNoteStore, notes: Notes) -> None:
    typed = 0

    def type_on() -> bool:
        nonlocal typed
        typed += 1
        store.write(CALL, "x" * typed)
        return bool(notes.kept)

    qtbot.waitUntil(type_on)


def test_flushing_keeps_every_calls_words_at_once(store: CallNoteStore, notes: Notes) -> None:
    store.write(CALL, "Wants an offer")
    store.write(OTHER, "Call on Monday")
    wait(store.flush(), timeout=0)
    assert notes.texts == {CALL.key: "Wants an offer", OTHER.key: "Call on Monday"}
    assert store.flush() == []


def test_words_written_while_others_are_on_their_way_are_not_called_kept(
    store: CallNoteStore, notes: Notes, errand: Errand
) -> None:
    errand.busy = True
    store.write(CALL, "first")
    store.flush()
    assert store.note(CALL) == CallNote("first", is_kept=False)
    store.write(CALL, "second")
    store.flush()
    store.write(CALL, "third")
    errand.finish()
    assert notes.kept == ["first", "second"]
    assert store.note(CALL) == CallNote("third", is_kept=False)
    store.flush()
    errand.finish()
    assert store.note(CALL) == CallNote("third")


def test_back_to_the_same_words_is_kept_only_by_the_last_of_them(store: CallNoteStore, errand: Errand) -> None:
    errand.busy = True
    for text in ("first", "second", "first"):
        store.write(CALL, text)
        store.flush()
    (one, two, three), errand._left = errand._left, []
    for step, kept in ((one, False), (two, False), (three, True)):
        step()
        assert store.note(CALL) == CallNote("first", is_kept=kept)


def test_what_could_not_be_written_is_told_and_tried_again(
    qtbot: QtBot, store: CallNoteStore, notes: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("acefone_desktop.bridge.call_note_store.TRY_AGAIN_MS", 1)
    notes.trouble = StorageError()
    store.write(CALL, "Wants an offer")
    store.flush()
    assert store.note(CALL) == CallNote("Wants an offer", is_kept=False, trouble=notes.trouble)
    notes.trouble = None
    qtbot.waitUntil(lambda: store.note(CALL) == CallNote("Wants an offer"))
    assert notes.kept == ["Wants an offer"]


def test_a_change_is_told_when_it_is_made_and_when_it_is_kept(store: CallNoteStore) -> None:
    heard: list[tuple[str, bool]] = []

    def hear(call: Call) -> None:
        heard.append((store.note(call).text, store.note(call).is_kept))

    store.changed.connect(hear)
    store.write(CALL, "Wants an offer")
    store.write(CALL, "Wants an offer")
    store.flush()
    assert heard == [("Wants an offer", False), ("Wants an offer", True)]


def test_a_note_that_came_to_a_call_by_another_way_is_read_again(store: CallNoteStore, notes: Notes) -> None:
    assert store.note(CALL).is_blank
    notes.texts[CALL.key] = "It was another call's before"
    store.forget()
    assert store.note(CALL) == CallNote("It was another call's before")


def test_words_written_right_before_the_end_are_on_disk(qtbot: QtBot, home: Path) -> None:
    network = NetworkThread()
    with opened(home / "data") as profile:
        store = CallNoteStore(lambda: profile.noted, lambda: profile.notes, network)
        store.write(CALL, "Last words")
        store.flush()
        network.close()
    with opened(home / "data") as profile:
        assert profile.noted.note(CALL) == "Last words"
