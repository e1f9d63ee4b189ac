"""What a notification says and offers, before anybody knows which system shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Deed(Enum):
    """What a press on a notification asks for; the values are the keys that a notification server sends back."""

    OPEN = "open"
    HANG_UP = "hang-up"
    CALL_AGAIN = "call-again"
    ADD_NOTE = "add-note"


class Importance(Enum):
    """How much a notification may ask for attention."""

    STEP = "step"
    """One step of a call that goes on: without a sound, and not kept once it has been shown."""
    NEWS = "news"
    ALARM = "alarm"
    """Somebody should look: an urgent one, unless do-not-disturb is on."""


class Kind(Enum):
    """What it is about, in the words of the Desktop Notifications Specification 1.3 (categories)."""

    OTHER = ""
    CALL = "call"
    INCOMING = "call.incoming"
    MISSED = "call.unanswered"
    ENDED = "call.ended"


@dataclass(frozen=True, slots=True)
class Words:
    """Title and text. Telephone numbers are shown whole only where `may_hold_number`: the person allowed it."""

    title: str
    body: str = ""
    may_hold_number: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A deed and the word for it."""

    deed: Deed
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One notification; another with the same key takes its place. `locked` is what it says on a locked screen.

    A click on the notification itself opens what it is about, and `open_label` names that. `buttons` come in order
    of use; a locked screen has none, since whoever stands before it may be anybody. `lasts_s` bounds how long it
    stays; None leaves that to the system.
    """

    key: str
    words: Words
    locked: Words
    importance: Importance = Importance.NEWS
    kind: Kind = Kind.OTHER
    buttons: tuple[Button, ...] = ()
    open_label: str = "Open"
    lasts_s: int | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """A button of a notification was pressed. `token` lets a window come to the front; empty where none came."""

    key: str
    deed: Deed
    token: str = ""
