"""What the arguments ask of the window, unless they mean something else. Every second process loads it: no imports."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from acefone_desktop.app.instance.instance_messages import Message

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


def first_message(wish: WindowWish, environment: Mapping[str, str]) -> Message:
    """What to ask of the running instance first: to show a link, or itself where there is none."""
    from acefone_desktop.app.instance.instance_messages import LINK, RAISE, Message, activation_token  # noqa: PLC0415

    token = activation_token(environment)
    return Message(LINK, wish.links[0], token) if wish.links else Message(RAISE, "", token)
