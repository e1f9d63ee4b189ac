"""Which contact files a person means: asked for in a dialogue that holds nothing up, or dropped."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from acefone_desktop.domain.file_choice import FileKind, FileRequest
from acefone_desktop.ui.contacts.own_file_dialog import own_file_dialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.bridge.file_asker import FileAsker
    from acefone_desktop.domain.file_choice import FileChoice

SUFFIXES = frozenset({".csv", ".txt", ".vcf", ".vcard"})


class ContactFileDialogs(QObject):
    """Shown by the desktop where it can be asked, else by Qt; `page` is what they belong to."""

    def __init__(self, page: QWidget, asker: FileAsker | None) -> None:
        super().__init__(page)
        self._page, self._asker = page, asker

    def ask_for_import(self, on_chosen: Callable[[list[str]], None]) -> None:
        """Opens the dialogue; `on_chosen`, a bound method, is called with the files when they are chosen."""
        kinds = (
            FileKind(self.tr("Contact files"), ("*.csv", "*.vcf", "*.vcard", "*.txt")),
            FileKind(self.tr("All files"), ("*",)),
        )
        _Question(self._page, FileRequest(self.tr("Import contacts"), kinds), on_chosen).ask(self._asker)

    def ask_for_export(self, on_chosen: Callable[[str], None]) -> None:
        """Opens the dialogue; `on_chosen`, a bound method, is called with the file when it is chosen."""
        kinds = (
            FileKind(self.tr("CSV for spreadsheets"), ("*.csv",)),
            FileKind(self.tr("vCard for address books"), ("*.vcf",)),
        )
        request = FileRequest(self.tr("Export contacts"), kinds, save_as="contacts.csv")
        _Question(self._page, request, partial(_give_first, on_chosen)).ask(self._asker)


class _Question(QObject):
    """Lives until it is answered."""

    def __init__(self, parent: QWidget, request: FileRequest, on_chosen: Callable[[list[str]], None]) -> None:
        super().__init__(parent)
        self._page, self._request, self._on_chosen = parent, request, on_chosen

    def ask(self, asker: FileAsker | None) -> None:
        if asker is None:
            self._open_own()
        else:
            asker.ask(replace(self._request, window=window_name(self._page)), self)

    def answer(self, choice: FileChoice) -> None:
        """The desktop's dialogue has ended."""
        if choice.files and self._request.save_as:
            choice = replace(choice, files=(with_suffix(choice.files[0], self._request.kinds, choice.kind),))
        if choice.files:
            self._on_chosen([str(file) for file in choice.files])
        self.deleteLater()

    def give_up(self) -> None:
        """There is no such dialogue, or none that works."""
        self._open_own()

    @Slot(str)
    def _take_one(self, file: str) -> None:
        self._on_chosen([file])

    def _open_own(self) -> None:
        dialog = own_file_dialog(self._page, self._request)
        if self._request.save_as:
            dialog.fileSelected.connect(self._take_one)
        else:
            dialog.filesSelected.connect(self._on_chosen)
        dialog.destroyed.connect(self.deleteLater)
        dialog.open()


def window_name(widget: QWidget) -> str:
    """The widget's window as desktop portals name it; empty on Wayland, where Qt does not tell the name."""
    return f"x11:{int(widget.window().winId()):x}" if QGuiApplication.platformName() == "xcb" else ""


def with_suffix(file: Path, kinds: tuple[FileKind, ...], kind_name: str) -> Path:
    """A file to be written with the ending of its kind, where it has none of any kind.

    Never the name of another file that exists: the person was not asked about that one.
    """
    endings = {kind.name: kind.patterns[0].removeprefix("*") for kind in kinds}
    if file.suffix.lower() in endings.values():
        return file
    whole = file.with_name(file.name + endings.get(kind_name, next(iter(endings.values()))))
    return file if whole.exists() else whole


def dropped_files(data: QMimeData) -> list[Path]:
    """The contact files among what is dragged."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in SUFFIXES]


def _give_first(on_chosen: Callable[[str], None], files: list[str]) -> None:
    on_chosen(files[0])
