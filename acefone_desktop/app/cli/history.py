"""`acefone-desktop history`: the calls this computer knows of, newest first, also beside the running app."""

from __future__ import annotations

import argparse
import json
import os
from typing import TYPE_CHECKING

from acefone_desktop.app.cli.call_json import SHAPE, call_as_json

if TYPE_CHECKING:
    from acefone_desktop.domain.calls import Call

_SHOWN = 20


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds the command; `common` holds the options every command takes."""
    parser = subparsers.add_parser(
        "history",
        parents=[common],
        help="list calls, newest first",
        description="The calls this computer knows of, newest first, with how they went. A call that was going on when "
        "it was last heard of, while nobody follows calls now, was not followed to its end. A call that was looked for "
        "until the time for that was up reads unknown.",
        epilog=SHAPE.replace("CLOSING", "}"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--limit", type=_count, default=_SHOWN, metavar="N", help=f"at most N (default {_SHOWN})")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints the newest calls."""
    from acefone_desktop.adapters.storage.calls.followers import is_followed  # noqa: PLC0415
    from acefone_desktop.adapters.storage.calls.history_reader import SqliteHistoryReader  # noqa: PLC0415
    from acefone_desktop.adapters.storage.database import Database  # noqa: PLC0415
    from acefone_desktop.adapters.system_clock import SystemClock  # noqa: PLC0415
    from acefone_desktop.desktop.paths import places_for  # noqa: PLC0415
    from acefone_desktop.services.history import CurrentHistory, History  # noqa: PLC0415

    folder = places_for(arguments.profile, arguments.data_dir, os.environ).data
    database = Database(folder)
    try:
        reader = SqliteHistoryReader(database.reader())
        current = CurrentHistory(reader, SystemClock(), lambda: is_followed(folder))
        calls = list(History(current).calls(arguments.limit))
    finally:
        database.close()
    if arguments.json:
        print(json.dumps({"calls": [_document(call) for call in calls]}))
    else:
        print("\n".join(map(_line, calls)) or "No calls yet.")
    return 0


def _document(call: Call) -> dict[str, object]:
    """The call; an outcome that is being looked up is not yet unknown."""
    return call_as_json(call) | ({"outcome": None} if call.is_looked_up else {})


def _line(call: Call) -> str:
    began = call.requested_at or call.started_at
    when = began.astimezone().strftime("%Y-%m-%d %H:%M") if began else "?"
    known = call.state if call.is_looked_up else call.outcome or call.state
    is_left = call.is_lost_sight_of and not call.is_looked_for_in_vain
    how = "not followed to its end" if is_left else known.value.replace("_", " ")
    talked = f"{call.talk_seconds // 60}:{call.talk_seconds % 60:02}" if call.talk_seconds else ""
    who = f"+{call.customer}" if call.customer else "unknown number"
    extension = f"ext. {call.extension}" if call.extension else ""
    return f"{when:<16}  {who:<17}  {how:<23}  {talked:<5}  {extension}".rstrip()


def _count(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 0 < number <= 1_000_000:  # noqa: PLR2004
        raise argparse.ArgumentTypeError(f"must be a number from 1 to 1000000, not {text}")
    return number
