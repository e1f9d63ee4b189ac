"""A label for one line that may be longer than its room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget


class ElidedLabel(QLabel):
    """Has an ellipsis where the text does not fit, at its end unless told otherwise; the whole is the tool tip then.

    A text may come with shorter ones that say what matters most: the first that fits is shown, and none cut before.
    """

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(parent)
        self._cut = cut
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._whole, self._shorter = "", tuple[str, ...]()
        self.set_whole_text(text)

    @property
    def whole_text(self) -> str:
        """The text as it was given."""
        return self._whole

    def set_whole_text(self, text: str, shorter: Sequence[str] = ()) -> None:
        """Shows as much of the text as fits, or else the first of the shorter ones that does."""
        self._whole, self._shorter = text, tuple(shorter)
        self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:  # noqa: N802
        width = self.fontMetrics().horizontalAdvance(self._whole) + 2
        return QSize(width, max(super().sizeHint().height(), self.fontMetrics().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width, metrics = max(self.width(), 1), self.fontMetrics()
        texts = (self._whole, *self._shorter)
        chosen = next((text for text in texts if metrics.horizontalAdvance(text) <= width), texts[-1])
        fitted = metrics.elidedText(chosen, self._cut, width)
        self.setText(fitted)
        self.setToolTip(self._whole if fitted != self._whole else "")
        self.updateGeometry()
