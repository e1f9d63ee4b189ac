"""What the arguments ask of the window, unless they mean something else. Every second process loads it: no imports."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from acefone_desktop.app.instance.instance_messages import Message

LINK_SCHEMES = ("tel:", "callto:", "sip:", "sips:", "tel%3a", "callto%3a", "sip%3a", "sips%3a")
"""In lower case, with the colon also as pages over-encode it."""
_BEFORE_A_LINK = " \t\r\n<\"'\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""What a copied link may bring along: quotes, and marks that cannot be seen, such as those of a text's direction."""
COMMANDS = ("call", "inspect", "replay", "simulate", "contacts", "history", "handler", "doctor", "dial-clipboard")
DIAL_CLIPBOARD_COMMAND = COMMANDS[-1]
"""A command that means the window: like a link it is handed over without loading more than that takes."""

_WITH_VALUE = ("--profile", "--data-dir", "--drive")
_ALONE = ("--demo", "--tray", "--quick-dial", "--activated")


class WindowWish:
    """What the arguments ask of the app's window. `links` is data and stays so, whatever it says.

    `activated`: the session bus started us, and holds back a call until we have our name there.
    """

    __slots__ = ("activated", "data_dir", "demo", "dial_clipboard", "drive", "links", "profile", "quick_dial", "tray")

    def __init__(self) -> None:
        self.profile = ""
        self.data_dir = ""
        self.drive = ""
        self.demo = False
        self.tray = False
        self.quick_dial = False
        self.activated = False
        self.dial_clipboard = False
        self.links: list[str] = []

    def set(self, option: str, value: str | bool) -> None:  # noqa: FBT001 (an option's value)
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
            wish.set(argument, True)  # noqa: FBT003 (its value)
        elif option in _WITH_VALUE and (equals or rest):
            wish.set(option, value if equals else rest.pop(0))
        elif argument == DIAL_CLIPBOARD_COMMAND and not wish.dial_clipboard:
            wish.dial_clipboard = True
        elif argument.lstrip(_BEFORE_A_LINK).lower().startswith(LINK_SCHEMES):
            wish.links.append(argument)
        else:
            return None
    if wish.drive and not wish.demo:
        return None
    return None if wish.dial_clipboard and (wish.links or wish.quick_dial) else wish


def first_message(wish: WindowWish, environment: Mapping[str, str]) -> Message:
    """What to ask of the running instance first: to show a link, or itself where there is none."""
    from acefone_desktop.app.instance.instance_messages import (  # noqa: PLC0415
        DIAL_CLIPBOARD,
        LINK,
        QUICK_DIAL,
        RAISE,
        Message,
        activation_token,
    )

    token = activation_token(environment)
    if wish.links:
        return Message(LINK, wish.links[0], token)
    if wish.dial_clipboard:
        return Message(DIAL_CLIPBOARD, "", token)
    return Message(QUICK_DIAL if wish.quick_dial else RAISE, "", token)
