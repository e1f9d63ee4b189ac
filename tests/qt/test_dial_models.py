"""The models behind the dial page."""

from __future__ import annotations

from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from acefone_desktop.bridge.dialing.caller_id_model import CallerIdModel
from acefone_desktop.bridge.dialing.suggestion_model import SuggestionModel
from tests.qt.scene import CALLER_IDS, PEOPLE, People, Scene


def test_models_keep_the_rules_of_models(scene: Scene, qtbot: QtBot) -> None:
    strict = QAbstractItemModelTester.FailureReportingMode.Fatal
    suggestions = SuggestionModel(scene.people)
    caller_ids = CallerIdModel("GB")
    testers = [QAbstractItemModelTester(model, strict) for model in (suggestions, caller_ids, scene.quick_model)]
    for query in ("", "tom", "0770", None, "nobody", ""):
        suggestions.set_query(query)
        scene.quick_model.set_query(query)
    caller_ids.set_caller_ids(CALLER_IDS)
    assert len(testers) == 3
    assert suggestions.rowCount() == 3
    assert [suggestions.data(suggestions.index(r)) for r in range(3)] == ["Tom Field", "Tom Field", "Aisha Rahman"]


def test_the_address_book_is_asked_once_per_text(qtbot: QtBot) -> None:
    class Counting(People):
        asked = 0

        def search(self, query: str, limit: int) -> tuple:  # type: ignore[type-arg]
            self.asked += 1
            return super().search(query, limit)

    people = Counting(PEOPLE)
    model = SuggestionModel(people)
    for query in ("to", "tom", "tom", " tom "):
        model.set_query(query)
    assert people.asked == 2
