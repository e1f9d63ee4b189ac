"""An extension stays with its call: on the card while it rings, in history, and when the person is called again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QToolButton

from acefone_desktop.domain.calls import Call
from acefone_desktop.domain.evidence import evidence_from_json, evidence_to_json
from acefone_desktop.ui.calls.call_card import CallCard
from acefone_desktop.ui.calls.ended_call import EndedCall
from acefone_desktop.ui.dial.dial_page import DialPage
from acefone_desktop.ui.history.history_details import CallDetails
from acefone_desktop.ui.parts.elided_label import ElidedLabel
from tests.qt.scene import NOW, OVER, RUNNING, Scene

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def with_extension(call: Call, extension: str) -> Call:
    """The same call, asked for with an extension, as it is read back from the disk."""
    told = (replace(e, extension=extension) if e.fact.value == "requested" else e for e in call.evidence)
    return Call.of(evidence_from_json(evidence_to_json(one)) for one in told)


def words(widget: QWidget) -> str:
    labels = [label for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    return " | ".join(label.whole_text if isinstance(label, ElidedLabel) else label.text() for label in labels)


@pytest.mark.parametrize("name", [*RUNNING, "answered", "customer-missed"])
def test_the_card_says_the_extension_from_the_first_ring_on(
    scene: Scene, theme: Theme, qtbot: QtBot, name: str
) -> None:
    card = CallCard(scene.calls, scene.faces, scene.notes, theme, lambda: NOW, lambda: 0.0)
    qtbot.addWidget(card)
    scene.calls.take_in_at_once((with_extension((RUNNING | OVER)[name], "1204"),))
    (ended,) = card.findChildren(EndedCall)
    if ended.isVisibleTo(card):
        next(b for b in ended.findChildren(QToolButton) if b.isCheckable()).click()
    assert "Extension 1204" in words(card)


def test_history_says_it_too(scene: Scene, theme: Theme, qtbot: QtBot) -> None:
    details = CallDetails(scene.faces, scene.notes, theme)
    qtbot.addWidget(details)
    details.resize(420, 400)
    details.show_call(with_extension(OVER["answered"], "1204"))
    assert "07700 900123 · Extension 1204" in words(details)
    details.show_call(OVER["answered"])
    assert "Extension" not in words(details)


def test_who_is_called_again_has_the_same_extension_and_it_is_not_dialled(
    scene: Scene, theme: Theme, qtbot: QtBot
) -> None:
    page = DialPage(scene.dial, scene.suggestions, theme, lambda: NOW)
    qtbot.addWidget(page)
    page.call_again(with_extension(OVER["customer-missed"], "1204"))
    assert [(r.digits, r.extension) for r in scene.submitted] == [("447700900123", "1204")]
