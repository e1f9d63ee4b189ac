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
        "it was last heard of, while nobody follows calls now, was not followed to its end: it reads unknown.",
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
    from acefone_desktop.services.history import History, is_left  # noqa: PLC0415

    folder = places_for(arguments.profile, arguments.data_dir, os.environ).data
    database = Database(folder)
    try:
        calls = list(History(SqliteHistoryReader(database.reader())).calls(arguments.limit))
    finally:
        database.close()
    now, followed = SystemClock().now(), is_followed(folder)
    left = [is_left(call, now, followed=followed) for call in calls]
    sought = [followed and call.is_looked_up for call in calls]
    if arguments.json:
        print(json.dumps({"calls": [_document(*told) for told in zip(calls, left, sought, strict=True)]}))
    else:
        print("\n".join(map(_line, calls, left, sought)) or "No calls yet.")
    return 0


def _document(call: Call, left: bool, sought: bool) -> dict[str, object]:  # noqa: FBT001 (kinds of call)
    """The call; what was ringing when it was last looked at is not ringing now, what is `sought` is not yet unknown."""
    undecided: dict[str, object] = {"outcome": None} if sought else {}
    return call_as_json(call) | ({"state": "unknown", "outcome": "unknown"} if left else undecided)


def _line(call: Call, left: bool, sought: bool) -> str:  # noqa: FBT001 (kinds of call)
    began = call.requested_at or call.started_at
    when = began.astimezone().strftime("%Y-%m-%d %H:%M") if began else "?"
    known = call.state if sought else call.outcome or call.state
    how = "not followed to its end" if left else known.value.replace("_", " ")
    talked = f"{call.talk_seconds // 60}:{call.talk_seconds % 60:02}" if call.talk_seconds else ""
    who = f"+{call.customer}" if call.customer else "unknown number"
    extension = f"ext. {call.extension}" if call.extension else ""
    return f"{when:<16}  {who:<17}  {how:<23}  {talked:<5}  {extension}".rstrip()


def _count(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 0 < number <= 1_000_000:  # noqa: PLR2004
        raise argparse.ArgumentTypeError(f"must be a number from 1 to 1000000, not {text}")
    return number
