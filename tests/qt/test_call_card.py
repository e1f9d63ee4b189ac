from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from acefone_desktop.domain.calls import Call
from acefone_desktop.domain.errors import OfflineError
from acefone_desktop.domain.evidence import Evidence, Fact, Source
from acefone_desktop.ui.calls.call_card import CallCard
from acefone_desktop.ui.calls.call_words import CallWords, Tone, duration_text, step_of, words_for
from acefone_desktop.ui.calls.leg_picture import LegPicture
from acefone_desktop.ui.history.history_words import outcome_word
from acefone_desktop.ui.look.theme import Theme
from tests.qt.scene import NOW, OVER, RUNNING, Scene, a_call

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

STATUS = {
    "requested": ("Asking Acefone to call", 0, Tone.QUIET),
    "accepted": ("Your phone will ring in a moment", 0, Tone.QUIET),
    "agent-ringing": ("Your phone is ringing", 0, Tone.GOOD),
    "customer-ringing": ("Ringing Tom Field", 1, Tone.GOOD),
    "connected": ("Connected", 2, Tone.GOOD),
    "hanging-up": ("Hanging up", 2, Tone.QUIET),
    "answered": ("Call ended", 2, Tone.GOOD),
    "customer-missed": ("Tom Field did not answer", 1, Tone.BAD),
    "agent-missed": ("You did not answer your phone", 0, Tone.BAD),
    "refused": ("Acefone refused the call", 0, Tone.BAD),
    "failed": ("The call did not go out", 0, Tone.BAD),
    "unknown": ("We don't know whether this call went out: checking", 0, Tone.PERHAPS),
    "unknown-settled": ("We don't know whether this call went out", 0, Tone.PERHAPS),
}
CALLS = RUNNING | OVER


@pytest.fixture
def card(qtbot: QtBot, scene: Scene, theme: Theme) -> CallCard:
    card = CallCard(scene.calls, scene.faces, scene.notes, theme, lambda: NOW, lambda: 0.0)
    card.resize(384, 260)
    qtbot.addWidget(card)
    with qtbot.waitExposed(card):
        card.show()
    return card


def words(card: QWidget) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if label.isVisibleTo(card) and label.text()]


def shown(card: CallCard) -> list[str]:
    """Both lines about a running call."""
    return [card._status._status.whole_text, card._status._note.whole_text]


def the_button(card: QWidget, name: str) -> QAbstractButton:
    return next(
        b
        for b in card.findChildren(QAbstractButton)
        if name in {b.accessibleName(), b.text() if isinstance(b, QPushButton) else ""}
    )


@pytest.mark.parametrize("name", STATUS)
def test_each_state_is_said_in_plain_words(name: str) -> None:
    said = words_for(CALLS[name], "Tom Field")
    assert (said.status, step_of(CALLS[name]), said.tone) == STATUS[name]


@pytest.mark.parametrize(
    ("missed", "said"),
    [
        (Fact.CUSTOMER_MISSED, "You hung up before Tom Field answered"),
        (Fact.AGENT_MISSED, "You hung up before Tom Field was called"),
    ],
)
def test_a_call_that_was_hung_up_from_here_is_nobodys_failure(missed: Fact, said: str) -> None:
    call = a_call(Fact.ACCEPTED, Fact.HANG_UP_ASKED, missed, call_id="1")
    assert words_for(call, "Tom Field") == CallWords(said, "", Tone.QUIET)
    assert outcome_word(call) == ("You hung up early", Tone.QUIET)


@pytest.mark.parametrize("name", STATUS)
def test_the_card_shows_who_status_and_caller_id(card: CallCard, scene: Scene, name: str) -> None:
    scene.calls.take_in_at_once((CALLS[name],))
    if not CALLS[name].is_open:
        QTest.mouseClick(the_button(card, "Show more about this call"), Qt.MouseButton.LeftButton)
    expected = {"Tom Field", "07700 900123", STATUS[name][0], "Caller ID: Sales · 020 7946 0100"}
    assert expected <= set(words(card))


@pytest.mark.parametrize("name", STATUS)
def test_the_picture_is_there_while_the_call_runs(card: CallCard, scene: Scene, name: str) -> None:
    scene.calls.take_in_at_once((CALLS[name],))
    picture = card.findChild(LegPicture)
    assert picture is not None
    assert picture.isVisibleTo(card) == CALLS[name].is_open
    assert not card.grab().toImage().isNull()


@pytest.mark.parametrize("name", ["requested", "accepted"])
def test_hang_up_says_why_it_must_wait(card: CallCard, scene: Scene, name: str) -> None:
    scene.calls.take_in_at_once((RUNNING[name],))
    hang_up = the_button(card, "Hang up")
    assert not hang_up.isEnabled()
    assert "Acefone has not told us the call's id yet" in hang_up.accessibleDescription()
    assert "Hang up on your phone, or here in a moment." in words(card)


def test_hang_up_asks_and_says_so(card: CallCard, scene: Scene, qtbot: QtBot) -> None:
    scene.calls.take_in_at_once((RUNNING["connected"],))
    hang_up = the_button(card, "Hang up")
    with qtbot.waitSignal(scene.calls.hang_up_wanted) as asked:
        QTest.mouseClick(hang_up, Qt.MouseButton.LeftButton)
    assert asked.args == [RUNNING["connected"]]
    assert not hang_up.isEnabled()
    assert "Asking Acefone to end this call." in words(card)


def test_the_servers_reason_is_shown(card: CallCard, scene: Scene) -> None:
    scene.calls.take_in_at_once((OVER["refused"],))
    assert "Acefone says: “Agent is not available”" in words(card)


def test_text_from_outside_is_shown_as_it_is(card: CallCard, scene: Scene) -> None:
    scene.calls.take_in_at_once((a_call(Fact.REFUSED, message="<b>no</b><img src=x>"),))
    labels = [label for label in card.findChildren(QLabel) if "<b>" in label.text()]
    assert labels
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


def test_the_timer_runs(qtbot: QtBot, scene: Scene, theme: Theme) -> None:
    elapsed = [0.0]
    card = CallCard(scene.calls, scene.faces, scene.notes, theme, lambda: NOW, lambda: elapsed[0])
    qtbot.addWidget(card)
    scene.calls.take_in_at_once((RUNNING["connected"],))
    assert "1:23" in words(card)
    elapsed[0] = 40
    qtbot.waitUntil(lambda: "2:03" in words(card))
    scene.calls.take_in_at_once((OVER["answered"],))
    assert "3:07" in words(card)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (7.9, "0:07"), (754, "12:34"), (3723, "1:02:03"), (-5, "0:00")]
)
def test_durations_are_read_at_a_glance(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


def test_an_ended_call_can_be_called_again_or_dismissed(card: CallCard, scene: Scene, qtbot: QtBot) -> None:
    scene.calls.take_in_at_once((OVER["customer-missed"],))
    with qtbot.waitSignal(scene.calls.call_again_wanted) as again:
        QTest.mouseClick(the_button(card, "Call again"), Qt.MouseButton.LeftButton)
    assert again.args == [OVER["customer-missed"]]
    assert scene.calls.state.calls == ()
    scene.calls.take_in_at_once((a_call(Fact.NOT_SENT, key="dl-3"),))
    QTest.mouseClick(the_button(card, "Dismiss this call"), Qt.MouseButton.LeftButton)
    assert scene.calls.state.calls == ()


def test_several_calls_have_a_pager(card: CallCard, scene: Scene) -> None:
    scene.calls.take_in_at_once((RUNNING["connected"], a_call(key="dl-2", customer="447700900456")))
    assert {"Aisha Rahman", "Call 2 of 2"} <= set(words(card))
    assert not the_button(card, "Next call").isEnabled()
    QTest.mouseClick(the_button(card, "Previous call"), Qt.MouseButton.LeftButton)
    assert {"Tom Field", "Call 1 of 2"} <= set(words(card))


def test_doubtful_evidence_is_said(card: CallCard, scene: Scene) -> None:
    stray = Evidence(source=Source.WEBHOOK, told_at=NOW, fact=Fact.CUSTOMER_ANSWERED, call_id="9")
    known = RUNNING["accepted"]
    scene.calls.take_in_at_once((Call(known.evidence, frozenset({stray})),))
    assert any("fits this call and another one" in text for text in words(card))


def test_a_stranger_is_shown_by_number(card: CallCard, scene: Scene) -> None:
    scene.calls.take_in_at_once((a_call(customer="12025550188"),))
    assert "+1 202-555-0188" in words(card)


def test_a_long_name_ends_in_an_ellipsis_and_is_told_in_full_on_demand(card: CallCard, scene: Scene) -> None:
    scene.calls.take_in_at_once((a_call(customer="442079460777"),))
    label = next(label for label in card.findChildren(QLabel) if label.text().startswith("Maximiliana"))
    assert label.text().endswith("…")
    assert label.toolTip().endswith("Upper Slaughter")


def test_texts_are_not_hidden_from_screen_readers(card: CallCard, scene: Scene) -> None:
    scene.calls.take_in_at_once((RUNNING["connected"],))
    assert all(label.accessibleName() == "" for label in card.findChildren(QLabel))
    for control in card.findChildren(QAbstractButton):
        assert control.accessibleName() or control.text()


@pytest.mark.parametrize("still", [True, False])
def test_the_ringing_phone_pulses_unless_motion_is_unwanted(
    qtbot: QtBot, qapp: QApplication, theme: Theme, still: bool
) -> None:
    own = Theme(qapp, "light", reduced_motion=still)
    picture = LegPicture(own)
    qtbot.addWidget(picture)
    with qtbot.waitExposed(picture):
        picture.show()
    picture.show_step(0, Tone.GOOD, "Tom", ringing=True, is_open=True)
    assert picture.is_pulsing is not still
    picture.show_step(2, Tone.GOOD, "Tom", ringing=False, is_open=True)
    assert not picture.is_pulsing
    picture.show_step(1, Tone.GOOD, "Tom", ringing=True, is_open=True)
    picture.hide()
    assert not picture.is_pulsing, "nothing moves that nobody sees"
    own.deleteLater()


def test_a_running_call_that_cannot_be_looked_at_is_not_shown_as_if_it_were(card: CallCard, scene: Scene) -> None:
    scene.calls.take_in_at_once((RUNNING["accepted"],))
    scene.calls.show_sight(OfflineError())
    unseen = "We cannot see this call at the moment"
    assert shown(card) == [unseen, "Last known: Your phone will ring in a moment"]
    scene.calls.take_in_at_once((a_call(key="dl-2"),))
    assert shown(card) == [unseen, "Last known: Asking Acefone to call"], "another call does not end it"
    scene.calls.show_sight(None)
    assert shown(card)[0] == "Asking Acefone to call"


def test_a_call_that_webhooks_tell_of_is_seen_though_the_account_cannot_be_asked(card: CallCard, scene: Scene) -> None:
    scene.calls.show_sight(OfflineError())
    scene.calls.take_in_at_once((RUNNING["connected"],))
    assert shown(card)[0] == "Connected"


def test_a_call_that_is_over_needs_no_look(card: CallCard, scene: Scene) -> None:
    scene.calls.show_sight(OfflineError())
    scene.calls.take_in_at_once((OVER["answered"],))
    assert "Call ended" in words(card)
