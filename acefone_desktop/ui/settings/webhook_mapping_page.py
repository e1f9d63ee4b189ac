"""The webhooks that came last, redacted, and what their keys and words are to be read as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListView,
    QWidget,
)

from acefone_desktop.bridge.value_model import ValueModel
from acefone_desktop.domain.webhook_mapping import KeyRule, MappedField, StatusMeaning
from acefone_desktop.domain.webhook_samples import Samples, Shape
from acefone_desktop.ui.look.icons import Glyph, glyph_icon
from acefone_desktop.ui.parts.choice_box import ChoiceBox
from acefone_desktop.ui.parts.layouts import button, column, row
from acefone_desktop.ui.parts.page_parts import section, small, wrapped
from acefone_desktop.ui.parts.strip import Strip
from acefone_desktop.ui.parts.wrapped_rows import WrappedRows
from acefone_desktop.ui.settings.sub_page import SubPage
from acefone_desktop.ui.settings.webhook_words import (
    field_words,
    key_line,
    meaning_words,
    problem_words,
    rule_words,
    sample_line,
    unread_words,
)

if TYPE_CHECKING:
    from enum import Enum

    from acefone_desktop.bridge.settings_store import SettingsStore
    from acefone_desktop.bridge.webhook_store import WebhookStore
    from acefone_desktop.ui.look.theme import Theme

_SAMPLES_HEIGHT, _KEYS_HEIGHT, _RULES_HEIGHT = 190, 230, 110


class WebhookMappingPage(SubPage):
    """A choice is kept and used at once, and what came is read anew: the lists show what that changes."""

    def __init__(self, settings: SettingsStore, webhooks: WebhookStore, theme: Theme) -> None:
        super().__init__(self.tr("Webhooks that came"))
        self._settings, self._webhooks = settings, webhooks
        self._trouble = Strip(theme)
        self._counts = small(wrapped(role="muted"))
        self._again = button(self.tr("Look again"))
        self._again.setIcon(glyph_icon(Glyph.ARROW_CLOCKWISE))
        self._samples = ValueModel(sample_line)
        self._keys = ValueModel(key_line)
        self._rules = ValueModel(rule_words)
        self._sample_list = _list(self._samples, self.tr("Webhooks, newest first"), _SAMPLES_HEIGHT, theme)
        self._key_list = _list(self._keys, self.tr("Keys of the chosen webhook"), _KEYS_HEIGHT, theme)
        self._rule_list = _list(self._rules, self.tr("What you have said"), _RULES_HEIGHT, theme)
        self._why = small(wrapped(role="caution"))
        self._holds = _choices(self.tr("The chosen key holds"), theme, self.tr("What its name says"), MappedField)
        self._means = _choices(self.tr("This word means"), theme, self.tr("What it says"), StatusMeaning)
        self._no_rules = small(wrapped(self.tr("Nothing yet: webhooks are read as Acefone means them."), "muted"))
        self._remove, self._remove_all = button(self.tr("Remove")), button(self.tr("Remove all"), "quiet")
        self.fill(
            self._trouble,
            section(self.tr("Last webhooks"), row((self._counts, 1), self._again), self._sample_list),
            section(
                self.tr("Its keys"), column(None, self._why, self._key_list), column(None, self._holds, self._means)
            ),
            section(
                self.tr("What you have said"),
                column(None, self._no_rules, self._rule_list, row(self._remove, self._remove_all, 1)),
            ),
            self._privacy(),
        )
        self._connect()
        self._draw()
        self._draw_rules()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._webhooks.look()

    def _privacy(self) -> QLabel:
        return small(
            wrapped(
                self.tr(
                    "They are kept in memory only, and few of them. Of their values the shape is shown: "
                    "no number beyond its last digits, no address, no name."
                ),
                "muted",
            )
        )

    def _connect(self) -> None:
        self._again.clicked.connect(self._webhooks.look)
        self._sample_list.selectionModel().currentChanged.connect(self._draw_keys)
        self._key_list.selectionModel().currentChanged.connect(self._draw_choices)
        self._rule_list.selectionModel().currentChanged.connect(self._draw_removal)
        self._holds.activated.connect(self._map_key)
        self._means.activated.connect(self._map_word)
        self._remove.clicked.connect(self._remove_rule)
        self._remove_all.clicked.connect(self._webhooks.forget_mapping)
        self._trouble.closed.connect(self._trouble.hide)
        self._webhooks.changed.connect(self._draw)
        self._settings.changed.connect(self._draw_rules)

    @Slot()
    def _draw(self) -> None:
        state = self._webhooks.state
        samples = state.samples or Samples()
        words = self.tr("{0} understood, {1} not, {2} came again").format(
            samples.understood, samples.unread, samples.repeated
        )
        self._counts.setText(words if samples.shown else self.tr("Nothing has come since the listener began."))
        if state.error is not None:
            self._trouble.say("danger", state.error.explanation)
        elif state.unread:
            self._trouble.say("caution", unread_words(state.unread))
        else:
            self._trouble.hide()
        self._samples.show(samples.shown)
        if samples.shown and not self._sample_list.currentIndex().isValid():
            first_unread = next((n for n, each in enumerate(samples.shown) if each.reading is None), 0)
            self._sample_list.setCurrentIndex(self._samples.index(first_unread))
        self._draw_keys()

    @Slot()
    def _draw_keys(self) -> None:
        sample = self._samples.at(self._sample_list.currentIndex().row())
        self._keys.show(sample.fields if sample else ())
        is_read = sample is None or sample.reading is not None
        self._why.setText("" if sample is None or is_read else problem_words(sample))
        self._why.setVisible(not is_read)
        if self._keys.values and not self._key_list.currentIndex().isValid():
            self._key_list.setCurrentIndex(self._keys.index(0))
        self._draw_choices()

    @Slot()
    def _draw_choices(self) -> None:
        chosen = self._keys.at(self._key_list.currentIndex().row())
        mapping = self._settings.state.webhooks.mapping
        self._holds.setEnabled(chosen is not None and chosen.can_be_mapped)
        _set(self._holds, chosen.field if chosen and chosen.is_mapped else None)
        is_status = chosen is not None and chosen.shape is Shape.WORD and chosen.field is MappedField.STATUS
        self._means.setVisible(is_status)
        if is_status and chosen is not None:
            self._means.show_note(f"“{chosen.detail}”")
            _set(self._means, mapping.meaning_of(chosen.detail))

    @Slot()
    def _draw_rules(self) -> None:
        mapping = self._settings.state.webhooks.mapping
        self._rules.show((*mapping.keys, *mapping.words))
        self._no_rules.setVisible(mapping.is_empty)
        for widget in (self._rule_list, self._remove, self._remove_all):
            widget.setVisible(not mapping.is_empty)
        self._draw_removal()

    @Slot(QModelIndex)
    def _draw_removal(self, _: QModelIndex | None = None) -> None:
        self._remove.setEnabled(self._rules.at(self._rule_list.currentIndex().row()) is not None)

    @Slot(int)
    def _map_key(self, place: int) -> None:
        chosen = self._keys.at(self._key_list.currentIndex().row())
        if chosen is not None and chosen.can_be_mapped:
            self._webhooks.map_key(chosen.key, _member(MappedField, self._holds.itemData(place)))

    @Slot(int)
    def _map_word(self, place: int) -> None:
        chosen = self._keys.at(self._key_list.currentIndex().row())
        if chosen is not None and chosen.shape is Shape.WORD:
            self._webhooks.map_word(chosen.detail, _member(StatusMeaning, self._means.itemData(place)))

    @Slot()
    def _remove_rule(self) -> None:
        rule = self._rules.at(self._rule_list.currentIndex().row())
        if isinstance(rule, KeyRule):
            self._webhooks.map_key(rule.key, None)
        elif rule is not None:
            self._webhooks.map_word(rule.word, None)


def _list(model: ValueModel[Any], name: str, height: int, theme: Theme) -> QListView:
    view = QListView()
    view.setModel(model)
    view.setItemDelegate(WrappedRows(view, theme))
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setTabKeyNavigation(False)
    view.setAccessibleName(name)
    view.setFixedHeight(height)
    return view


def _choices(caption: str, theme: Theme, none: str, members: type[MappedField | StatusMeaning]) -> ChoiceBox:
    box = ChoiceBox(caption, theme)
    box.addItem(none, "")
    for member in members:
        words = field_words(member) if isinstance(member, MappedField) else meaning_words(member)
        box.addItem(words, member.name)
    return box


def _set(box: QWidget, member: Enum | None) -> None:
    if isinstance(box, ChoiceBox):
        box.setCurrentIndex(max(box.findData(member.name if member else ""), 0))


def _member(members: Any, name: str) -> Any:
    return members[name] if name else None
