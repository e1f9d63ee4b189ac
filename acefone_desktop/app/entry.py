"""The first decision: is this a command, a hand-over to the app that runs, or the app itself?

A link's process should live hardly longer than a bare interpreter, so this module imports next to nothing.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from acefone_desktop.app.instance_messages import Message

LINK_SCHEMES = ("tel:", "callto:", "sip:", "sips:")
COMMANDS = ("call", "inspect", "replay", "simulate", "contacts", "history", "handler", "doctor")
_WITH_VALUE = ("--profile", "--data-dir", "--drive")
_ALONE = ("--demo", "--tray")


class WindowWish:
    """What the arguments ask of the app's window. `links` is data and stays so, whatever it says."""

    __slots__ = ("data_dir", "demo", "drive", "links", "profile", "tray")

    def __init__(self) -> None:
        self.profile = ""
        self.data_dir = ""
        self.drive = ""
        self.demo = False
        self.tray = False
        self.links: list[str] = []

    def set(self, option: str, value: str) -> None:
        """Takes over one option as written, such as `--data-dir`."""
        setattr(self, option.removeprefix("--").replace("-", "_"), value)


def read_window_wish(arguments: list[str]) -> WindowWish | None:
    """Reads arguments that mean the window; None where they mean a command, ask for help or are wrong."""
    wish = WindowWish()
    rest = list(arguments)
    while rest:
        argument = rest.pop(0)
        option, equals, value = argument.partition("=")
        if argument == "--":
            wish.links.extend(rest)
            return wish
        if argument in _ALONE:
            setattr(wish, argument.removeprefix("--"), True)
        elif option in _WITH_VALUE and (equals or rest):
            wish.set(option, value if equals else rest.pop(0))
        elif argument.lower().startswith(LINK_SCHEMES):
            wish.links.append(argument)
        else:
            return None
    return wish


def enter(arguments: list[str]) -> int:
    """Runs the program and returns its exit status: 0 done, 1 failed, 2 wrong usage."""
    wish = read_window_wish(arguments)
    if wish is None:
        from acefone_desktop.app.command_line import run_command  # noqa: PLC0415

        return run_command(arguments)
    if wish.demo or not _is_handed_over(wish):
        from acefone_desktop.app.window_run import run_window  # noqa: PLC0415

        return run_window(wish)
    return 0


def _is_handed_over(wish: WindowWish) -> bool:
    """Gives everything wished for to the instance that runs; False where none does and this process is to be it.

    What was taken over is no longer in the wish. Ends the program with status 1 and a sentence where an instance runs
    and cannot be told.
    """
    from acefone_desktop.app.hand_over import NOBODY_THERE, hand_over  # noqa: PLC0415
    from acefone_desktop.desktop.instance_address import socket_path  # noqa: PLC0415

    try:
        address = socket_path(wish.profile, wish.data_dir, os.environ)
        while True:
            if hand_over(address, first_message(wish, os.environ)) == NOBODY_THERE:
                return False
            wish.links = wish.links[1:]
            if not wish.links:
                return True
    except Exception as error:  # noqa: BLE001 (our errors' module is loaded only when there is one)
        sys.exit(failure_sentence(error))


def first_message(wish: WindowWish, environment: Mapping[str, str]) -> Message:
    """What to ask of the running instance first: to show a link, or itself where there is none."""
    from acefone_desktop.app.instance_messages import LINK, RAISE, Message, activation_token  # noqa: PLC0415

    token = activation_token(environment)
    return Message(LINK, wish.links[0], token) if wish.links else Message(RAISE, "", token)


def failure_sentence(error: Exception) -> str:
    """What to print for an error that ends the program; lets anything fly that is not one of ours or the system's."""
    from acefone_desktop.domain.errors import AcefoneDesktopError  # noqa: PLC0415

    if isinstance(error, AcefoneDesktopError):
        return f"acefone-desktop: {error.explanation}"
    if isinstance(error, OSError):
        return f"acefone-desktop: {error}"
    raise error
