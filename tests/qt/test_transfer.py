from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from acefone_desktop.bridge.transfer_model import TransferModel
from acefone_desktop.domain.call_control import ControlDirectory, Hindrance, TargetKind
from acefone_desktop.domain.control_errors import OptionsNotAllowedError, TransferUnknownError
from acefone_desktop.domain.errors import NotAllowedError, RefusedError
from acefone_desktop.domain.evidence import Fact
from acefone_desktop.ui.calls.call_card import CallCard
from acefone_desktop.ui.calls.control_words import entry_lines
from acefone_desktop.ui.calls.transfer_panel import TransferPanel
from tests.qt.control_world import BEN, CARYS, LONG, ControlWorld
from tests.qt.scene import NOW, OVER, RUNNING, a_call

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from acefone_desktop.domain.calls import Call
    from acefone_desktop.ui.look.theme import Theme

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support"),
    pytest.mark.usefixtures("no_double_click"),
]
TALKING = RUNNING["connected"]


@pytest.fixture
def world(qapp: QApplication) -> ControlWorld:
    world = ControlWorld()
    world.scene.calls.take_in_at_once((TALKING,))
    return world


@pytest.fixture
def panel(qtbot: QtBot, world: ControlWorld, theme: Theme) -> TransferPanel:
    panel = TransferPanel(world.transfers, world.scene.faces, theme)
    qtbot.addWidget(panel)
    world.transfers.begin(TALKING)
    with qtbot.waitExposed(panel):
        panel.open_beside()
    return panel


def names(world: ControlWorld) -> list[str]:
    return [entry.target.name or entry.target.intercom for entry in world.transfers.state.entries]


def test_everybody_of_the_account_but_us_is_offered(world: ControlWorld) -> None:
    world.transfers.begin(TALKING)
    assert names(world)[:2] == ["Ben Whitlock", "Carys Pugh"]
    assert names(world)[-2:] == ["Sales", "Support"]
    assert world.transfers.state.chosen is None


@pytest.mark.parametrize(
    ("query", "first", "kind"),
    [
        ("ben", "0601234560002", TargetKind.AGENT),
        ("1004", "1004", TargetKind.AGENT),
        ("supp", "2002", TargetKind.DEPARTMENT),
        ("0601234560009", "0601234560009", TargetKind.EXTENSION),
        ("020 7946 0321", "442079460321", TargetKind.NUMBER),
        ("aisha", "447700900456", TargetKind.CONTACT),
        ("07700 900123", "447700900123", TargetKind.NUMBER),
    ],
)
def test_one_box_finds_colleagues_departments_contacts_and_numbers(
    world: ControlWorld, query: str, first: str, kind: TargetKind
) -> None:
    world.transfers.begin(TALKING)
    world.transfers.set_query(query)
    entry = world.transfers.state.entries[0]
    assert (entry.target.intercom, entry.target.kind) == (first, kind)
    assert world.transfers.state.chosen == entry


def test_a_number_is_written_as_elsewhere_and_an_extension_as_it_is(world: ControlWorld) -> None:
    world.transfers.begin(TALKING)
    lines = [entry_lines(entry, "GB") for entry in world.transfers.state.entries]
    by_name = {name: below.rpartition(" · ")[2] for name, below in lines}
    assert by_name[BEN.name] == "0601234560002"
    assert by_name[CARYS.name] == "1004"
    assert by_name[LONG.name] == "07700 900004"
    assert dict(entry_lines(entry, "US") for entry in world.transfers.state.entries)[LONG.name].endswith(
        "+44 7700 900004"
    )
    assert by_name["Sales"] == "2001"


@pytest.mark.parametrize("query", ["999", "112", "*21#", "0800", "447700900000000123", "020 7946 0999"])
def test_what_would_not_be_dialled_is_not_transferred_to(world: ControlWorld, query: str) -> None:
    world.transfers.begin(TALKING)
    world.transfers.set_query(query)
    world.transfers.transfer()
    world.transfers.transfer()
    assert not world.transfers.state.can_transfer
    assert world.line.transferred == []


def test_an_expensive_number_is_asked_about_first(world: ControlWorld) -> None:
    world.transfers.begin(TALKING)
    world.transfers.set_query("0909 879 0123")
    world.transfers.transfer()
    assert (world.transfers.state.confirming, world.line.transferred) == (True, [])
    world.transfers.transfer()
    assert [target.intercom for _, target in world.line.transferred] == ["449098790123"]


def test_enter_gives_the_call_to_the_chosen_one_once(qtbot: QtBot, world: ControlWorld, panel: TransferPanel) -> None:
    QTest.keyClicks(panel._search, "whit")
    assert panel._sent.text() == "Digits sent: 0601234560002"
    with qtbot.waitSignal(world.transfers.landed):
        QTest.keyClick(panel._search, Qt.Key.Key_Return)
    assert [(key, target.intercom) for key, target in world.line.transferred] == [(TALKING.key, "0601234560002")]
    assert not panel.isVisible()


def test_arrow_keys_choose_while_the_box_keeps_the_keyboard(world: ControlWorld, panel: TransferPanel) -> None:
    QTest.keyClick(panel._search, Qt.Key.Key_Down)
    QTest.keyClick(panel._search, Qt.Key.Key_Down)
    chosen = world.transfers.state.chosen
    assert chosen is not None
    assert chosen.target.name == "Carys Pugh"
    assert panel._search.hasFocus()


def test_while_the_answer_is_awaited_nothing_more_is_sent(world: ControlWorld, panel: TransferPanel) -> None:
    world.account.slow = True
    world.transfers.set_query("ben")
    for _ in range(3):
        world.transfers.transfer()
    assert (len(world.line.transferred), panel._transfer.isEnabled()) == (1, False)
    world.account.land()
    assert not panel.isVisible()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (TransferUnknownError(), "we don't know whether the call was transferred"),
        (RefusedError(server_message="Call is not connected"), "Call is not connected"),
        (OptionsNotAllowedError(), "POST /v1/call/options"),
    ],
)
def test_what_came_of_it_is_said_and_nothing_is_repeated(
    world: ControlWorld, panel: TransferPanel, error: Exception, said: str
) -> None:
    world.line.failure = error  # type: ignore[assignment]
    world.transfers.set_query("ben")
    panel._transfer.click()
    assert said in panel._notice._text.accessibleName()
    assert (len(world.line.transferred), panel.isVisible()) == (1, True)


def test_a_token_that_lacks_the_right_is_remembered_until_the_account_is_opened_again(world: ControlWorld) -> None:
    world.line.failure = OptionsNotAllowedError()
    world.transfers.begin(TALKING)
    world.transfers.set_query("ben")
    world.transfers.transfer()
    world.transfers.close()
    world.transfers.begin(TALKING)
    world.transfers.set_query("ben")
    assert not world.transfers.state.can_transfer
    world.account.reopen()
    assert world.transfers.state.can_transfer


@pytest.mark.parametrize(
    ("call", "hindrance"),
    [
        (RUNNING["accepted"], Hindrance.NOT_CONNECTED),
        (RUNNING["agent-ringing"], Hindrance.NOT_CONNECTED),
        (RUNNING["customer-ringing"], Hindrance.NOT_CONNECTED),
        (RUNNING["hanging-up"], Hindrance.HANGING_UP),
        (OVER["answered"], Hindrance.OVER),
        (a_call(Fact.ACCEPTED, Fact.CUSTOMER_ANSWERED), Hindrance.ID_UNKNOWN),
    ],
)
def test_why_it_is_not_possible_yet_is_said_in_words(
    world: ControlWorld, panel: TransferPanel, call: Call, hindrance: Hindrance
) -> None:
    world.transfers.begin(call)
    world.transfers.set_query("ben")
    assert world.transfers.state.hindrance is hindrance
    assert panel._notice._text.text()
    assert not panel._transfer.isEnabled()


def test_it_becomes_possible_as_the_call_goes_on_and_ends_with_it(world: ControlWorld, panel: TransferPanel) -> None:
    world.scene.calls.take_in_at_once((RUNNING["customer-ringing"],))
    world.transfers.set_query("ben")
    assert not panel._transfer.isEnabled()
    world.scene.calls.take_in_at_once((TALKING,))
    assert panel._transfer.isEnabled()
    world.scene.calls.take_in_at_once((OVER["answered"],))
    assert not panel._transfer.isEnabled()
    assert "over" in panel._notice._text.text()


def test_what_of_the_account_cannot_be_read_is_told_and_numbers_still_work(
    world: ControlWorld, panel: TransferPanel
) -> None:
    world.line.directory = ControlDirectory((), (), NotAllowedError(), NotAllowedError())
    world.transfers.begin(TALKING)
    assert "Departments are not known" in panel._missing.text()
    world.transfers.set_query("020 7946 0321")
    assert panel._transfer.isEnabled()


def test_esc_sends_nothing(world: ControlWorld, panel: TransferPanel) -> None:
    world.transfers.set_query("ben")
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert (world.line.transferred, world.transfers.state.call, panel.isVisible()) == ([], None, False)


def test_the_rows_are_a_proper_model(world: ControlWorld) -> None:
    model = TransferModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    world.transfers.begin(TALKING)
    model.set_entries(world.transfers.state.entries)
    model.set_entries(())


def test_the_card_offers_it_by_button_and_key(qtbot: QtBot, world: ControlWorld, theme: Theme) -> None:
    wanted: list[Call] = []
    scene = world.scene
    card = CallCard(scene.calls, scene.faces, scene.notes, theme, lambda: NOW, transfer_wanted=wanted.append)
    qtbot.addWidget(card)
    with qtbot.waitExposed(card):
        card.show()
    card.activateWindow()
    qtbot.waitUntil(card.isActiveWindow)
    card._transfer.click()
    QTest.keyClick(card, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert wanted == [TALKING, TALKING]


def test_a_call_that_was_given_away_says_so_and_is_not_hung_up_from_here(
    qtbot: QtBot, world: ControlWorld, theme: Theme
) -> None:
    from acefone_desktop.domain.evidence import Evidence, Source  # noqa: PLC0415

    asked = Evidence(
        source=Source.DIAL, told_at=NOW, fact=Fact.TRANSFER_ASKED, intent_id="dl-1", call_id="1", message="Ben Whitlock"
    )
    scene = world.scene
    card = CallCard(scene.calls, scene.faces, scene.notes, theme, lambda: NOW)
    qtbot.addWidget(card)
    scene.calls.take_in_at_once((TALKING | type(TALKING).of([asked]),))
    assert card._status._status.whole_text == "Transferred to Ben Whitlock"
    assert not card._hang_up.isEnabled()
    assert "cut it off" in card._hang_up.toolTip()
