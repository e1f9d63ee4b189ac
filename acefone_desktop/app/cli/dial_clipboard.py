"""`acefone-desktop dial-clipboard`: what the global key does, to be bound by hand where a desktop gives no key.

Written alone on the command line it never gets here: `window_wish` reads it like a link, so that a key is as fast.
"""

from __future__ import annotations

import argparse


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds the command. It prints nothing, so that of the options every command takes it shows only the places'."""
    del common
    parser = subparsers.add_parser(
        "dial-clipboard",
        help="show the number that is selected or copied, ready to call",
        description="Has the app read what is selected or, where no number is selected, what was copied, and show the "
        "number it finds; starts the app where it does not run. Bind it to a key in your desktop's keyboard settings "
        "where the app's own global key cannot be had. Nothing is printed: the number is shown in the app's window.",
        epilog="It calls at once only where Settings say so, and never a number that the app would ask about. "
        "Exit status: 0 the app was told, 1 it could not be told, 2 wrong usage.",
    )
    parser.add_argument("--profile", metavar="NAME", default=argparse.SUPPRESS, help="another account's app")
    parser.add_argument(
        "--data-dir", metavar="DIR", default=argparse.SUPPRESS, help="the app that keeps its data there"
    )
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)  # for scripts that always give it
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Tells the running app, or becomes it."""
    from acefone_desktop.app.entry import enter  # noqa: PLC0415 (it is what called us)

    places = [("--profile", arguments.profile), ("--data-dir", str(arguments.data_dir or ""))]
    options = [f"{name}={value}" for name, value in places if value]
    return enter([*options, "dial-clipboard"])
