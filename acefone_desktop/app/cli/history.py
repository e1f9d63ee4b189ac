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
        description="The calls this computer knows of, newest first, with how they went.",
        epilog=SHAPE.replace("CLOSING", "}"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--limit", type=_count, default=_SHOWN, metavar="N", help=f"at most N (default {_SHOWN})")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints the newest calls."""
    from acefone_desktop.adapters.storage.calls.history_reader import SqliteHistoryReader  # noqa: PLC0415
    from acefone_desktop.adapters.storage.database import Database  # noqa: PLC0415
    from acefone_desktop.desktop.paths import places_for  # noqa: PLC0415
    from acefone_desktop.services.history import History  # noqa: PLC0415

    database = Database(places_for(arguments.profile, arguments.data_dir, os.environ).data)
    try:
        calls = list(History(SqliteHistoryReader(database.reader())).calls(arguments.limit))
    finally:
        database.close()
    if arguments.json:
        print(json.dumps({"calls": [call_as_json(call) for call in calls]}))
    else:
        print("\n".join(map(_line, calls)) or "No calls yet.")
    return 0


def _line(call: Call) -> str:
    began = call.requested_at or call.started_at
    when = began.astimezone().strftime("%Y-%m-%d %H:%M") if began else "?"
    how = (call.outcome or call.state).value.replace("_", " ")
    talked = f"{call.talk_seconds // 60}:{call.talk_seconds % 60:02}" if call.talk_seconds else ""
    return f"{when:<16}  {'+' + call.customer if call.customer else 'unknown number':<17}  {how:<16}  {talked}".rstrip()


def _count(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 0 < number <= 1_000_000:  # noqa: PLR2004
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to 1000000")
    return number
