"""The guide and the mapping assistant in Settings, over the real listener's process."""

from __future__ import annotations

import http.client
import json
import socket
from contextlib import closing
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QListView, QPlainTextEdit, QWidget

from acefone_desktop.adapters.acefone.reports.webhook_samples import describe
from acefone_desktop.domain.evidence import Fact
from acefone_desktop.domain.settings import ListenerSettings
from acefone_desktop.domain.webhook_mapping import MappedField, StatusMeaning, WebhookMapping
from acefone_desktop.domain.webhook_samples import SampleField, SampleReading, Samples, Shape
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.parts.choice_box import ChoiceBox
from acefone_desktop.ui.parts.wrapped_rows import WrappedRows
from acefone_desktop.ui.settings.sub_page import SubPage
from acefone_desktop.ui.settings.webhook_mapping_page import WebhookMappingPage
from acefone_desktop.ui.settings.webhook_words import key_line, reading_words
from acefone_desktop.ui.window.place import Place
from tests.qt.page_scene import PageScene
from tests.qt.running_app import Desk, await_line
from tests.qt.scene import NOW
from tests.support.call_bodies import HUNG_UP

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from acefone_desktop.app.desktop.desktop_app import DesktopApp
    from acefone_desktop.simulator.thread import SimulatorThread
    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "No such signal QPlatformNativeInterface")
PATIENCE_MS = 30_000
NONE = WebhookMapping()
ODD = {"cid": "odd-call-1", "phone": "+447700900123", "status_text": "CONNECTED_CUST"}


@pytest.fixture
def desk(theme: Theme, tmp_path: Path) -> Desk:
    return Desk(theme, tmp_path)


def free_port() -> int:
    with closing(socket.socket()) as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


def send(port: int, secret: str, body: object) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with closing(connection):
        connection.request("POST", f"/hook/{secret}", json.dumps(body), {"content-type": "application/json"})
        return connection.getresponse().status


def words(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def press(widget: QWidget, text: str) -> None:
    found = next(b for b in widget.findChildren(QAbstractButton) if b.text() == text and b.isVisible())
    found.setFocus()
    QTest.keyClick(found, Qt.Key.Key_Space)


def rows(page: QWidget, name: str) -> list[str]:
    view = next(view for view in page.findChildren(QListView) if view.accessibleName() == name)
    model = view.model()
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


def choose(page: QWidget, caption: str, choice: str) -> None:
    """As a person would with the keyboard: the drop-down has the focus, and its first letters are typed."""
    box = next(box for box in page.findChildren(ChoiceBox) if box.accessibleName() == caption)
    assert box.isVisible()
    place = box.findData(choice)
    box.setCurrentIndex(place)
    box.activated.emit(place)


def secret_of(app: DesktopApp, qtbot: QtBot) -> str:
    app.parts.account.ask_listener_secret()
    qtbot.waitUntil(lambda: bool(app.parts.account.state.listener_secret), timeout=PATIENCE_MS)
    return app.parts.account.state.listener_secret


def test_odd_keys_are_mapped_with_what_came_in_view(desk: Desk, simulator: SimulatorThread, qtbot: QtBot) -> None:
    port = free_port()
    desk.set_up(simulator, listener=ListenerSettings(enabled=True, port=port), polling=False)
    with desk.running() as app:
        await_line(qtbot, app)
        secret = secret_of(app, qtbot)
        main = app.windows.main
        main.go_to(Place.SETTINGS)
        assert send(port, secret, ODD) == 400
        qtbot.waitUntil(lambda: "One report came whose call could not be read" in words(main), timeout=PATIENCE_MS)
        press(main, "Map keys")
        page = main.findChild(SubPage)
        assert isinstance(page, SubPage)
        qtbot.waitUntil(lambda: len(rows(page, "Keys of the chosen webhook")) == 3, timeout=PATIENCE_MS)
        keys = next(v for v in page.findChildren(QListView) if v.accessibleName() == "Keys of the chosen webhook")
        for place, field in enumerate((MappedField.CALL_ID, MappedField.CUSTOMER, MappedField.STATUS)):
            keys.setCurrentIndex(keys.model().index(place, 0))
            choose(page, "The chosen key holds", field.name)
        qtbot.waitUntil(lambda: "as you said" in rows(page, "Keys of the chosen webhook")[2], timeout=PATIENCE_MS)
        choose(page, "This word means", StatusMeaning.CUSTOMER_ANSWERED.name)
        read = "The customer answered · customer •123 · call •l-1"
        qtbot.waitUntil(lambda: read in rows(page, "Webhooks, newest first")[0], timeout=PATIENCE_MS)
        assert len(rows(page, "What you have said")) == 4
        assert send(port, secret, ODD) == 200, "the listener reads it so from now on"
        assert desk.settings.load().webhooks.mapping.meaning_of("connected cust") is StatusMeaning.CUSTOMER_ANSWERED
        shown = words(main) + " ".join(rows(page, "Webhooks, newest first") + rows(page, "Keys of the chosen webhook"))
        assert "7700900" not in shown
        press(page, "Remove all")
        qtbot.waitUntil(lambda: "Not read" in rows(page, "Webhooks, newest first")[-1], timeout=PATIENCE_MS)
        QTest.keyClick(page, Qt.Key.Key_Escape)
        assert not page.isVisible()


def test_the_guide_tests_the_way_and_copies_what_is_to_be_pasted(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    port = free_port()
    desk.set_up(simulator, listener=ListenerSettings(enabled=True, port=port), polling=False)
    with desk.running() as app:
        await_line(qtbot, app)
        secret = secret_of(app, qtbot)
        main = app.windows.main
        main.go_to(Place.SETTINGS)
        press(main, "Make it reachable…")
        page = main.findChild(SubPage)
        assert isinstance(page, SubPage)
        texts = " ".join(block.toPlainText() for block in page.findChildren(QPlainTextEdit))
        assert f"127.0.0.1:{port}" in texts
        assert '"custom_identifier": "$custom_identifier"' in texts
        address = next(f for f in page.findChildren(QLineEdit) if f.accessibleName() == "Public address")
        address.setText(f"http://127.0.0.1:{port}/hook/{secret}")
        press(page, "Test")
        qtbot.waitUntil(lambda: "Acefone can reach this app" in words(page), timeout=PATIENCE_MS)
        assert desk.settings.load().webhooks.public_address == f"http://127.0.0.1:{port}/hook", "never the secret"
        address.setText(f"http://127.0.0.1:{free_port()}/hook")
        press(page, "Test")
        qtbot.waitUntil(lambda: "Nobody listens at this address" in words(page), timeout=PATIENCE_MS)
        address.setText("http://hooks.example.com")
        press(page, "Test")
        assert "It must begin with https" in words(page)
        press(page, "Copy header X-Acefone-Secret")
        qtbot.waitUntil(
            lambda: QGuiApplication.clipboard().text() == f"X-Acefone-Secret: {secret}", timeout=PATIENCE_MS
        )
        assert secret not in texts + words(main)
        assert len(app.parts.calls.state.calls) == 0


@pytest.mark.parametrize(
    ("detail", "words"),
    [("", "a time"), ("ahead", "a time that has not come yet"), ("before_start", "a time before the call began")],
)
def test_a_time_that_cannot_be_is_called_so(detail: str, words: str) -> None:
    line = key_line(SampleField("end_stamp", Shape.MOMENT, detail, MappedField.ENDED, is_known=True))
    assert line.startswith(f"end_stamp: {words}\n")


def test_why_a_webhook_could_not_be_read_is_said_above_its_keys(qtbot: QtBot, theme: Theme) -> None:
    doubtful = b'{"call_id":"1.5","call_status":"a 6" pipe","note":"a 7" pipe"}'
    scene = PageScene()
    told = [
        each for body in (doubtful, json.dumps(HUNG_UP).encode()) for each in describe(body, "", "", NONE, NOW, UTC)
    ]
    scene.webhooks._publish(replace(scene.webhooks.state, samples=Samples(tuple(told))))
    page = WebhookMappingPage(scene.settings, scene.webhooks, theme)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    why = "Not read. Quotation marks inside a text are not escaped"
    assert why in words(page)
    samples = next(v for v in page.findChildren(QListView) if v.accessibleName() == "Webhooks, newest first")
    samples.setCurrentIndex(samples.model().index(1, 0))
    assert why not in words(page)
    scene.network.close()


def test_what_is_too_short_to_be_shown_in_part_is_said_to_be_there() -> None:
    short = SampleReading((Fact.ENDED,), call="•", customer="•", agent="•")
    assert reading_words(short) == "The call ended · customer told · call named · agent told"
    assert reading_words(SampleReading((Fact.ENDED,))) == "The call ended · customer not told · call not named"


@pytest.mark.parametrize("width", [300, 400, 900])
def test_a_row_has_room_for_its_whole_text_at_every_width(qtbot: QtBot, theme: Theme, width: int) -> None:
    view = QListView()
    texts = ["12:00:00 · JSON\nNot read. It names no call, or nothing that happened to it.", "x" * 200, "short"]
    view.setModel(QStringListModel(texts))
    view.setItemDelegate(WrappedRows(view, theme))
    view.resize(900, 600)
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    view.resize(width, 600)
    metrics = view.fontMetrics()
    room = view.viewport().width() - 2 * tokens.SPACE_S
    wrapping = int(Qt.TextFlag.TextWordWrap)
    needed = metrics.boundingRect(0, 0, room, 9999, wrapping, texts[0]).height()
    qtbot.waitUntil(lambda: view.visualRect(view.model().index(0, 0)).height() >= needed)
    letters = metrics.horizontalAdvance(texts[1])
    lines = -(-letters // room)
    assert view.visualRect(view.model().index(1, 0)).height() >= lines * metrics.height()
    assert view.visualRect(view.model().index(2, 0)).height() < 2 * metrics.height()
