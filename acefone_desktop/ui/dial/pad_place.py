"""The pad where there is room for everything, and the button that brings it back where there is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QSizePolicy

from acefone_desktop.ui.dial.dial_pad import DialPad, PadShape
from acefone_desktop.ui.look.icons import Glyph, glyph_icon
from acefone_desktop.ui.parts.layouts import icon_button

if TYPE_CHECKING:
    from acefone_desktop.ui.look.theme import Theme

Role = QPalette.ColorRole
_SIGN_SIDE, _HIGHEST = 18, 30


class PadPlace(QObject):
    """Owns `pad` and `toggle`. `turned` tells that the person wants the pad shown, or hidden, where room is short."""

    turned = Signal()

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.pad = DialPad(theme)
        self.toggle = icon_button(Glyph.DOTS_NINE, self.tr("Keypad"))
        self.toggle.setCheckable(True)
        self.toggle.setIconSize(QSize(_SIGN_SIDE, _SIGN_SIDE))
        self.toggle.setSizePolicy(
            QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored
        )  # the lines beside it are as high
        self.toggle.setMaximumHeight(_HIGHEST)
        self.toggle.hide()
        self.toggle.toggled.connect(self._turn)

    def arrange(self, *, has_room: bool, room_without_list: int, gives_way: bool) -> bool:
        """Shows the pad whole where it `has_room`, else small if the person wants that; says whether it is small.

        A small pad stands where list and caller ID were, in `room_without_list`: in as many rows as fit there.
        `gives_way` is for moments in which nobody wants a pad, such as while a name is typed.
        """
        is_offered = not has_room and not gives_way
        shape = PadShape.FULL if has_room else PadShape.tallest(room_without_list)
        is_small = is_offered and shape is not None and self.toggle.isChecked()
        self.toggle.setVisible(is_offered)
        self.toggle.setEnabled(shape is not None)
        if shape is not None:
            self.pad.take_shape(shape)
        self.pad.setVisible(is_small or (has_room and not gives_way))
        self._name(can_be_shown=shape is not None)
        return is_small

    def _name(self, *, can_be_shown: bool) -> None:
        name = self.tr("Hide the keypad") if self.toggle.isChecked() else self.tr("Show the keypad")
        self.toggle.setAccessibleName(name)
        self.toggle.setToolTip(
            name if can_be_shown else self.tr("Make the window taller, or close the call's card, to see the keypad")
        )

    @Slot(bool)
    def _turn(self, shown: bool) -> None:  # noqa: FBT001 (Qt's signal)
        self.toggle.setIcon(glyph_icon(Glyph.DOTS_NINE, Role.Highlight if shown else Role.WindowText))
        self.turned.emit()
