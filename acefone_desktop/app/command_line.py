"""The commands that need no window: one parser, one module each."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from acefone_desktop import __version__
from acefone_desktop.app.last_words import failure_status
from acefone_desktop.app.plain_text import plain
from acefone_desktop.app.usage import (
    LINK_ALONE,
    WINDOW_OPTIONS_ALONE,
    CommandParser,
    misplaced_option,
    unknown_command,
)
from acefone_desktop.app.window_wish import COMMANDS, LINK_SCHEMES
from acefone_desktop.domain.errors import AcefoneDesktopError

if TYPE_CHECKING:
    from collections.abc import Sequence

WRONG_USAGE = 2
INTERRUPTED = 130


def run_command(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit status; an error of ours is one sentence on standard error, status 1.

    A profile's name that cannot be one is wrong usage: status 2.
    """
    _open_streams()
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except AcefoneDesktopError as error:
        print(f"acefone-desktop: {plain(error.explanation)}", file=sys.stderr)
        return failure_status(error)
    except OSError as error:
        return _output_failed(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def _open_streams() -> None:
    """Makes standard output and error fit to be written to, whatever we were started with."""
    if sys.stdout is None:  # closed by whoever started us: nobody wants to read it
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 (for as long as we run)
    if sys.stderr is None:  # else complaints would be printed among the results
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A pipe, or a terminal of an older system, may not take every letter: said in another way beats not said.
        sys.stdout.reconfigure(errors="backslashreplace")


def _output_failed(error: OSError) -> int:
    """Says that results could not be written, unless their reader went away (such as `| head`)."""
    if error.filename is not None:
        print(f"acefone-desktop: {plain(str(error.filename))}: {error.strerror}.", file=sys.stderr)
        return 1
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python must not try again while it ends
    if not isinstance(error, BrokenPipeError):
        print(f"acefone-desktop: The output could not be written: {error.strerror}.", file=sys.stderr)
    return 1


def _run(arguments: Sequence[str]) -> int:
    word = _first_word(arguments)
    if not {"-h", "--help", "--version"}.isdisjoint(arguments):
        return _parse_and_run(command_parser(word), arguments)
    if complaint := _complaint(word, arguments):
        print(f"acefone-desktop: {complaint}", file=sys.stderr)
        return WRONG_USAGE
    return _parse_and_run(command_parser(word), arguments)


def _complaint(word: str | None, arguments: Sequence[str]) -> str:
    """What is wrong with arguments that mean no command; empty where they mean one, or argparse says it well."""
    if word is None:
        return misplaced_option(arguments)
    if word in COMMANDS:
        return ""
    return LINK_ALONE if word.lower().startswith(LINK_SCHEMES) else unknown_command(word, COMMANDS)


def _parse_and_run(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    try:
        chosen = parser.parse_args(arguments)
    except SystemExit as leaving:  # argparse leaves after --help and after wrong usage
        return leaving.code if isinstance(leaving.code, int) else WRONG_USAGE
    if chosen.demo or chosen.tray or chosen.drive:
        print(f"acefone-desktop: {WINDOW_OPTIONS_ALONE}", file=sys.stderr)
        return WRONG_USAGE
    status: int = chosen.run(chosen)
    return status


def command_parser(command: str | None = None) -> argparse.ArgumentParser:
    """The parser of the command line; with `command`, only that one's module is loaded."""
    parser = CommandParser(
        prog="acefone-desktop",
        description="Start calls through Acefone from your desktop and see what each call is doing.",
        epilog="Without a command: opens the app, or raises the one that runs. With a tel: or callto: link: shows its "
        "number there. Exit status: 0 done, 1 the thing asked for failed, 2 wrong usage.",
    )
    parser.add_argument("--version", action="version", version=f"acefone-desktop {__version__}")
    _add_places(parser, argparse.SUPPRESS)
    parser.add_argument("--demo", action="store_true", help="the whole app against a simulated account")
    parser.add_argument("--tray", action="store_true", help="start in the tray, without a window")
    parser.add_argument("--drive", metavar="DIR", help="with --demo: drive one call, leave screenshots in DIR, and end")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND or LINK", required=True)
    common = argparse.ArgumentParser(add_help=False)
    _add_places(common, argparse.SUPPRESS)
    for place in (parser, common):  # before the command as well as after it
        place.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document")
    for name in [command] if command in COMMANDS else COMMANDS:
        importlib.import_module(f"acefone_desktop.app.cli.{name.replace('-', '_')}").add_parser(subparsers, common)
    parser.set_defaults(profile="", data_dir=None, json=False)
    return parser


def _add_places(parser: argparse.ArgumentParser, default: str) -> None:
    parser.add_argument("--profile", metavar="NAME", default=default, help="another account's settings and data")
    parser.add_argument(
        "--data-dir",
        type=_folder,
        metavar="DIR",
        default=default,
        help="keep everything in this folder (also ACEFONE_DESKTOP_DATA_DIR)",
    )


def _folder(text: str) -> Path | None:
    """Nothing is no folder, as for the window: `--data-dir "$UNSET"` must not scatter files where one stands."""
    return Path(text) if text else None


def _first_word(arguments: Sequence[str]) -> str | None:
    """The command, or what was taken for one: what comes first, past options that stand before it."""
    skip = False
    for argument in arguments:
        if skip:
            skip = False
        elif argument in {"--profile", "--data-dir", "--drive"}:
            skip = True
        elif not argument.startswith("-"):
            return argument
    return None
