"""`acefone-desktop doctor`: checks what calls depend on, line by line, each with what to do."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from acefone_desktop.app.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from acefone_desktop.services.diagnostics import Check, CheckResult

_DONE, _FAILED = 0, 1


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds the command; `common` holds the options every command takes."""
    parser = subparsers.add_parser(
        "doctor",
        parents=[common],
        help="check keyring, token, region, agent, tray, notifications, links, global key, listener, clock, time zone "
        "and polling",
        description="Checks what calls depend on. The output holds no secrets and no full numbers: it is safe to send "
        "to support.",
        epilog='With --json: {"checks":[{"name","status","found","remedy"}]}, status ok, warning or problem. '
        "Exit status 0 unless there is a problem.",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Runs every check of this profile and prints the results; 1 if one of them is a problem."""
    from acefone_desktop.app.compose import build_checks  # noqa: PLC0415

    checks, close = build_checks(arguments, _say_waiting)
    return run_checks(checks, as_json=arguments.json, close=close)


def _say_waiting() -> None:
    print("acefone-desktop: waiting for the keyring…", file=sys.stderr, flush=True)


def run_checks(checks: Sequence[Check], *, as_json: bool, close: Callable[[], Awaitable[None]] | None = None) -> int:
    """Runs the checks on an event loop of their own, calls `close` on it at the end, and prints the results."""
    import asyncio  # noqa: PLC0415

    results = asyncio.run(_results(checks, close))
    print(json_document(results) if as_json else plain("\n".join(map(_lines, results))))
    return _FAILED if any(result.status.value == "problem" for result in results) else _DONE


def json_document(results: Sequence[CheckResult]) -> str:
    """The results in the shape that scripts rely on."""
    checks = [
        {"name": result.name, "status": result.status.value, "found": result.found, "remedy": result.remedy}
        for result in results
    ]
    return json.dumps({"checks": checks})


async def _results(checks: Sequence[Check], close: Callable[[], Awaitable[None]] | None) -> tuple[CheckResult, ...]:
    from acefone_desktop.services.diagnostics import Diagnostics  # noqa: PLC0415

    try:
        return await Diagnostics(checks).run()
    finally:
        if close is not None:
            await close()


def _lines(result: CheckResult) -> str:
    line = f"{result.status.value:<8} {result.name:<14} {result.found}"
    return f"{line}\n{'':<24}→ {result.remedy}" if result.remedy else line
