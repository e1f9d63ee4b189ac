from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from acefone_desktop.bridge.past_calls import PastCalls
from acefone_desktop.domain.evidence import Fact
from acefone_desktop.ui.calls.call_card import CallCard
from acefone_desktop.ui.calls.call_words import Tone, hang_up_reason, words_for
from acefone_desktop.ui.history.history_words import outcome_word
from acefone_desktop.ui.tray.tray_icon import TrayState, state_of
from tests.qt.scene import AGENT, INCOMING, NOW, RUNNING, a_call, recent_calls

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from acefone_desktop.domain.calls import Call
    from acefone_desktop.ui.look.theme import Theme
    from tests.qt.scene import Scene

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

STATUS = {
    "ringing": ("Your phone is ringing", Tone.GOOD),
    "talking": ("Talking to Tom Field", Tone.GOOD),
    "elsewhere": ("Answered by Ben Whitlock", Tone.QUIET),
    "missed": ("You missed this call", Tone.BAD),
    "ended": ("Call ended", Tone.GOOD),
}


@pytest.fixture
def card(qtbot: QtBot, scene: Scene, theme: Theme) -> CallCard:
    scene.noted.texts[recent_calls()[0].key] = "Wants an offer"
    card = CallCard(scene.calls, scene.faces, scene.notes, theme, lambda: NOW, past=PastCalls(scene.past, scene.notes))
    card.resize(384, 280)
    qtbot.addWidget(card)
    with qtbot.waitExposed(card):
        card.show()
    return card


def texts(card: QWidget) -> str:
    shown = [label for label in card.findChildren(QLabel) if label.isVisibleTo(card)]
    return "\n".join(str(getattr(label, "whole_text", label.text())) for label in shown)


@pytest.mark.parametrize("name", STATUS)
def test_how_a_call_that_came_in_stands_is_said(name: str) -> None:
    said = words_for(INCOMING[name], "Tom Field", us=AGENT)
    assert (said.status, said.tone) == STATUS[name]


def test_the_card_says_who_calls_which_number_and_what_was_last(scene: Scene, card: CallCard) -> None:
    scene.calls.take_in_at_once((INCOMING["ringing"],))
    said = texts(card)
    assert "Incoming: Tom Field, Field & Sons" in said
    assert "Called: Sales" in said
    assert "Last call: " in said
    assert "Note: Wants an offer" in said


def test_a_stranger_is_shown_by_number_and_without_a_past(scene: Scene, card: CallCard) -> None:
    scene.past.calls = ()
    scene.calls.take_in_at_once((INCOMING["stranger"],))
    assert "Incoming: +1 202-555-0188" in texts(card)
    assert "Last call" not in texts(card)


@pytest.mark.parametrize(
    ("name", "reason"), [("ringing", "Answer or reject it on your phone"), ("elsewhere", "not yours to end")]
)
def test_what_is_not_ours_cannot_be_hung_up_and_says_why(scene: Scene, card: CallCard, name: str, reason: str) -> None:
    wanted: list[Call] = []
    scene.calls.hang_up_wanted.connect(wanted.append)
    scene.calls.take_in_at_once((INCOMING[name],))
    assert not card._hang_up.isEnabled()
    assert reason in card._hang_up.toolTip()
    card._hang_up.click()
    assert wanted == []


def test_a_call_we_talk_on_can_be_hung_up(scene: Scene, card: CallCard) -> None:
    wanted: list[Call] = []
    scene.calls.hang_up_wanted.connect(wanted.append)
    scene.calls.take_in_at_once((INCOMING["talking"],))
    card._hang_up.click()
    assert wanted == [INCOMING["talking"]]
    assert hang_up_reason(INCOMING["talking"], AGENT) == ""


def test_a_missed_call_is_called_back(scene: Scene, card: CallCard) -> None:
    wanted: list[Call] = []
    scene.calls.call_again_wanted.connect(wanted.append)
    scene.calls.take_in_at_once((INCOMING["missed"],))
    assert card._ended._again.accessibleName() == "Call back"
    card._ended._again.click()
    assert wanted == [INCOMING["missed"]]


def test_who_calls_does_not_take_the_place_of_who_is_talked_to(scene: Scene, card: CallCard) -> None:
    scene.calls.take_in_at_once((RUNNING["connected"],))
    scene.calls.take_in_at_once((INCOMING["ringing"],))
    assert scene.calls.state.front == RUNNING["connected"]
    assert "Call 1 of 2" in texts(card)


def test_who_calls_comes_to_the_front_where_nothing_goes_on(scene: Scene, card: CallCard) -> None:
    scene.calls.take_in_at_once((a_call(key="over"),))
    scene.calls.forget()
    scene.calls.take_in_at_once((INCOMING["ringing"],))
    assert scene.calls.state.front == INCOMING["ringing"]
    assert card._running.isVisible()


def test_history_tells_a_colleague_s_answer_from_ours() -> None:
    assert outcome_word(INCOMING["ended"], AGENT)[0] == "Answered"
    assert outcome_word(INCOMING["missed"], AGENT)[0] == "Missed"
    over = INCOMING["elsewhere"]
    ended = type(over).of([*over.evidence, replace(next(iter(over.evidence)), fact=Fact.ENDED, ended_at=NOW)])
    assert outcome_word(ended, AGENT)[0] == "Answered by a colleague"


def test_the_tray_rings_and_talks_with_it() -> None:
    assert state_of(INCOMING["ringing"]) is TrayState.RINGING
    assert state_of(INCOMING["talking"]) is TrayState.CONNECTED
