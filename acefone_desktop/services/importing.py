"""Taking contacts over from files, without holding anything else up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from acefone_desktop.domain.contact_imports import ImportReport, RowProblem
from acefone_desktop.domain.errors import FileNotImportableError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from acefone_desktop.domain.contacts import Contact
    from acefone_desktop.services.ports import ContactBook, ContactFile

BATCH = 250
"""Contacts per transaction: a dial's journal entry waits for one at most."""


def holds_cards(file: str) -> bool:
    """Whether what a problem counts in a file of this name are cards (vCard); else they are rows."""
    return file.lower().endswith((".vcf", ".vcard"))


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far an import has come: contacts taken over of those read so far, and the file it is at."""

    file: str
    done: int
    known: int


class ContactImporter:
    """Reads contact files on a worker thread and merges them into the address book, batch by batch."""

    def __init__(self, files: ContactFile, book: ContactBook) -> None:
        self._files, self._book = files, book

    async def import_files(
        self,
        paths: Sequence[Path],
        region: str,
        on_progress: Callable[[ImportProgress], None] | None = None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> ImportReport:
        """Takes over what can be taken over, and reports everything else.

        A file that cannot be read at all is a problem with row 0. What a cancelled import has merged stays; the same
        import again changes nothing that is there. Raises `StorageError`.
        """
        report = ImportReport()
        for path in paths:
            if is_cancelled():
                break
            try:
                contacts, problems = await self._read(path, region)
            except FileNotImportableError as error:
                report = replace(report, problems=(*report.problems, RowProblem(path.name, 0, error.explanation)))
                continue
            report = replace(report, problems=report.problems + problems)
            for start in range(0, len(contacts), BATCH):
                if is_cancelled():
                    break
                batch = contacts[start : start + BATCH]
                report = _sum(report, await self._book.merge(batch))
                if on_progress is not None:
                    on_progress(ImportProgress(path.name, start + len(batch), len(contacts)))
        return report

    async def _read(self, path: Path, region: str) -> tuple[tuple[Contact, ...], tuple[RowProblem, ...]]:
        """Reads on a thread that ends with the reading, also when nobody waits for it any more."""
        import asyncio  # noqa: PLC0415 (nothing that the window needs when it opens)
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

        worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="import")
        try:
            return await asyncio.get_running_loop().run_in_executor(worker, self._files.read, path, region)
        finally:
            worker.shutdown(wait=False)


def _sum(report: ImportReport, counts: tuple[int, int, int]) -> ImportReport:
    added, updated, unchanged = counts
    return replace(
        report, added=report.added + added, updated=report.updated + updated, skipped=report.skipped + unchanged
    )
