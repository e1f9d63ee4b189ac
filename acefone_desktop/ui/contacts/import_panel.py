"""How an import goes, and what came of it: progress with a way out, then a summary with every problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from acefone_desktop.services.importing import holds_cards
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, glyph_icon
from acefone_desktop.ui.parts.elided_label import ElidedLabel
from acefone_desktop.ui.parts.glyph_label import GlyphLabel
from acefone_desktop.ui.parts.layouts import button, column, dress, icon_button, row
from acefone_desktop.ui.parts.page_parts import wrapped
from acefone_desktop.ui.parts.progress_line import ProgressLine
from acefone_desktop.ui.parts.strip import announce

if TYPE_CHECKING:
    from acefone_desktop.domain.contact_imports import ImportReport
    from acefone_desktop.services.importing import ImportProgress
    from acefone_desktop.ui.look.theme import Theme

MOST_SHOWN = 500
"""Problems listed on screen; copying takes them all."""
_LIST_HEIGHT = 120
_LINE_HEIGHT = 20


class ImportPanel(QFrame):
    """Above the list. Hidden while nothing is imported and nothing is to be said about it."""

    cancel_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme = theme
        self._running = self._cancelled = False
        self._report: ImportReport | None = None
        self._sign = GlyphLabel(theme, 20)
        self._title = wrapped()
        self._file = ElidedLabel()
        dress(self._file, "muted")
        self._bar = ProgressLine(self.tr("Import"), theme)
        self._list = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self._list.setAccessibleName(self.tr("Problems"))
        self._list.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._cancel = button(self.tr("Cancel"), "link")
        self._copy = button(self.tr("Copy problems"), "link")
        self._copy.setIcon(glyph_icon(Glyph.COPY))
        self._close = icon_button(Glyph.X_BOLD, self.tr("Dismiss"))
        self._lay_out()
        self._cancel.clicked.connect(self._ask_to_cancel)
        self._copy.clicked.connect(self._copy_problems)
        self._close.clicked.connect(self.hide)
        self.hide()

    @property
    def is_running(self) -> bool:
        """Whether an import is under way."""
        return self._running

    def start(self, files: list[str]) -> None:
        """An import of these files has been asked for."""
        self._running, self._cancelled, self._report = True, False, None
        self._file.set_whole_text(", ".join(files))
        self._bar.setRange(0, 0)
        self._say("plain", self.tr("Reading contacts…"))

    def show_progress(self, progress: ImportProgress) -> None:
        """So many of those read so far."""
        self._file.set_whole_text(progress.file)
        self._bar.setRange(0, max(progress.known, 1))
        self._bar.setValue(progress.done)
        if not self._cancelled:
            text = self.tr("Importing: {0} of {1}")
            self._title.setText(text.format(f"{progress.done:,}", f"{progress.known:,}"))

    def show_report(self, report: ImportReport) -> None:
        """It is over; what it did stays in the address book."""
        self._running, self._report = False, report
        self._copy.setText(self.tr("Copy problems"))
        problems = len(report.problems)
        kind = "caution" if problems or self._cancelled else "call"
        self._say(kind, self._summary(report))
        lines = [problem_text(problem.file, problem.row, problem.reason) for problem in report.problems[:MOST_SHOWN]]
        if problems > MOST_SHOWN:
            lines.append(self.tr("… and {0} more; “Copy problems” has them all.").format(f"{problems - MOST_SHOWN:,}"))
        self._list.setPlainText("\n".join(lines))
        self._list.setFixedHeight(min(_LIST_HEIGHT, _LINE_HEIGHT * (2 * problems + 1)))  # most take two lines
        announce(self, self._title.text())

    def show_error(self, text: str) -> None:
        """It ended before its time."""
        self._running, self._report = False, None
        self._say("danger", text)
        announce(self, text)

    def _summary(self, report: ImportReport) -> str:
        counts = [
            (self.tr("{0} updated"), report.updated),
            (self.tr("{0} already there"), report.skipped),
            (self.tr("{0} not taken"), len(report.problems)),
        ]
        told = [self.tr("{0} added").format(f"{report.added:,}")]
        told += [text.format(f"{count:,}") for text, count in counts if count]
        begin = self.tr("Import cancelled: {0}.") if self._cancelled else self.tr("Import finished: {0}.")
        return begin.format(", ".join(told))

    def _say(self, kind: str, text: str) -> None:
        signs = {
            "plain": (Glyph.DOWNLOAD_SIMPLE, "accent"),
            "call": (Glyph.CHECK_CIRCLE_FILL, "call_text"),
            "caution": (Glyph.WARNING_FILL, "caution_text"),
            "danger": (Glyph.WARNING_CIRCLE_FILL, "danger_text"),
        }
        self._sign.show_glyph(*signs[kind])
        self._title.setText(text)
        problems = bool(self._report and self._report.problems)
        self._bar.setVisible(self._running)
        self._file.setVisible(self._running)
        self._cancel.setVisible(self._running)
        self._cancel.setEnabled(not self._cancelled)
        self._list.setVisible(problems)
        self._copy.setVisible(problems)
        self._close.setVisible(not self._running)
        self.show()

    @Slot()
    def _ask_to_cancel(self) -> None:
        self._cancelled = True
        self._say("plain", self.tr("Cancelling: what is taken over stays…"))
        self.cancel_wanted.emit()

    @Slot()
    def _copy_problems(self) -> None:
        if self._report is not None:
            texts = (problem_text(problem.file, problem.row, problem.reason) for problem in self._report.problems)
            QGuiApplication.clipboard().setText("\n".join(texts))
            self._copy.setText(self.tr("Copied"))

    def _lay_out(self) -> None:
        head = row(self._sign, (self._title, 1), self._cancel, self._close)
        column(
            self,
            head,
            self._bar,
            self._file,
            self._list,
            row(self._copy, 1),
            margins=(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_S, tokens.SPACE_S),
        )


def problem_text(file: str, row_number: int, reason: str) -> str:
    """One line; row 0 is the file as a whole."""
    if not row_number:
        return f"{file}: {reason}"
    of_cards = QCoreApplication.translate("ImportPanel", "{0}, card {1}: {2}")
    of_rows = QCoreApplication.translate("ImportPanel", "{0}, row {1}: {2}")
    return (of_cards if holds_cards(file) else of_rows).format(file, row_number, reason)
