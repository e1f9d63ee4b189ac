"""Names written from right to left stand beside numbers without turning them around."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QTextLayout, QTextLine

from acefone_desktop.domain.account import CallerId
from acefone_desktop.domain.contacts import Contact, ContactNumber
from acefone_desktop.ui.calls.call_words import words_for
from acefone_desktop.ui.contacts.contacts_list import contact_lines
from acefone_desktop.ui.parts.written_direction import side_by_side
from tests.qt.scene import OVER, RUNNING, Scene

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("qapp")
ARABIC, HEBREW = "شركة", "דוד לוי"
NUMBER = "07700 900901"


def from_left(text: str) -> str:
    """The signs of a line as the eye meets them from left to right."""
    layout = QTextLayout(text)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    on = QTextLine.CursorPosition.CursorOnCharacter
    places = dict.fromkeys(line.xToCursor(x / 2, on) for x in range(int(line.naturalTextWidth() * 2)))
    return "".join(text[place] for place in places if place < len(text)).replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize("name", [ARABIC, HEBREW])
def test_a_number_keeps_its_order_beside_such_a_name(name: str) -> None:
    assert NUMBER in from_left(side_by_side(name, NUMBER))
    assert from_left(side_by_side(name, NUMBER)).endswith(NUMBER)


@pytest.mark.parametrize("name", ["Tom Field", "Łukasz & Co", "山田"])
def test_other_names_stay_as_they_are(name: str) -> None:
    assert side_by_side(name, "", NUMBER) == f"{name} · {NUMBER}"


def test_a_contact_of_such_a_company_shows_its_number_as_it_is_dialled() -> None:
    contact = Contact(name=ARABIC, company=ARABIC, numbers=(ContactNumber("+447700900901"),))
    assert NUMBER in from_left(contact_lines(contact, "GB")[1])


def test_a_caller_id_of_such_a_name_shows_its_number_as_it_is(scene: Scene) -> None:
    known = CallerId("442079460100", ARABIC)
    faces = replace(scene.faces, caller_ids=lambda: (known,))
    assert "020 7946 0100" in from_left(faces.caller_id(RUNNING["connected"]))


def test_a_sentence_about_such_a_name_stays_in_order(qtbot: QtBot) -> None:
    assert from_left(words_for(OVER["customer-missed"], HEBREW).status).endswith("did not answer")
