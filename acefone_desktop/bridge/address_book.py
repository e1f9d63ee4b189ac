"""The address book as screens change it: saved on the network thread, with undo, and imports with progress."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from acefone_desktop.domain.errors import AcefoneDesktopError

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from acefone_desktop.bridge.network_thread import NetworkThread
    from acefone_desktop.domain.contact_imports import ImportReport
    from acefone_desktop.domain.contacts import Contact
    from acefone_desktop.services.directory import Change, Directory
    from acefone_desktop.services.importing import ContactImporter, ImportProgress


class AddressBook(QObject):
    """Every method returns at once; a signal says how it went. `changed` means: read again."""

    changed = Signal()
    saved = Signal(object)  # Change, to be given to `undo`
    failed = Signal(object)  # AcefoneDesktopError
    import_advanced = Signal(object)  # ImportProgress
    imported = Signal(object)  # ImportReport
    import_failed = Signal(object)  # AcefoneDesktopError
    exported = Signal(int)  # how many contacts

    def __init__(
        self,
        directory: Directory,
        importer: Callable[[], ContactImporter],
        export: Callable[[Path], int],
        network: NetworkThread,
    ) -> None:
        super().__init__()
        self._directory, self._make_importer, self._export, self._network = directory, importer, export, network
        self._cancelled = threading.Event()

    def save(self, contact: Contact, before: Contact | None = None) -> None:
        """Adds a contact (without an id) or replaces one; `before` is what the person saw."""
        self._network.run(lambda: self._directory.save(contact, before), self._landed)

    def delete(self, contact: Contact) -> None:
        """Deletes a stored contact."""
        self._network.run(lambda: self._directory.delete(contact), self._landed)

    def set_favourite(self, contact: Contact, *, favourite: bool) -> None:
        """Marks or unmarks a favourite."""
        self._network.run(lambda: self._directory.set_favourite(contact, favourite=favourite), self._landed)

    def undo(self, change: Change) -> None:
        """Takes a change back."""
        self._network.run(lambda: self._directory.undo(change), self._landed)

    def import_files(self, paths: Sequence[Path], region: str) -> None:
        """Takes contacts over from files; `imported` follows, also after `cancel_import`, or `import_failed`."""
        self._cancelled.clear()
        work = partial(self._import, tuple(paths), region, partial(self._network.tell, self.import_advanced.emit))
        self._network.run(work, self._import_landed)

    def cancel_import(self) -> None:
        """Ends an import after the batch it is at; what is taken over stays."""
        self._cancelled.set()

    def export_file(self, path: Path) -> None:
        """Writes all contacts as CSV or vCard, by the file's ending; `exported` or `failed` follows."""
        self._network.run(partial(self._write, path), self._export_landed)

    async def _import(
        self, paths: tuple[Path, ...], region: str, on_progress: Callable[[ImportProgress], None]
    ) -> ImportReport:
        return await self._make_importer().import_files(paths, region, on_progress, self._cancelled.is_set)

    async def _write(self, path: Path) -> int:
        import asyncio  # noqa: PLC0415

        return await asyncio.to_thread(self._export, path)

    def _landed(self, done: Future[Change]) -> None:
        if self._succeeded(done):
            self.changed.emit()
            self.saved.emit(done.result())

    def _import_landed(self, done: Future[ImportReport]) -> None:
        error = _failure(done)
        self.changed.emit()  # batches before a failure are in the book
        if error is None:
            self.imported.emit(done.result())
        else:
            self.import_failed.emit(error)

    def _export_landed(self, done: Future[int]) -> None:
        if self._succeeded(done):
            self.exported.emit(done.result())

    def _succeeded(self, done: Future[Change] | Future[int]) -> bool:
        """Whether it went well; an error of ours is told."""
        error = _failure(done)
        if error is not None:
            self.failed.emit(error)
        return error is None


def _failure(done: Future[Any]) -> AcefoneDesktopError | None:
    """Our error, if the work ended with one; a bug flies on to the crash handler."""
    error = done.exception()
    if error is None or isinstance(error, AcefoneDesktopError):
        return error
    raise error
