"""`acefone-desktop replay`: the calls that recorded webhooks, snapshots, records and dials amount to."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from acefone_desktop.app.cli.call_json import SHAPE, call_as_json
from acefone_desktop.app.plain_text import plain, shown
from acefone_desktop.domain.server_zone import zone_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

    from acefone_desktop.adapters.acefone.reports.recorded_lines import RecordedLine
    from acefone_desktop.domain.calls import Call, CallKey
    from acefone_desktop.domain.evidence import Evidence

_EPILOG = f"""\
A line of FILE is one of
  {{"source": "webhook", "at": TIME, "body": {{webhook body as received}}}}
  {{"source": "live_calls", "at": TIME, "body": [the array as received]}}
  {{"source": "call_records", "at": TIME, "body": {{the reply as received}}}}
  {{"source": "dial", "at": TIME, "body": {{"request": {{click_to_call body}}, "status": 200, "response": {{…}}}}}}
  {{"source": "dial", "at": TIME, "body": {{"request": {{…}}, "error": "timeout" or "connection"}}}}
or a bare webhook body. The order of the lines does not matter, nor do repeats. A line that cannot be read is
listed under "ignored" with its number and the reason; lines are at most 8 MiB.

Dials tell their agent's id, live calls a name and a phone. A recording in which one id dials and one person alone is
named is taken for that person's, and the dial's events say so; anybody else in it, and nothing is taken for granted.

{SHAPE.replace("CLOSING", "," + chr(10) + '   "ignored": [{"line", "reason"}]}')}"""


@dataclass(slots=True)
class Recording:
    """What has been read so far."""

    lines: list[RecordedLine] = field(default_factory=list)
    ignored: list[tuple[int, str]] = field(default_factory=list)

    supposed: frozenset[CallKey] = frozenset()
    """Dials of `calls()` whose call is theirs as far as the recording is one person's (`lone_agent`)."""

    def calls(self) -> tuple[Call, ...]:
        """All that the lines amount to, and what snapshots tell together: which rows were gone or never there."""
        from acefone_desktop.domain.call_watch import not_found  # noqa: PLC0415
        from acefone_desktop.domain.matching.correlation import assemble  # noqa: PLC0415

        told = self._named([*(item for line in self.lines for item in line.evidence), *_vanished(self.lines)])
        calls = assemble(told).calls
        looked_at = max((line.told_at for line in self.lines if line.present is not None), default=None)
        missing = [e for call in calls if looked_at and (e := not_found(call, looked_at))]
        return assemble([*told, *missing]).calls if missing else calls

    def remark(self, call: Call) -> str:
        """What is to be said of how one of `calls()` was found."""
        return _SUPPOSED if call.key in self.supposed else ""

    def _named(self, told: list[Evidence]) -> list[Evidence]:
        """With the agent's name where a dial finds its call by nothing else."""
        from acefone_desktop.domain.matching.correlation import assemble  # noqa: PLC0415
        from acefone_desktop.domain.matching.lone_agent import lone_agent, named  # noqa: PLC0415

        agent = lone_agent(told)
        if agent is None:
            return told
        with_name = named(told, agent)
        certain, found = ({c.key for c in assemble(e).calls if c.intent_id and c.call_id} for e in (told, with_name))
        self.supposed = frozenset(found - certain)
        return with_name if self.supposed else told


_SUPPOSED = "Taken for this dial's call: one agent dials in this recording, and nobody else is named"
_LONGEST_PATH = 4096


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds the command; `common` holds the options every command takes."""
    parser = subparsers.add_parser(
        "replay",
        parents=[common],
        help="say which calls a recording amounts to",
        description="Reads recorded webhook bodies, live-call snapshots, call records and dials (JSON lines) and "
        "prints the calls they amount to. Sends nothing.",
        epilog=_EPILOG.replace("%", "%%"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file of JSON lines; - is standard input")
    parser.add_argument(
        "--timezone",
        type=_zone,
        metavar="ZONE",
        help="zone of the server's naive stamps, such as Asia/Kolkata or UTC+05:30 (default: the profile's, else UTC)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints the calls. 0 also when lines were ignored; 1 when a file cannot be opened."""
    zone: tzinfo = arguments.timezone or _profile_zone(arguments)
    recording = Recording()
    ignored_in: list[str] = []
    for name in arguments.files:
        try:
            with _opened(name) as file:
                read_recording(file, zone, recording)
        except OSError as error:
            print(f"acefone-desktop: {shown(name, _LONGEST_PATH)}: {error.strerror or error}", file=sys.stderr)
            return 1
        ignored_in += [name] * (len(recording.ignored) - len(ignored_in))
    calls = recording.calls()
    if arguments.json:
        ignored = [{"line": number, "reason": reason} for number, reason in recording.ignored]
        told = [call_as_json(call, zone, remark=recording.remark(call)) for call in calls]
        print(json.dumps({"calls": told, "ignored": ignored}, indent=2))
    else:
        texts = [plain(_as_text(call, zone, recording.remark(call))) for call in calls]
        print("\n".join(texts or ["No calls."]))
        for name, (number, reason) in zip(ignored_in, recording.ignored, strict=True):
            place = f"{shown(name, _LONGEST_PATH)}: line" if len(arguments.files) > 1 else "Line"
            print(f"{place} {number} was ignored. {plain(reason)}", file=sys.stderr)
    return 0


def read_recording(file: BinaryIO, zone: tzinfo, recording: Recording) -> None:
    """Reads all lines of a file; blank ones are passed over, unreadable ones noted."""
    from acefone_desktop.adapters.acefone.reports.recorded_lines import LineNotReadableError, read_line  # noqa: PLC0415

    for number, raw in enumerate(_lines(file), 1):
        if raw is None:
            recording.ignored.append((number, "It is longer than 8 MiB."))
            continue
        try:
            line = raw.decode("utf-8-sig").strip()
            if line:
                recording.lines.append(read_line(line, zone))
        except UnicodeDecodeError:
            recording.ignored.append((number, "It is not UTF-8 text."))
        except LineNotReadableError as error:
            recording.ignored.append((number, error.detail))


def _lines(file: BinaryIO) -> Iterator[bytes | None]:
    """Lines of bounded length; None for each that is longer, of which no more is kept."""
    from acefone_desktop.adapters.acefone.reports.recorded_lines import LONGEST_LINE  # noqa: PLC0415

    while line := file.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE)
        yield None


def _vanished(lines: list[RecordedLine]) -> Iterator[Evidence]:
    from acefone_desktop.domain.report_evidence import from_vanished  # noqa: PLC0415

    seen: dict[str, Evidence] = {}
    for at, present, told in _snapshots(lines):
        for call_id in seen.keys() - present:
            yield from_vanished(seen.pop(call_id), at)
        seen |= told


def _snapshots(lines: list[RecordedLine]) -> list[tuple[datetime, frozenset[str], dict[str, Evidence]]]:
    """By time; those of the same moment are one."""
    moments: dict[datetime, dict[str, Evidence]] = {}
    for line in lines:
        if line.present is not None:
            rows = moments.setdefault(line.told_at, {})
            for item in line.evidence:
                rows[item.call_id] = max(rows.get(item.call_id, item), item, key=repr)
    return [(at, frozenset(rows), rows) for at, rows in sorted(moments.items())]


def _opened(name: str) -> contextlib.AbstractContextManager[BinaryIO]:
    return contextlib.nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb")


def _zone(name: str) -> tzinfo:
    try:
        return zone_of(name)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{name!r} is not a time zone, such as Europe/London") from error


def _profile_zone(arguments: argparse.Namespace) -> tzinfo:
    from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile  # noqa: PLC0415
    from acefone_desktop.desktop.paths import places_for  # noqa: PLC0415

    settings = SettingsFile(places_for(arguments.profile, arguments.data_dir, os.environ).settings).load()
    return _zone(settings.server_zone)


def _as_text(call: Call, zone: tzinfo, remark: str) -> str:
    number = f"+{call.customer}" if call.customer else "unknown number"
    how = call.state.value if call.outcome is None else f"{call.state.value}, {call.outcome.value}"
    rows = [
        f"{number}  {how.replace('_', ' ')}  (call id {call.call_id or 'unknown'}, agent {call.agent or 'unknown'})"
    ]
    for event in call.events:
        at = f"{event.at.astimezone(zone):%Y-%m-%d %H:%M:%S}" if event.at else "time not known"
        rows.append(f"  {at:<19}  {event.source.value:<12}  {event.what}")
    if remark:
        rows.append(f"  {'':<19}  {'dial':<12}  {remark}")
    return "\n".join(rows)
