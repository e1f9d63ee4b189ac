"""A field whose text is hidden unless one wants to see it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, glyph_icon
from acefone_desktop.ui.parts.layouts import icon_button, row


class SecretBox(QWidget):
    """The field, and a button that shows or hides what is in it."""

    def __init__(self, name: str, longest: int) -> None:
        super().__init__()
        self.field = QLineEdit(maxLength=longest)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(name)
        self.field.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self._show = icon_button(Glyph.EYE, self.tr("Show"))
        self._show.setCheckable(True)
        self._show.setIconSize(QSize(20, 20))
        self._show.toggled.connect(self._show_or_hide)
        self.setLayout(row((self.field, 1), self._show, spacing=tokens.SPACE_XS))
        self.setFocusProxy(self.field)

    def forget(self) -> None:
        """Empty and hidden again."""
        self.field.clear()
        self._show.setChecked(False)

    @Slot(bool)
    def _show_or_hide(self, shown: bool) -> None:  # noqa: FBT001 (Qt's signal)
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._show.setIcon(glyph_icon(Glyph.EYE_SLASH if shown else Glyph.EYE))
        self._show.setToolTip(self.tr("Hide") if shown else self.tr("Show"))  # its name stays: “Show” is on or off
