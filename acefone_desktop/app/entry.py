"""The first decision: is this a command, a hand-over to the app that runs, or the app itself?

A link's process should live hardly longer than a bare interpreter, so this module imports next to nothing.
"""

import os

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
    if not wish.demo:
        from acefone_desktop.app.hand_over import hand_over_wish  # noqa: PLC0415

        status = hand_over_wish(wish.profile, wish.data_dir, wish.links, os.environ)
        if status is not None:
            return status
    from acefone_desktop.app.window_run import run_window  # noqa: PLC0415

    return run_window(wish)
