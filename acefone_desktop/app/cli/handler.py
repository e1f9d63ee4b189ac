"""`acefone-desktop handler`: whether `tel:` links open here, and making it so."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from acefone_desktop.desktop.links.registration import LinkStatus

_EPILOG = """\
JSON (--json), one document:
  {"platform", "installed", "default", "handler", "problem",
   "reason", "remedy"}
“handler” is the program that opens tel: links now ("" where there is none),
“problem” why links do not open here, or soon may not ("" where all is well):
  not-registered, another-default, stale, shadowed, bus-service-stale,
  bus-entry-chosen, tools-missing
“reason” says the same in a sentence, “remedy” what to do about it.
With --profile or --data-dir, “install” makes links open there."""


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds the command; `common` holds the options every command takes."""
    parser = subparsers.add_parser(
        "handler",
        parents=[common],
        help="the registration for tel: and callto: links",
        description="Shows, makes or takes away the registration for tel: and callto: links, for your user alone.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("action", choices=("status", "install", "remove"), metavar="status|install|remove")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Does the action and prints the status after it; 1 where links still do not open here after `install`."""
    from acefone_desktop.desktop.links.choice import link_registration  # noqa: PLC0415

    data_dir = str(arguments.data_dir.resolve()) if arguments.data_dir else ""
    registration = link_registration(os.environ, arguments.profile, data_dir)
    removed = arguments.action == "remove" and registration.status().installed
    if arguments.action == "install":
        registration.install()
    elif arguments.action == "remove":
        registration.remove()
    status = registration.status()
    said = _after_removal(status) if removed and not status.installed else _sentences(status)
    print(json.dumps(_document(status)) if arguments.json else said)
    if arguments.action == "install" and not status.default:
        print(f"acefone-desktop: {status.reason} {status.remedy}", file=sys.stderr)
        return 1
    return 0


def _document(status: LinkStatus) -> dict[str, str | bool]:
    return {
        "platform": status.platform,
        "installed": status.installed,
        "default": status.default,
        "handler": status.handler,
        "problem": status.problem.value,
        "reason": status.reason,
        "remedy": status.remedy,
    }


def _after_removal(status: LinkStatus) -> str:
    """Says what was done; how to undo it is no remedy for what was asked for."""
    return f"The registration for tel: and callto: links was removed. {_opener(status)}"


def _opener(status: LinkStatus) -> str:
    return f"tel: links open in {status.handler}." if status.handler else "No program opens tel: links."


def _sentences(status: LinkStatus) -> str:
    if status.default:
        opener = "tel: and callto: links open in Acefone Desktop."
        return "\n".join(part for part in (opener, f"{status.reason} {status.remedy}".strip()) if part)
    registered = "Acefone Desktop is registered." if status.installed else "Acefone Desktop is not registered."
    return f"{_opener(status)} {registered}\n{status.reason} {status.remedy}".strip()
