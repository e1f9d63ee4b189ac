"""How much room a call takes, and that what is pressed stays where it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from acefone_desktop.domain.calls import Call, CallKey
from acefone_desktop.domain.evidence import Fact
from acefone_desktop.ui.calls.call_card import LONGEST_IN_SENTENCE, shortened
from acefone_desktop.ui.calls.call_status import CallStatus
from acefone_desktop.ui.calls.ended_call import EndedCall
from acefone_desktop.ui.dial.number_details import NumberDetails
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.theme import Theme
from acefone_desktop.ui.parts.clamped_label import ClampedLabel
from acefone_desktop.ui.window.main_window import MainWindow
from tests.qt.scene import OVER, PEOPLE, RUNNING, People, Scene, a_call
from tests.qt.screens import a_window
from tests.qt.test_call_card import the_button, words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LONG = "Maximiliana Featherstonehaugh-Cholmondeley of Upper Slaughter"


def named(name: str) -> Scene:
    """A scene whose calls are with somebody of this name."""
    return Scene(People((replace(PEOPLE[0], name=name), *PEOPLE[1:])))


def opened(qtbot: QtBot, theme: Theme, scene: Scene, width: int = 400) -> MainWindow:
    window = a_window(theme, scene)
    window.resize(width, 680)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return window


def card_of(qtbot: QtBot, window: MainWindow) -> QWidget:
    def found() -> bool:
        return any(frame.isVisible() for frame in window.findChildren(EndedCall) + window.findChildren(CallStatus))

    qtbot.waitUntil(found)
    return next(frame for frame in window.findChildren(QWidget, "card") if frame.findChild(EndedCall))


@pytest.mark.parametrize("name", ["Tom Field", LONG])
@pytest.mark.parametrize("width", [320, 400, 900])
def test_hang_up_stays_where_it_is_through_all_states_of_a_call(
    qtbot: QtBot, theme: Theme, name: str, width: int
) -> None:
    scene = named(name)
    window = opened(qtbot, theme, scene, width)
    places: dict[str, tuple[QPoint, int]] = {}
    for state, call in RUNNING.items():
        scene.calls.take_in_at_once((call,))
        card = card_of(qtbot, window)
        hang_up = the_button(card, "Hang up")
        qtbot.waitUntil(hang_up.isVisible)
        places[state] = (hang_up.mapTo(window, QPoint()), card.height())
    assert len(set(places.values())) == 1, places


def test_a_status_that_is_too_long_is_cut_and_told_in_full_on_demand(qtbot: QtBot) -> None:
    status = CallStatus()
    qtbot.addWidget(status)
    status.resize(200, status.height())
    with qtbot.waitExposed(status):
        status.show()
    text = f"You answered; calling {LONG} of the Wholesale Haberdashery"
    status.show_words(text, "call")
    label = status.findChild(ClampedLabel)
    assert label is not None
    assert label.text().endswith("…")
    assert (label.toolTip(), label.accessibleDescription()) == (text, text)
    assert label.heightForWidth(label.width()) <= status.height()
    status.show_words("Connected", "call")
    assert (label.text(), label.toolTip(), label.accessibleDescription()) == ("Connected", "", "")


def test_a_note_gives_way_to_a_status_that_needs_the_room(qtbot: QtBot) -> None:
    status = CallStatus()
    qtbot.addWidget(status)
    status.resize(420, status.height())
    with qtbot.waitExposed(status):
        status.show()
    said, note = "Your phone will ring in a moment", "Hang up on your phone, or here in a moment."
    status.show_words(said, "muted", note)
    assert words(status) == [said, note]
    status.resize(180, status.height())
    assert words(status) == [said], "whole, on two lines"
    assert status.toolTip() == note
    status.resize(420, status.height())
    assert words(status) == [said, note]


@pytest.mark.parametrize("name", ["Carys Pugh", LONG, "+44 7700 900456"])
@pytest.mark.parametrize("width", [320, 400])
def test_who_gave_a_call_away_reads_whole_when_they_are_free(qtbot: QtBot, theme: Theme, name: str, width: int) -> None:
    scene = Scene()
    window = opened(qtbot, theme, scene, width)
    facts = (Fact.ACCEPTED, Fact.CUSTOMER_ANSWERED, Fact.TRANSFER_ASKED)
    scene.calls.take_in_at_once((a_call(*facts, call_id="1", message=name),))
    said = words(card_of(qtbot, window))
    assert "Your phone is free once they answer." in said
    assert any(text.startswith("Transferred to ") for text in said)


def test_a_long_name_does_not_push_the_outcome_out_of_the_sentence(qtbot: QtBot, theme: Theme) -> None:
    scene = named(LONG)
    window = opened(qtbot, theme, scene)
    scene.calls.take_in_at_once((OVER["customer-missed"],))
    card = card_of(qtbot, window)
    assert any(text.endswith("… did not answer") for text in words(card))


@pytest.mark.parametrize("name", ["x", "x" * LONGEST_IN_SENTENCE, "x" * (LONGEST_IN_SENTENCE + 1), LONG])
def test_a_name_in_a_sentence_has_a_longest_length(name: str) -> None:
    assert len(shortened(name)) <= LONGEST_IN_SENTENCE
    assert shortened(name) == name or shortened(name).endswith("…")


@pytest.mark.parametrize("name", OVER)
def test_an_ended_call_takes_little_of_a_small_window(qtbot: QtBot, theme: Theme, name: str) -> None:
    scene = Scene()
    window = opened(qtbot, theme, scene)
    scene.calls.take_in_at_once((OVER[name],))
    assert card_of(qtbot, window).height() <= window.height() / 6


def test_an_ended_call_unfolds_on_a_click_and_folds_again(qtbot: QtBot, theme: Theme) -> None:
    scene = Scene()
    window = opened(qtbot, theme, scene)
    scene.calls.take_in_at_once((OVER["answered"],))
    card = card_of(qtbot, window)
    ended = card.findChild(EndedCall)
    assert ended is not None
    assert "Caller ID: Sales · 020 7946 0100" not in words(card)
    small = card.height()
    QTest.mouseClick(ended, Qt.MouseButton.LeftButton)
    assert {"07700 900123", "Caller ID: Sales · 020 7946 0100"} <= set(words(card))
    qtbot.waitUntil(lambda: card.height() > small)
    QTest.mouseClick(the_button(card, "Show less about this call"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.height() == small)


def test_the_next_call_that_ends_comes_folded(qtbot: QtBot, theme: Theme) -> None:
    scene = Scene()
    window = opened(qtbot, theme, scene)
    scene.calls.take_in_at_once((OVER["answered"],))
    card = card_of(qtbot, window)
    ended = card.findChild(EndedCall)
    assert ended is not None
    QTest.mouseClick(ended, Qt.MouseButton.LeftButton)
    assert ended.is_unfolded
    scene.calls.take_in_at_once((a_call(Fact.NOT_SENT, key="dl-3"),))
    scene.calls.select(CallKey("dl-3"))
    assert not ended.is_unfolded


@pytest.mark.parametrize(
    ("others", "text"),
    [
        ((OVER["answered"],), "1 call running"),
        ((OVER["answered"], a_call(key="dl-3", customer="442079460123")), "Call 2 of 2"),
    ],
    ids=["one running", "two running"],
)
def test_the_pager_counts_running_calls_alone(qtbot: QtBot, theme: Theme, others: tuple[Call, ...], text: str) -> None:
    scene = Scene()
    window = opened(qtbot, theme, scene)
    scene.calls.take_in_at_once((*others, a_call(key="dl-2", customer="447700900456")))
    card = card_of(qtbot, window)
    assert text in words(card)
    for _ in others:
        QTest.mouseClick(the_button(card, "Previous call"), Qt.MouseButton.LeftButton)
    ended = [said for said in words(card) if said.startswith("Ended call")]
    assert ended == [f"Ended call · {len(others)} running"]


def test_a_call_that_is_still_looked_for_is_not_called_ended(qtbot: QtBot, theme: Theme) -> None:
    scene = Scene()
    window = opened(qtbot, theme, scene)
    looked_for = OVER["unknown"]
    scene.calls.take_in_at_once((looked_for, a_call(key="dl-2", customer="447700900456")))
    scene.calls.select(looked_for.key)
    said = words(card_of(qtbot, window))
    assert "Call being looked for · 1 running" in said
    assert not any(text.startswith("Ended call") for text in said)


def test_in_the_least_window_a_running_call_leaves_the_dial_page_its_room(qtbot: QtBot, theme: Theme) -> None:
    scene = Scene()
    window = opened(qtbot, theme, scene, 320)
    window.resize(window.minimumSize())
    scene.calls.take_in_at_once((RUNNING["requested"],))
    card_of(qtbot, window)
    page = window.dial_page
    details = page.findChild(NumberDetails)
    assert details is not None

    def parts() -> list[QWidget]:
        return [page.field, details, the_button(page, "Call")]

    def are_apart() -> bool:
        tops = [part.mapTo(page, QPoint()).y() for part in parts()]
        ends = [top + part.height() for top, part in zip(tops, parts(), strict=True)]
        tall = details.height() >= details.minimumSizeHint().height()
        return (
            tall
            and all(end + tokens.SPACE_XS <= top for end, top in zip(ends, tops[1:], strict=False))
            and ends[-1] <= page.height()
        )

    qtbot.waitUntil(lambda: page.height() < 260)  # the card has slid in
    qtbot.waitUntil(are_apart, timeout=1000)


def test_labels_and_buttons_fit_at_the_least_width(qtbot: QtBot, theme: Theme) -> None:
    scene = named(LONG)
    window = opened(qtbot, theme, scene, 320)
    for call in (*RUNNING.values(), *OVER.values()):
        scene.calls.take_in_at_once((call,))
        card = card_of(qtbot, window)
        for part in (*card.findChildren(QLabel), *card.findChildren(QPushButton)):
            if part.isVisible():
                assert card.rect().contains(part.mapTo(card, part.rect().bottomRight()))
