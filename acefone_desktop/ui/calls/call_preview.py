"""A call as a notification: no more of who it is with than the person allows to be read over their shoulder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from acefone_desktop.domain.announcements import Announcement, Button, Deed, Importance, Kind, Words
from acefone_desktop.domain.calls import CallOutcome, CallState
from acefone_desktop.domain.incoming_calls import is_incoming
from acefone_desktop.domain.numbering.number_text import masked
from acefone_desktop.domain.redaction import mask_numbers
from acefone_desktop.ui.calls.call_words import Tone, hang_up_reason, words_for
from acefone_desktop.ui.parts.written_direction import isolated, side_by_side

if TYPE_CHECKING:
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.notification_settings import NotificationSettings, Preview
    from acefone_desktop.ui.calls.call_faces import CallFaces

translate = QCoreApplication.translate
RINGS_S = 60
"""A call that comes in is over by then, or has been answered: nothing may go on saying that it rings."""
_TALKING = frozenset({CallState.AGENT_ANSWERED, CallState.CUSTOMER_RINGING, CallState.CONNECTED})
_MISSED = frozenset({CallOutcome.AGENT_MISSED, CallOutcome.CUSTOMER_MISSED})


@dataclass(frozen=True, slots=True)
class _Who:
    """`short` goes into a sentence, `long` stands for itself; both empty where nothing may be said."""

    short: str
    long: str
    may_hold_number: bool = False


def announcement_of(call: Call, faces: CallFaces, settings: NotificationSettings) -> Announcement:
    """What is told of this call now. A locked screen never says more than an open one."""
    open_screen = _words(call, faces, settings.preview, settings.preview)
    importance = Importance.STEP if call.is_open else Importance.NEWS
    if is_ringing_in(call):
        importance = Importance.NEWS
    elif is_missed(call) or _tone(call, faces) in {Tone.BAD, Tone.PERHAPS}:
        importance = Importance.ALARM
    return Announcement(
        key=call.key,
        words=open_screen,
        locked=_words(call, faces, settings.preview, settings.locked_preview),
        importance=importance,
        kind=_kind(call),
        buttons=_buttons(call, faces),
        open_label=translate("CallAnnouncements", "Open"),
        lasts_s=RINGS_S if is_ringing_in(call) else None,
    )


def headed(announcement: Announcement, sentence: str) -> Announcement:
    """The same below a sentence, calmly: somebody is looking at it."""

    def below(words: Words) -> Words:
        return replace(words, title=sentence, body=side_by_side(words.title, words.body))

    words, locked = below(announcement.words), below(announcement.locked)
    return replace(announcement, words=words, locked=locked, importance=Importance.NEWS)


def is_ringing_in(call: Call) -> bool:
    """Whether somebody calls and nobody has answered yet."""
    return is_incoming(call) and call.is_open and call.state not in _TALKING


def is_missed(call: Call) -> bool:
    """Whether somebody called and nobody answered."""
    return is_incoming(call) and not call.is_open and call.outcome in _MISSED


def _words(call: Call, faces: CallFaces, *previews: Preview) -> Words:
    who = _who(call, faces, *previews)
    return Words(_title(call, faces, who.short), who.long, who.may_hold_number)


def _title(call: Call, faces: CallFaces, who: str) -> str:
    if is_ringing_in(call):
        named = translate("CallAnnouncements", "Incoming: {0}")
        return named.format(isolated(who)) if who else translate("CallAnnouncements", "Incoming call")
    if is_missed(call):
        named = translate("CallAnnouncements", "Missed call from {0}")
        return named.format(isolated(who)) if who else translate("CallAnnouncements", "Missed call")
    return words_for(call, who, customer_answers_told=faces.customer_answers_told(), us=faces.us()).status


def _who(call: Call, faces: CallFaces, *previews: Preview) -> _Who:
    """As much as every one of the previews allows."""
    has_name, has_digits = all(each.has_name for each in previews), all(each.has_digits for each in previews)
    if not call.customer or not (has_name or has_digits):
        return _Who("", "")
    name = faces.name(call) if has_name else ""
    if all(each.has_number for each in previews):
        number = faces.number(call)
        return _Who(name or number, side_by_side(name, number), may_hold_number=True)
    known = mask_numbers(name) or (masked(f"+{call.customer}") if has_digits else "")
    return _Who(known, known or translate("CallAnnouncements", "A number that is not in your contacts"))


def _tone(call: Call, faces: CallFaces) -> Tone:
    return words_for(call, "", us=faces.us()).tone


def _kind(call: Call) -> Kind:
    if is_ringing_in(call):
        return Kind.INCOMING
    if is_missed(call):
        return Kind.MISSED
    return Kind.CALL if call.is_open else Kind.ENDED


def _buttons(call: Call, faces: CallFaces) -> tuple[Button, ...]:
    """What can be done about it now, the likeliest first; servers show three of them, some fewer."""
    deeds = []
    if call.can_hang_up and not hang_up_reason(call, faces.us()):
        deeds.append(Button(Deed.HANG_UP, translate("CallAnnouncements", "Hang up")))
    if can_call_again(call):
        again, back = translate("CallAnnouncements", "Call again"), translate("CallAnnouncements", "Call back")
        deeds.append(Button(Deed.CALL_AGAIN, back if is_incoming(call) else again))
    deeds.append(Button(Deed.OPEN, translate("CallAnnouncements", "Open")))
    if not is_ringing_in(call) and (call.state in _TALKING or not call.is_open):
        deeds.append(Button(Deed.ADD_NOTE, translate("CallAnnouncements", "Add note")))
    return tuple(deeds)


def can_call_again(call: Call) -> bool:
    """Only once it is over, and nobody is still finding out whether it went out at all."""
    return not call.is_open and bool(call.customer) and (call.is_settled or call.outcome is not CallOutcome.UNKNOWN)
