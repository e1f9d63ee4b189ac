from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from acefone_desktop.domain.control_errors import ListeningUnknownError, OptionsNotAllowedError
from acefone_desktop.domain.errors import OfflineError
from acefone_desktop.domain.provider_directory import CallOption
from acefone_desktop.ui.calls.colleague_window import ColleagueWindow
from tests.qt.control_world import OFFICE, ControlWorld, a_row
from tests.qt.scene import AGENT, NOW

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def world(qapp: QApplication) -> ControlWorld:
    return ControlWorld()


@pytest.fixture
def window(qtbot: QtBot, world: ControlWorld, theme: Theme) -> ColleagueWindow:
    window = ColleagueWindow(world.colleagues, world.scene.people.by_number, theme, lambda: NOW)
    qtbot.addWidget(window, before_close_func=lambda shown: shown.hide())
    with qtbot.waitExposed(window):
        window.open_beside()
    world.look(*OFFICE)
    return window


def choose(window: ColleagueWindow, call_id: str) -> None:
    window._list.setCurrentIndex(window._model.index(window._model.row_of(call_id)))


def spoken(window: ColleagueWindow) -> list[str]:
    return [window._model.index(row).data() for row in range(window._model.rowCount())]


def said(window: ColleagueWindow) -> str:
    return window._notice._text.accessibleName() if window._notice.isVisibleTo(window) else ""


def test_each_call_is_told_with_agent_customer_state_and_time(window: ColleagueWindow) -> None:
    told = spoken(window)
    assert told[0] == "Ben Whitlock, 1:02:05 · answered · Tom Field"
    assert told[1].startswith("Nobody yet, 1:30 · incoming, going on · ")
    assert told[2] == f"{AGENT.name} (you), 0:12 · answered · Aisha Rahman"
    assert told[3].startswith("Carys Pugh, 0:04 · incoming, ringing · ")


def test_the_number_of_somebody_who_is_no_contact_stays_half_hidden(window: ColleagueWindow) -> None:
    assert "2025550188" not in "".join(c for c in " ".join(spoken(window)) if c.isdigit())
    assert spoken(window)[3].endswith("88")


def test_calls_are_looked_at_only_while_the_window_is_open(
    qtbot: QtBot, world: ControlWorld, window: ColleagueWindow
) -> None:
    assert world.is_watched()
    window.close()
    assert not world.is_watched()
    assert world.colleagues.state.calls == ()
    window.open_beside()
    assert world.is_watched()


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (CallOption.MONITOR, "Neither hears you."),
        (CallOption.WHISPER, "Ben Whitlock hears you, the customer does not."),
        (CallOption.BARGE, "Ben Whitlock and the customer both hear you."),
    ],
)
def test_what_others_will_hear_is_said_before_anything_is_sent(
    world: ControlWorld, window: ColleagueWindow, option: CallOption, words: str
) -> None:
    choose(window, "1")
    window._deeds[option].click()
    assert words in said(window)
    assert "Your own phone rings" in said(window)
    assert world.line.listened == []
    window._yes.click()
    assert world.line.listened == [(option, "1")]
    assert "your phone will ring" in said(window)


def test_declining_sends_nothing(world: ControlWorld, window: ColleagueWindow) -> None:
    choose(window, "1")
    window._deeds[CallOption.BARGE].click()
    window._no.click()
    assert (world.line.listened, said(window)) == ([], "")


def test_one_s_own_call_and_none_cannot_be_listened_to(window: ColleagueWindow) -> None:
    assert {deed.toolTip() for deed in window._deeds.values()} == {"Choose a call first."}
    choose(window, "2")
    assert {deed.toolTip() for deed in window._deeds.values()} == {"This is your own call."}
    assert not any(deed.isEnabled() for deed in window._deeds.values())


def test_a_token_without_the_right_is_explained_and_the_actions_stay_disabled(
    world: ControlWorld, window: ColleagueWindow
) -> None:
    world.line.failure = OptionsNotAllowedError()
    choose(window, "1")
    window._deeds[CallOption.MONITOR].click()
    window._yes.click()
    assert "POST /v1/call/options" in said(window)
    for deed in window._deeds.values():
        assert not deed.isEnabled()
        assert "Access Control" in deed.accessibleDescription()
    window.close()
    window.open_beside()
    world.look(*OFFICE)
    choose(window, "1")
    assert not window._deeds[CallOption.MONITOR].isEnabled()
    world.account.reopen()
    assert window._deeds[CallOption.MONITOR].isEnabled()


def test_an_unknown_outcome_is_said_and_not_repeated(world: ControlWorld, window: ColleagueWindow) -> None:
    world.line.failure = ListeningUnknownError()
    choose(window, "1")
    window._deeds[CallOption.WHISPER].click()
    window._yes.click()
    assert "we don't know whether your phone will ring" in said(window)
    assert len(world.line.listened) == 1


def test_a_question_about_a_call_that_is_over_goes_with_it(world: ControlWorld, window: ColleagueWindow) -> None:
    choose(window, "1")
    window._deeds[CallOption.MONITOR].click()
    world.look(*OFFICE[1:])
    assert said(window) == ""
    assert window._deeds[CallOption.MONITOR].isVisibleTo(window)


def test_the_chosen_call_stays_chosen_while_others_come_and_go(world: ControlWorld, window: ColleagueWindow) -> None:
    choose(window, "3")
    world.look(a_row("9", "Dev Kulkarni", age_s=9000), *OFFICE[1:])
    chosen = window._chosen()
    assert chosen is not None
    assert chosen.call_id == "3"


def test_a_look_in_vain_says_that_what_is_shown_is_old(world: ControlWorld, window: ColleagueWindow) -> None:
    world.look(trouble=OfflineError())
    assert said(window).startswith("What is shown may be out of date.")
    assert len(spoken(window)) == 4
    world.look(*OFFICE)
    assert said(window) == ""


def test_an_idle_account_says_so(world: ControlWorld, window: ColleagueWindow) -> None:
    world.look()
    assert window._nothing.text() == "Nobody is on a call."


def test_esc_closes_it(world: ControlWorld, window: ColleagueWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_the_rows_are_a_proper_model(world: ControlWorld, window: ColleagueWindow) -> None:
    QAbstractItemModelTester(window._model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    world.look(*OFFICE[:2])
    world.look(a_row("1", "Ben Whitlock", age_s=3730), OFFICE[1])
    world.look()
