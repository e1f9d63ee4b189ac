"""A label whose text may wrap, but not beyond so many lines."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ClampedLabel(QLabel):
    """Ends in an ellipsis where `most_lines` are not enough; the whole text is tool tip and description then."""

    def __init__(self, most_lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._whole, self._most_lines = "", most_lines
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def whole_text(self) -> str:
        """The text as it was given."""
        return self._whole

    def set_whole_text(self, text: str) -> None:
        """Shows as much of the text as fits."""
        self._whole = text
        self._fit()
        self.updateGeometry()

    def limit_lines(self, most_lines: int) -> None:
        """Another limit, for the text that is set next."""
        self._most_lines = most_lines

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        lines = min(len(self._line_starts(width)), self._most_lines)
        return max(lines, 1) * self.fontMetrics().lineSpacing()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, self.fontMetrics().lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        starts = self._line_starts(self.width())
        shown = self._whole
        if len(starts) > self._most_lines:
            last = starts[self._most_lines - 1]
            rest = self.fontMetrics().elidedText(self._whole[last:], Qt.TextElideMode.ElideRight, self.width())
            shown = self._whole[:last] + rest
        self.setText(shown)
        hidden = self._whole if shown != self._whole else ""
        self.setToolTip(hidden)
        self.setAccessibleDescription(hidden)

    def _line_starts(self, width: int) -> list[int]:
        """Where each line begins when the text is set this wide."""
        layout = QTextLayout(self._whole, self.font())
        layout.beginLayout()
        starts = []
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(max(width, 1))
            starts.append(line.textStart())
            line = layout.createLine()
        layout.endLayout()
        return starts
