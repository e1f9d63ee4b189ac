"""Settings say how often Acefone was asked about calls, and how often the app allows itself to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from acefone_desktop.adapters.storage.request_counts import SqliteRequestCounts
from acefone_desktop.bridge.account_store import AccountState, Line
from acefone_desktop.domain.polling_budget import USUAL_BUDGET, RequestKind, RequestUse
from acefone_desktop.ui.settings import polling_use
from acefone_desktop.ui.settings.polling_use import PollingUse
from acefone_desktop.ui.window.place import Place
from tests.qt.page_scene import PageScene
from tests.qt.running_app import Desk, await_line

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from acefone_desktop.app.desktop.desktop_app import DesktopApp
    from acefone_desktop.simulator.thread import SimulatorThread
    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "No such signal QPlatformNativeInterface")
SPENT = USUAL_BUDGET.at_full_pace
MOST = f"{USUAL_BUDGET.hourly:,}"


@pytest.mark.parametrize(
    ("use", "words", "role"),
    [
        (None, "", "muted"),
        (RequestUse(), f"Not asked in the last hour. The app allows itself {MOST} times an hour.", "muted"),
        (
            RequestUse({RequestKind.LIVE_CALLS: 1, RequestKind.DIAL: 9}),
            f"Asked once in the last hour. The app allows itself {MOST} times.",
            "muted",
        ),
        (
            RequestUse({RequestKind.LIVE_CALLS: 80, RequestKind.CALL_RECORDS: 7, RequestKind.CONTROL: 50}),
            f"Asked 87 times in the last hour. The app allows itself {MOST}.",
            "muted",
        ),
        (
            RequestUse({RequestKind.LIVE_CALLS: SPENT}),
            f"Asked {SPENT:,} times in the last hour, of the {MOST} that the app allows itself: it asks more slowly",
            "caution",
        ),
    ],
)
def test_the_use_is_said_in_words(qtbot: QtBot, theme: Theme, use: RequestUse | None, words: str, role: str) -> None:
    scene = PageScene(use=use)
    line = PollingUse(scene.polling, scene.account)
    qtbot.addWidget(line)
    label = line.findChild(QLabel)
    assert isinstance(label, QLabel)
    assert label.text().startswith(words)
    assert label.isHidden() == (not words)
    assert label.property("role") == role
    scene.polling._publish(RequestUse({RequestKind.LIVE_CALLS: 2}))
    assert label.text().startswith("Asked 2 times")
    scene.network.close()


def settings_words(app: DesktopApp) -> str:
    return " | ".join(label.text() for label in app.windows.main.findChildren(QLabel) if label.isVisible())


def test_what_was_asked_in_the_last_hour_is_shown_and_grows_with_a_call(
    theme: Theme, tmp_path: Path, simulator: SimulatorThread, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling_use, "_LOOK_MS", 50)
    desk = Desk(theme, tmp_path)
    desk.set_up(simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        app.windows.main.go_to(Place.SETTINGS)
        qtbot.waitUntil(lambda: "Not asked in the last hour." in settings_words(app), timeout=20_000)
        app.parts.dial.set_text("07700 900123")
        app.parts.dial.dial()
        qtbot.waitUntil(lambda: " times in the last hour. The app allows" in settings_words(app), timeout=20_000)
        minute = int(app.parts.foundation.clock.now().timestamp() // 60)
        beside = SqliteRequestCounts(app.parts.foundation.places.data)
        beside.add({(minute, RequestKind.LIVE_CALLS): USUAL_BUDGET.hourly}, 0)
        app.parts.account.open()  # which takes up at once what other processes have counted
        qtbot.waitUntil(lambda: "it asks more slowly" in settings_words(app), timeout=20_000)


def test_nobody_looks_while_the_settings_are_not_seen(qtbot: QtBot, theme: Theme) -> None:
    scene = PageScene()
    looks: list[None] = []
    scene.polling.look = lambda: looks.append(None)  # type: ignore[method-assign]
    line = PollingUse(scene.polling, scene.account)
    qtbot.addWidget(line)
    scene.tell(AccountState(line=Line.OPENING))
    assert looks == []
    with qtbot.waitExposed(line):
        line.show()
    scene.tell(AccountState(line=Line.READY))
    assert len(looks) == 2
    line.hide()
    scene.tell(AccountState(line=Line.OPENING))
    assert len(looks) == 2
    assert not line._looks.isActive()
    scene.network.close()
