"""`acefone-desktop contacts`: the address book without a window, also beside the running app."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from acefone_desktop.app.cli.whole_text import whole
from acefone_desktop.app.plain_text import plain, shown

if TYPE_CHECKING:
    from acefone_desktop.adapters.storage.contacts.contact_reader import SqliteContactReader
    from acefone_desktop.adapters.storage.database import Database
    from acefone_desktop.domain.contact_imports import ImportReport
    from acefone_desktop.domain.contacts import Contact

_SHOWN = 20
_PAGE = 500
_EPILOG = """\
JSON (--json), one document:
  import  {"added", "updated", "skipped", "errors": [{"file", "row", "reason"}]}
          skipped: known already, unchanged. row counts from 1, a CSV heading is row 1,
          and is 0 where the whole file could not be read
  search  {"results": [{"name", "company", "numbers", "favourite"}], "took_ms"}
          best first; numbers are E.164, or as given where they cannot be read
  export  {"file", "exported"}
Exit status: 0 done (rows that could not be taken are listed), 1 a file could not be
read or written, 2 wrong usage."""


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds the command; `common` holds the options every command takes."""
    parser = subparsers.add_parser(
        "contacts",
        help="import, search and export contacts",
        description="The address book: import CSV and vCard files, search it, export it.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for option in ("--profile", "--data-dir"):
        parser.add_argument(option, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", dest="json_before_action", help=argparse.SUPPRESS)
    actions = parser.add_subparsers(metavar="import|search|export", required=True)
    importing = actions.add_parser("import", parents=[common], help="take contacts over from CSV and vCard files")
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a .csv or .vcf file")
    importing.add_argument("--region", type=_region, metavar="GB", help="country of numbers without a country code")
    importing.set_defaults(run=run_import)
    searching = actions.add_parser("search", parents=[common], help="find contacts by name, company or number")
    searching.add_argument("query", nargs="+", metavar="QUERY", help="beginnings of words, or digits of a number")
    searching.add_argument("--limit", type=_count, default=_SHOWN, metavar="N", help=f"at most N (default {_SHOWN})")
    searching.set_defaults(run=run_search)
    exporting = actions.add_parser("export", parents=[common], help="write all contacts to a CSV or vCard file")
    exporting.add_argument("file", type=_export_file, metavar="FILE", help="its ending says the format: .csv or .vcf")
    exporting.set_defaults(run=run_export)


def run_import(arguments: argparse.Namespace) -> int:
    """Takes contacts over; 1 when one of the files could not be read at all."""
    import asyncio  # noqa: PLC0415

    from acefone_desktop.adapters.contact_files.contact_files import ContactFiles  # noqa: PLC0415
    from acefone_desktop.adapters.storage.contacts.contact_book import SqliteContactBook  # noqa: PLC0415
    from acefone_desktop.services.importing import ContactImporter  # noqa: PLC0415

    database, region = _open(arguments), arguments.region or _own_region(arguments)
    try:
        importer = ContactImporter(ContactFiles(), SqliteContactBook(database))
        report = asyncio.run(importer.import_files(arguments.files, region))
    finally:
        database.close()
    _print_report(report, as_json=_wants_json(arguments))
    return 1 if any(problem.row == 0 for problem in report.problems) else 0


def run_search(arguments: argparse.Namespace) -> int:
    """Prints what was found, best first; also when that is nothing."""
    database = _open(arguments)
    try:
        reader = _reader(database)
        began = time.perf_counter()
        found = reader.search(" ".join(arguments.query), arguments.limit)
        took_ms = (time.perf_counter() - began) * 1000
    finally:
        database.close()
    if _wants_json(arguments):
        print(_json({"results": [_contact_as_json(contact) for contact in found], "took_ms": round(took_ms, 3)}))
    elif found:
        print("\n".join(map(_contact_as_text, found)))
    else:
        print("No contact was found.", file=sys.stderr)
    return 0


def run_export(arguments: argparse.Namespace) -> int:
    """Writes all contacts, in name order."""
    from acefone_desktop.adapters.contact_files.contact_files import ContactFiles  # noqa: PLC0415

    database = _open(arguments)
    try:
        reader = _reader(database)
        contacts = list(page := reader.page(None, _PAGE))
        while page:
            contacts += (page := reader.page(page[-1], _PAGE))
    finally:
        database.close()
    written = ContactFiles().write(arguments.file, contacts)
    if _wants_json(arguments):
        print(_json({"file": whole(str(arguments.file)), "exported": written}))
    else:
        print(f"{_counted(written, 'contact')} written")
    return 0


def _wants_json(arguments: argparse.Namespace) -> bool:
    """Whether --json was given, before or behind the action."""
    return bool(arguments.json or arguments.json_before_action)


def _open(arguments: argparse.Namespace) -> Database:
    from acefone_desktop.adapters.storage.database import Database  # noqa: PLC0415
    from acefone_desktop.desktop.paths import places_for  # noqa: PLC0415

    return Database(places_for(arguments.profile, arguments.data_dir, os.environ).data)


def _reader(database: Database) -> SqliteContactReader:
    from acefone_desktop.adapters.storage.contacts.contact_reader import SqliteContactReader  # noqa: PLC0415

    return SqliteContactReader(database.reader())


def _own_region(arguments: argparse.Namespace) -> str:
    """The country set for this profile."""
    from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile  # noqa: PLC0415
    from acefone_desktop.desktop.paths import places_for  # noqa: PLC0415

    return SettingsFile(places_for(arguments.profile, arguments.data_dir, os.environ).settings).load().phone_region


def _print_report(report: ImportReport, *, as_json: bool) -> None:
    from acefone_desktop.services.importing import holds_cards  # noqa: PLC0415 (other commands print none)

    errors = [{"file": whole(one.file), "row": one.row, "reason": one.reason} for one in report.problems]
    if as_json:
        counts = {"added": report.added, "updated": report.updated, "skipped": report.skipped}
        print(_json({**counts, "errors": errors}))
    else:
        problems = _counted(len(errors), "problem")
        print(f"{report.added} added, {report.updated} updated, {report.skipped} unchanged, {problems}")
    for one in report.problems:
        unit = "card" if holds_cards(one.file) else "row"
        place = f"{one.file}, {unit} {one.row}" if one.row else one.file
        print(plain(f"{place}: {one.reason}"), file=sys.stderr)


def _contact_as_json(contact: Contact) -> dict[str, object]:
    return {
        "name": contact.name,
        "company": contact.company,
        "numbers": [number.number for number in contact.numbers],
        "favourite": contact.favourite,
    }


def _contact_as_text(contact: Contact) -> str:
    star = "* " if contact.favourite else "  "
    company = f" ({contact.company})" if contact.name and contact.company else ""
    numbers = ", ".join(f"{number.number} {number.label}".strip() for number in contact.numbers)
    return plain(f"{star}{contact.title}{company}: {numbers or 'no number'}")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _json(document: dict[str, object]) -> str:
    return json.dumps(document)


def _export_file(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in {".csv", ".vcf", ".vcard"}:
        raise argparse.ArgumentTypeError(f"{shown(text)} should end in .csv or .vcf, which says the format")
    return path


def _count(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 0 < number <= 1_000_000:  # noqa: PLR2004
        raise argparse.ArgumentTypeError(f"must be a number from 1 to 1000000, not {text}")
    return number


def _region(text: str) -> str:
    from phonenumbers import SUPPORTED_REGIONS  # noqa: PLC0415

    from acefone_desktop.domain.numbering.number_reading import normal_region  # noqa: PLC0415

    region = normal_region(text)
    if region not in SUPPORTED_REGIONS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a country code of two letters, such as GB")
    return region
