"""Import and export as the page of contacts offers them: asks for files, shows how it goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from acefone_desktop.ui.look.icons import Glyph
from acefone_desktop.ui.parts.deed_menu import DeedMenu

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from acefone_desktop.bridge.address_book import AddressBook
    from acefone_desktop.domain.contact_imports import ImportReport
    from acefone_desktop.domain.errors import AcefoneDesktopError
    from acefone_desktop.services.importing import ImportProgress
    from acefone_desktop.ui.contacts.contacts_files import ContactFileDialogs
    from acefone_desktop.ui.contacts.import_panel import ImportPanel


class ContactsTransfer(QObject):
    """One import at a time. `page` is what its menu belongs to."""

    begun = Signal()  # an import has been asked for
    exported = Signal(int, str)  # how many contacts, and the file's name

    def __init__(
        self,
        page: QWidget,
        book: AddressBook,
        panel: ImportPanel,
        dialogs: ContactFileDialogs,
        region: Callable[[], str],
    ) -> None:
        super().__init__(page)
        self._page, self._book, self._panel, self._dialogs, self._region = page, book, panel, dialogs, region
        self._export_path = Path()
        panel.cancel_wanted.connect(book.cancel_import)
        book.import_advanced.connect(self._show_progress)
        book.imported.connect(self._show_report)
        book.import_failed.connect(self._show_failure)
        book.exported.connect(self._tell_export)

    def take(self, paths: Sequence[Path]) -> None:
        """Imports these files, unless an import is under way."""
        if paths and not self._panel.is_running:
            self.begun.emit()
            self._panel.start([path.name for path in paths])
            self._book.import_files(tuple(paths), self._region())

    def menu(self) -> DeedMenu:
        """What there is to choose from."""
        menu = DeedMenu(self._page)
        idle = not self._panel.is_running
        menu.add(Glyph.DOWNLOAD_SIMPLE, self.tr("Import from CSV or vCard…"), self.ask_for_import, enabled=idle)
        menu.add(Glyph.UPLOAD_SIMPLE, self.tr("Export all contacts…"), self.ask_for_export)
        return menu

    @Slot()
    def ask_for_import(self) -> None:
        """Asks which files to import."""
        self._dialogs.ask_for_import(self._take_texts)

    @Slot()
    def ask_for_export(self) -> None:
        """Asks where to export to."""
        self._dialogs.ask_for_export(self._give)

    @Slot("QStringList")
    def _take_texts(self, files: list[str]) -> None:
        self.take([Path(file) for file in files])

    @Slot(str)
    def _give(self, file: str) -> None:
        self._export_path = Path(file)
        self._book.export_file(self._export_path)

    @Slot(object)
    def _show_progress(self, progress: ImportProgress) -> None:
        self._panel.show_progress(progress)

    @Slot(object)
    def _show_report(self, report: ImportReport) -> None:
        self._panel.show_report(report)

    @Slot(object)
    def _show_failure(self, error: AcefoneDesktopError) -> None:
        self._panel.show_error(error.explanation)

    @Slot(int)
    def _tell_export(self, count: int) -> None:
        self.exported.emit(count, self._export_path.name)
