"""Qt's file dialogue, where the desktop shows none: with the person's folders beside it, in our look."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QObject, QStandardPaths, Qt, QUrl, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFileDialog, QHeaderView, QPushButton, QSplitter, QTreeView, QWidget

if TYPE_CHECKING:
    from acefone_desktop.domain.file_choice import FileRequest

_PLACES = (
    QStandardPaths.StandardLocation.HomeLocation,
    QStandardPaths.StandardLocation.DesktopLocation,
    QStandardPaths.StandardLocation.DocumentsLocation,
    QStandardPaths.StandardLocation.DownloadLocation,
)
_WIDTH, _HEIGHT, _SIDEBAR_WIDTH = 780, 500, 170


def own_file_dialog(parent: QWidget, request: FileRequest) -> QFileDialog:
    """Qt's dialogue, not yet open. It remembers by itself where the last one ended."""
    dialog = QFileDialog(parent, request.title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setNameFilters([f"{kind.name} ({' '.join(kind.patterns)})" for kind in request.kinds])
    folders = dict.fromkeys(map(QStandardPaths.writableLocation, _PLACES))
    dialog.setSidebarUrls([QUrl.fromLocalFile(folder) for folder in folders if QDir(folder).exists()])
    if dialog.directory() == QDir.current():  # nothing remembered: where the program was started says nothing
        dialog.setDirectory(QStandardPaths.writableLocation(_PLACES[0]))
    if request.save_as:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(request.save_as).suffix)
        dialog.selectFile(request.save_as)
        _SuffixKeeper(dialog)
    else:
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    _arrange(dialog)
    return dialog


def _arrange(dialog: QFileDialog) -> None:
    """Room for the names, buttons without pictures; nothing to do where the theme shows a dialogue of its own."""
    dialog.resize(_WIDTH, _HEIGHT)
    for splitter in dialog.findChildren(QSplitter):
        splitter.setSizes([_SIDEBAR_WIDTH, _WIDTH - _SIDEBAR_WIDTH])
    for tree in dialog.findChildren(QTreeView):
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for button in dialog.findChildren(QPushButton):
        button.setIcon(QIcon())


class _SuffixKeeper(QObject):
    """Lets the chosen kind of file decide its ending."""

    def __init__(self, dialog: QFileDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        dialog.filterSelected.connect(self._follow)

    @Slot(str)
    def _follow(self, name_filter: str) -> None:
        self._dialog.setDefaultSuffix("vcf" if "*.vcf" in name_filter else "csv")
