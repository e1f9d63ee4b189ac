"""`acefone-desktop inspect`: what the app would make of a text or link. Dials nothing."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers

from acefone_desktop.app.cli.whole_text import whole
from acefone_desktop.app.plain_text import plain
from acefone_desktop.domain.errors import LinkNotUnderstoodError, SettingsNotReadableError, StorageError
from acefone_desktop.domain.links import is_link, read_link
from acefone_desktop.domain.numbering.number_areas import area_of
from acefone_desktop.domain.numbering.number_reading import normal_region
from acefone_desktop.domain.numbers import PhoneNumber, read_numbers
from acefone_desktop.domain.policy import KnownCountries, Verdict, judge

if TYPE_CHECKING:
    from pathlib import Path

    from acefone_desktop.domain.settings import Settings

Judge = Callable[[PhoneNumber], Verdict]

_MOST_TIMES_SHOWN = 2
_EXAMPLE = """\
JSON (--json), one document:
  {"results": [{"input", "numbers": [{"raw", "e164", "display", "extension", "kind",
    "country", "digits_sent", "verdict", "reason"}]}]}
"e164", "extension", "country" and "digits_sent" are null where there is none; the
verdict is "ok", "confirm" or "refuse", as the app of this profile would judge: it
refuses the agent's own number, and asks before a first call to a country.
Exit status: 0 done, 1 no TEXT held a number, 2 wrong usage."""


_LONGEST_QUOTATION = 200


@dataclass(frozen=True, slots=True)
class Inspection:
    """One input, the numbers read from it (best first), and why there are none if so."""

    text: str
    numbers: tuple[PhoneNumber, ...]
    complaint: str = ""


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Register the command; `common` holds --json, --profile and --data-dir."""
    parser = subparsers.add_parser(
        "inspect",
        parents=[common],
        help="say what a text or link would be read as; dials nothing",
        description="Says what the app would make of a text or link: number, kind, country, area, time, verdict.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("text", nargs="+", metavar="TEXT", help="a number, a tel: or callto: link, or any text")
    parser.add_argument(
        "--region", type=_region, metavar="GB", help="country dialled from (default: the profile's, else GB)"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what was read; 1 when no TEXT held a number."""
    from acefone_desktop.desktop.paths import places_for  # noqa: PLC0415

    places = places_for(arguments.profile, arguments.data_dir, os.environ)
    settings = _settings_in(places.settings)
    region = arguments.region or settings.phone_region
    inspections = [inspect(text, region) for text in arguments.text]
    verdict_on = partial(_verdict, places.data, settings, region)
    if arguments.json:
        document = {"results": [_as_json(inspection, verdict_on) for inspection in inspections]}
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
    else:
        now = datetime.now(UTC)
        sys.stdout.write("\n".join(as_text(inspection, now, verdict_on) for inspection in inspections) + "\n")
    for inspection in inspections:
        if inspection.complaint:
            sys.stderr.write(f"{_quoted(inspection.text)}: {inspection.complaint}\n")
    return 0 if any(inspection.numbers for inspection in inspections) else 1


def _settings_in(path: Path) -> Settings:
    """The profile's settings; the app too begins with the usual ones where they cannot be read."""
    from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile  # noqa: PLC0415
    from acefone_desktop.domain.settings import Settings  # noqa: PLC0415

    try:
        return SettingsFile(path).load()
    except SettingsNotReadableError as error:
        sys.stderr.write(f"acefone-desktop: {plain(error.explanation)}\n")
        return Settings()


def _verdict(folder: Path, settings: Settings, region: str, number: PhoneNumber) -> Verdict:
    """The app's verdict; of a history that cannot be read, nothing is known."""
    from acefone_desktop.adapters.storage.calls.peeked_countries import PeekedCountries  # noqa: PLC0415

    agent = settings.account.agent if settings.account else None
    own_numbers = agent.own_numbers if agent else frozenset()
    known: frozenset[str] | None = None
    try:
        known = KnownCountries(region, PeekedCountries(folder).has_called).around(number)
    except StorageError as error:
        sys.stderr.write(f"acefone-desktop: {plain(error.explanation)}\n")
    return judge(number, own_numbers=own_numbers, known_countries=known)


def inspect(text: str, region: str) -> Inspection:
    """Read one TEXT: as a link if it claims to be one, else as one number, else as text with numbers in it.

    What is no character (an argument's byte that is not UTF-8) is read, and shown, as U+FFFD.
    """
    text = whole(text)
    numbers = read_numbers(text, region)
    return Inspection(text, numbers, "" if numbers else _complaint(text, region))


def _complaint(text: str, region: str) -> str:
    if is_link(text):
        try:
            read_link(text, region)
        except LinkNotUnderstoodError as error:
            return error.explanation
    return "No phone number was found in this text."


def _region(text: str) -> str:
    region = normal_region(text)
    if region not in phonenumbers.SUPPORTED_REGIONS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a country code of two letters, such as GB")
    return region


def _as_json(inspection: Inspection, verdict_on: Judge) -> dict[str, object]:
    numbers = [_number_as_json(number, verdict_on(number)) for number in inspection.numbers]
    return {"input": inspection.text, "numbers": numbers}


def _number_as_json(number: PhoneNumber, verdict: Verdict) -> dict[str, str | None]:
    return {
        "raw": number.raw,
        "e164": number.e164,
        "display": number.display,
        "extension": number.extension,
        "kind": number.kind.value,
        "country": number.country,
        "digits_sent": number.digits_sent,
        "verdict": verdict.decision.value,
        "reason": verdict.reason,
    }


def as_text(inspection: Inspection, now: datetime, verdict_on: Judge = judge) -> str:
    """What was read, for a person, as it is at `now`."""
    blocks = [_number_as_text(number, now, verdict_on(number)) for number in inspection.numbers] or ["  no number"]
    return "\n".join([_quoted(inspection.text), *blocks])


def _quoted(text: str) -> str:
    """What was given, to be known again: not the whole of a long text."""
    return repr(text) if len(text) <= _LONGEST_QUOTATION else f"{text[:_LONGEST_QUOTATION]!r}…"


def _number_as_text(number: PhoneNumber, now: datetime, verdict: Verdict) -> str:
    rows = (
        ("E.164", number.e164),
        ("Extension", number.extension),
        ("Kind", number.kind.value.replace("_", " ")),
        ("Country", number.country),
        ("Area", area_of(number)),
        ("Local time", local_times(number.time_zones, now)),
        ("Sent", number.digits_sent),
        ("Verdict", f"{verdict.decision.value}: {verdict.reason}"),
    )
    return "\n".join([f"  {number.display}", *(f"    {name:<11}{value}" for name, value in rows if value)])


def local_times(time_zones: tuple[str, ...], now: datetime) -> str:
    """The time of day in these zones at `now`: "14:05 (Europe/London)"; a span where they differ, "" where unknown."""
    times: dict[str, str] = {}
    for zone in time_zones:
        try:
            times.setdefault(now.astimezone(ZoneInfo(zone)).strftime("%a %H:%M"), zone)
        except ZoneInfoNotFoundError:  # the system's database is older or smaller than the numbering plan's
            continue
    if len(times) > _MOST_TIMES_SHOWN:
        return f"differs: {len(times)} time zones use this number range"
    return ", ".join(f"{time} ({zone})" for time, zone in times.items())
