"""Writing all contacts to a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from acefone_desktop.domain.contacts import Contact
    from acefone_desktop.services.ports import ContactFile, ContactReader

PAGE = 1_000


class ContactExporter:
    """`open_reader` opens the address book for the calling thread, for as long as the export takes."""

    def __init__(self, files: ContactFile, open_reader: Callable[[], AbstractContextManager[ContactReader]]) -> None:
        self._files, self._open_reader = files, open_reader

    def export(self, path: Path) -> int:
        """Writes all contacts in name order and returns how many; takes as long as a disk takes.

        Raises `StorageError` and `ContactFileNotWrittenError`.
        """
        with self._open_reader() as reader:
            return self._files.write(path, _all(reader))


def _all(reader: ContactReader) -> Iterator[Contact]:
    page = reader.page(None, PAGE)
    while page:
        yield from page
        page = reader.page(page[-1], PAGE)
