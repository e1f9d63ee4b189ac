"""The one style sheet, generated from the tokens."""

from __future__ import annotations

from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING

from acefone_desktop.ui.look import tokens

if TYPE_CHECKING:
    from acefone_desktop.ui.look.tokens import Colours

_TEMPLATE = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 4px 8px; }
QWidget#page, QWidget#shell { background: $window; }
QFrame#card { background: $surface; border: 1px solid $border; border-radius: ${radius_m}px; }
QFrame#navigation { background: $surface; }
QLabel { background: transparent; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="call"] { color: $call_text; }
QLabel[role="danger"] { color: $danger_text; }
QLabel[role="caution"] { color: $caution_text; }

QFrame[strip="danger"] { background: $danger_soft; border-radius: ${radius_m}px; }
QFrame[strip="caution"] { background: $caution_soft; border-radius: ${radius_m}px; }
QFrame[strip="call"] { background: $call_soft; border-radius: ${radius_m}px; }
QFrame[strip="plain"] { background: $hover; border-radius: ${radius_m}px; }

QPushButton { background: $surface; color: $text; border: 1px solid $border; border-radius: ${radius_m}px;
    padding: 7px 15px; min-height: 20px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus { border: 2px solid $accent; padding: 6px 14px; }
QPushButton:disabled { color: $disabled; background: $window; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[kind="primary"]:disabled { background: $hover; color: $disabled; border-color: $hover; }
QPushButton[kind="primary"]:focus { border-color: $text; }
QPushButton[kind="call"], QPushButton[kind="caution"] { min-height: 48px; padding: 0 14px; font-weight: 600;
    border: 2px solid transparent; }
QPushButton[kind="call"] { background: $call; color: $on_solid; }
QPushButton[kind="call"]:hover { background: $call_hover; }
QPushButton[kind="call"]:pressed { background: $call_pressed; }
QPushButton[kind="danger"] { background: $danger; color: $on_solid; border: none; font-weight: 600; padding: 8px 16px; }
QPushButton[kind="danger"]:hover { background: $danger_hover; }
QPushButton[kind="danger"]:pressed { background: $danger_pressed; }
QPushButton[kind="caution"] { background: $caution; color: $on_caution; }
QPushButton[kind="caution"]:hover { background: $caution_hover; }
QPushButton[kind="call"]:focus, QPushButton[kind="danger"]:focus, QPushButton[kind="caution"]:focus {
    border: 2px solid $text; padding: 0 14px; }
QPushButton[kind="danger"]:focus { padding: 6px 14px; }
QPushButton[kind="call"]:disabled, QPushButton[kind="danger"]:disabled, QPushButton[kind="caution"]:disabled {
    background: $hover; color: $muted; }
QPushButton[kind="quiet"], QToolButton { background: transparent; color: $muted; border: 2px solid transparent;
    border-radius: ${radius_s}px; padding: 4px 8px; }
QPushButton[kind="quiet"]:hover, QToolButton:hover { background: $hover; color: $text; }
QPushButton[kind="quiet"]:pressed, QToolButton:pressed { background: $pressed; }
QPushButton[kind="quiet"]:focus, QToolButton:focus { border-color: $accent; padding: 4px 8px; }
QPushButton[kind="quiet"]:disabled, QToolButton:disabled { color: $disabled; }
QToolButton, QToolButton:focus { padding: 4px; }
QPushButton[kind="link"] { background: transparent; border: 2px solid transparent; color: $accent; font-weight: 600;
    border-radius: ${radius_s}px; padding: 4px 8px; }
QPushButton[kind="link"]:hover { background: $accent_soft; }
QPushButton[kind="link"]:focus { border-color: $accent; padding: 4px 8px; }

QLineEdit, QSpinBox, QPlainTextEdit, QTextEdit { background: $surface; color: $text; border: 1px solid $outline;
    border-radius: ${radius_m}px; padding: 7px 11px; selection-background-color: $accent;
    selection-color: $on_accent; placeholder-text-color: $muted; }
QLineEdit:focus, QSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 6px 10px; }
QLineEdit:disabled, QSpinBox:disabled { color: $disabled; background: $window; }
QLineEdit#number { border-radius: ${radius_m}px; padding: 0 52px 0 15px; }
QLineEdit#number:focus { padding: 0 51px 0 14px; }
QSpinBox QLineEdit, QSpinBox QLineEdit:focus { border: none; padding: 0 10px; background: transparent; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; height: 0; border: none; }
QSpinBox { padding: 7px 8px; }
QSpinBox:focus { padding: 6px 7px; }

QListView, QTreeView, QTableView { background: transparent; border: none; outline: none; color: $text; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $border; padding: 4px; outline: none;
    selection-background-color: $accent_soft; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: 36px; padding: 0 8px; border-radius: ${radius_s}px; }
QComboBox QAbstractItemView::item:selected { background: $accent_soft; color: $text; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: $border; border-radius: 3px; min-height: 32px; margin: 2px; }
QScrollBar::handle:vertical:hover { background: $outline; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: $border; border-radius: 3px; min-width: 32px; margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: $raised; color: $text; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: ${radius_s}px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QFrame#divider { background: $border; border: none; }
QFrame#quick { background: $window; border: 1px solid $border; }
""")


def style_sheet(colours: Colours) -> str:
    """The style sheet of an appearance. Setting it once costs some milliseconds, so it is set per theme change only."""
    return _TEMPLATE.substitute(
        asdict(colours), radius_s=tokens.RADIUS_S, radius_m=tokens.RADIUS_M, radius_l=tokens.RADIUS_L
    )
