"""Contact files as the services see them: the format is found out here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from acefone_desktop.adapters.contact_files.csv_reader import read_csv
from acefone_desktop.adapters.contact_files.csv_writer import write_csv
from acefone_desktop.adapters.contact_files.failures import ContactFileNotWrittenError
from acefone_desktop.adapters.contact_files.text_file import decoded, read_bytes, write_whole
from acefone_desktop.adapters.contact_files.vcard_reader import read_vcards
from acefone_desktop.adapters.contact_files.vcard_writer import write_vcards

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from acefone_desktop.domain.contact_imports import RowProblem
    from acefone_desktop.domain.contacts import Contact

_VCARD_SUFFIXES = frozenset({".vcf", ".vcard"})
_CSV_SUFFIXES = frozenset({".csv", ".txt"})
_VCARD = re.compile(r"\s*BEGIN\s*:\s*VCARD", re.IGNORECASE)


class ContactFiles:
    """Fills `ContactFile` for CSV and vCard."""

    def read(self, path: Path, region: str) -> tuple[tuple[Contact, ...], tuple[RowProblem, ...]]:
        """All contacts and all problems; the content decides the format, and the suffix where it is silent.

        `region` is the country of numbers without a country code. Raises `FileNotImportableError`.
        """
        content = read_bytes(path)
        text, encoding = decoded(content)
        if _VCARD.match(text) or path.suffix.lower() in _VCARD_SUFFIXES:
            if encoding.startswith("utf-"):  # UTF-16 has no lines of bytes, and UTF-8 may have had its mark
                content, encoding = text.encode("utf-8", "replace"), "utf-8"
            return read_vcards(content, encoding, region, path.name)
        return read_csv(text, region, path.name)

    def write(self, path: Path, contacts: Iterable[Contact]) -> int:
        """Writes all contacts in the format of the file's suffix (.csv, .vcf); returns how many.

        The file is replaced when everything is on disk. Raises `ContactFileNotWrittenError`.
        """
        everybody = tuple(contacts)
        suffix = path.suffix.lower()
        if suffix in _VCARD_SUFFIXES:
            write_whole(path, write_vcards(everybody))
        elif suffix in _CSV_SUFFIXES:
            write_whole(path, write_csv(everybody))
        else:
            raise ContactFileNotWrittenError(f"({path.name} should end in .csv or .vcf.)")
        return len(everybody)
