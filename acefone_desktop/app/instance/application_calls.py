"""What the desktop asks over the session bus, as messages to the running instance.

org.freedesktop.Application (Desktop Entry Specification 1.5, “D-Bus Activation”). Everything in a call is data from
another process: checked for its kind and bounded, never run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from acefone_desktop.app.instance.instance_messages import (
    LINK,
    QUICK_DIAL,
    RAISE,
    REFUSED_LINK,
    Message,
    MessageMalformedError,
    activation_token,
    encode_message,
)

if TYPE_CHECKING:
    from acefone_desktop.app.instance.instance_messages import Kind

MOST_LINKS = 1000
"""In one call; a desktop hands over what a person selected."""
LARGEST_CALL = 1_000_000
"""Characters of all links of one call."""

ACTIONS: Mapping[str, Kind] = {"quick-dial": QUICK_DIAL}
"""What the desktop entry offers beside opening the app."""


class CallRefusedError(ValueError):
    """The call asks for nothing we know, or for too much; `name` is the error's name on the bus."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = f"org.freedesktop.DBus.Error.{name}"
        super().__init__(reason)


def messages_of_open(links: object, platform_data: object) -> tuple[Message, ...]:
    """`Open`: one message a link, in order; a link that cannot be handed over is told of. Raises `CallRefusedError`."""
    if not isinstance(links, Sequence) or isinstance(links, str) or not all(isinstance(link, str) for link in links):
        raise CallRefusedError("InvalidArgs", "links are a list of texts")
    if len(links) > MOST_LINKS or sum(len(link) for link in links) > LARGEST_CALL:
        raise CallRefusedError("LimitsExceeded", "too many links at once")
    token = token_of(platform_data)
    if not links:
        return (Message(RAISE, "", token),)
    return tuple(message_of_link(link, token) for link in links)


def messages_of_activate(platform_data: object) -> tuple[Message, ...]:
    """`Activate`: the window is wanted."""
    return (Message(RAISE, "", token_of(platform_data)),)


def messages_of_action(name: object, platform_data: object) -> tuple[Message, ...]:
    """`ActivateAction`: one of `ACTIONS`; raises `CallRefusedError` for any other."""
    kind = ACTIONS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise CallRefusedError("InvalidArgs", "there is no such action")
    return (Message(kind, "", token_of(platform_data)),)


def token_of(platform_data: object) -> str:
    """The token that lets a window come forward, or nothing where there is none that is fit to be passed on."""
    given = platform_data if isinstance(platform_data, Mapping) else {}
    for name, variable in (("activation-token", "XDG_ACTIVATION_TOKEN"), ("desktop-startup-id", "DESKTOP_STARTUP_ID")):
        value = given.get(name)
        if isinstance(value, str) and (token := activation_token({variable: value})):
            return token
    return ""


def message_of_link(link: str, token: str = "") -> Message:
    """What to tell of a link: the link itself, or that one came which cannot be handed over."""
    message = Message(LINK, link, token)
    try:
        encode_message(message)
    except MessageMalformedError:
        return Message(REFUSED_LINK, "", token)
    return message
