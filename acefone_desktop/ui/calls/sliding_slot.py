"""A place at the top edge that a card slides into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QSize, QVariantAnimation, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable


class SlidingSlot(QWidget):
    """Holds one widget, made when first needed; slides open and shut, at once where no motion is wanted."""

    def __init__(self, make_content: Callable[[], QWidget], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make_content, self._theme = make_content, theme
        self._content: QWidget | None = None
        self._open = False
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._motion = QVariantAnimation(self, duration=tokens.MOTION_MS)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.valueChanged.connect(self._take_share)
        self._motion.finished.connect(self._settle)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether it is open, or opening."""
        return self._open

    def set_open(self, *, is_open: bool) -> None:
        """Slides open or shut."""
        if is_open == self._open:
            return
        self._open = is_open
        self._motion.stop()
        if is_open:
            self._open_up()
        if self._theme.reduced_motion or not self.window().isVisible():
            self._take_share(float(is_open))
            self._settle()
            return
        self._motion.setStartValue(self._share)
        self._motion.setEndValue(float(is_open))
        self._motion.start()

    @Slot()
    def prepare(self) -> None:
        """Makes the content, and asks what its first motion depends on, while nobody waits for it."""
        self._made()
        _ = self._theme.reduced_motion

    def _made(self) -> QWidget:
        if self._content is None:
            self._content = self._make_content()
            self._content.setParent(self)
            self._content.installEventFilter(self)
        return self._content

    def _open_up(self) -> None:
        self.show()
        self._made().show()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(tokens.NARROW_WIDTH, round(self._height() * self._share))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802, ARG002
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place()
        return False

    def _height(self) -> int:
        """The content's height for our width: its texts may wrap."""
        content, margin = self._content, tokens.SPACE_S
        if content is None:
            return 0
        layout = content.layout()
        width = max(self.width() - 2 * margin, 1)
        wanted = (
            layout.totalHeightForWidth(width) if layout and layout.hasHeightForWidth() else content.sizeHint().height()
        )
        return wanted + margin

    def _place(self) -> None:
        margin, height = tokens.SPACE_S, self._height()
        if self._content is not None:
            self._content.setGeometry(
                margin, self.height() - height + margin, self.width() - 2 * margin, height - margin
            )

    @Slot(object)
    def _take_share(self, share: float) -> None:
        self._share = share
        self.updateGeometry()
        self._place()

    @Slot()
    def _settle(self) -> None:
        if not self._open:
            self.hide()
