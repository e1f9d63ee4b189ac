"""Which contact files a person means: asked for in a dialogue that holds nothing up, or dropped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

SUFFIXES = frozenset({".csv", ".txt", ".vcf", ".vcard"})


def tr(text: str) -> str:
    """Translates a text of this module."""
    return QCoreApplication.translate("ContactFiles", text)


def ask_for_import(parent: QWidget, on_chosen: Callable[[list[str]], None]) -> None:
    """Opens the dialogue; `on_chosen`, a bound method, is called with the files when they are chosen."""
    dialog = _dialog(parent, tr("Import contacts"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters([tr("Contact files (*.csv *.vcf *.vcard *.txt)"), tr("All files (*)")])
    dialog.filesSelected.connect(on_chosen)
    dialog.open()


def ask_for_export(parent: QWidget, on_chosen: Callable[[str], None]) -> None:
    """Opens the dialogue; `on_chosen`, a bound method, is called with the file when it is chosen."""
    dialog = _dialog(parent, tr("Export contacts"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([tr("CSV for spreadsheets (*.csv)"), tr("vCard for address books (*.vcf)")])
    dialog.setDefaultSuffix("csv")
    dialog.selectFile("contacts.csv")
    _SuffixKeeper(dialog)
    dialog.fileSelected.connect(on_chosen)
    dialog.open()


def dropped_files(data: QMimeData) -> list[Path]:
    """The contact files among what is dragged."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in SUFFIXES]


class _SuffixKeeper(QObject):
    """Lets the chosen kind of file decide its ending."""

    def __init__(self, dialog: QFileDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        dialog.filterSelected.connect(self._follow)

    @Slot(str)
    def _follow(self, name_filter: str) -> None:
        self._dialog.setDefaultSuffix("vcf" if "*.vcf" in name_filter else "csv")


def _dialog(parent: QWidget, title: str) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
