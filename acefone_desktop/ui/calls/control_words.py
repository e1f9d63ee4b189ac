"""Transferring and listening in, in plain words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from acefone_desktop.bridge.dialing.caller_id_model import shown_number
from acefone_desktop.domain.call_control import Hindrance, TargetKind
from acefone_desktop.domain.colleague_calls import LiveWord
from acefone_desktop.domain.numbering.number_text import masked
from acefone_desktop.domain.provider_directory import AgentStatus, CallOption
from acefone_desktop.domain.reports import Direction
from acefone_desktop.ui.parts.written_direction import isolated, side_by_side

if TYPE_CHECKING:
    from acefone_desktop.bridge.colleague_store import Wish
    from acefone_desktop.bridge.transfer_entries import TransferEntry
    from acefone_desktop.domain.colleague_calls import ColleagueCall
    from acefone_desktop.domain.contacts import Contact

translate = QCoreApplication.translate


def hindrance_words(hindrance: Hindrance) -> str:
    """Why a call cannot be transferred at present, and what to do."""
    words = {
        Hindrance.OVER: translate("ControlWords", "This call is over."),
        Hindrance.HANGING_UP: translate("ControlWords", "This call is being ended."),
        Hindrance.NOT_OURS: translate("ControlWords", "You are not on this call. Answer it on your phone first."),
        Hindrance.ID_UNKNOWN: translate(
            "ControlWords", "Not yet: Acefone has not told us the call's id. It usually does so within seconds."
        ),
        Hindrance.NOT_CONNECTED: translate(
            "ControlWords", "Not yet: the customer is not on the line. You can choose already."
        ),
    }
    return words[hindrance]


def status_word(status: str) -> str:
    """An agent's status; the provider's own value where nobody has documented it."""
    words = {
        AgentStatus.ACTIVE: translate("ControlWords", "available"),
        AgentStatus.BLOCKED: translate("ControlWords", "blocked"),
        AgentStatus.DISABLED: translate("ControlWords", "disabled"),
        AgentStatus.BUSY: translate("ControlWords", "busy"),
        AgentStatus.OFFLINE: translate("ControlWords", "offline"),
    }
    known = words.get(AgentStatus.of(status))
    return known or (translate("ControlWords", "status {0}").format(status) if status else "")


def entry_lines(entry: TransferEntry, region: str) -> tuple[str, str]:
    """Name, and what kind of party it is with the number that reaches it, written as in this home country."""
    target = entry.target
    number = entry.number.display if entry.number else shown_number(target.intercom, region)
    kinds = {
        TargetKind.AGENT: translate("ControlWords", "Colleague"),
        TargetKind.DEPARTMENT: translate("ControlWords", "Department"),
        TargetKind.EXTENSION: translate("ControlWords", "Extension"),
        TargetKind.NUMBER: translate("ControlWords", "Typed number"),
        TargetKind.CONTACT: translate("ControlWords", "Contact"),
    }
    below = side_by_side(kinds[target.kind], status_word(target.status), number if target.name else "", entry.company)
    return target.name or number, below


def sent_words(entry: TransferEntry) -> str:
    """Exactly what goes to the provider."""
    return translate("ControlWords", "Digits sent: {0}").format(entry.target.intercom)


def customer_words(call: ColleagueCall, contact: Contact | None) -> str:
    """The customer of a colleague's call: the name of a contact; a number of anybody else stays half hidden."""
    if contact is not None and (contact.name or contact.company):
        return contact.title
    if not call.customer:
        return translate("ControlWords", "Unknown number")
    return re.sub("•+", "•••", masked(f"+{call.customer}"))  # the last digits are what a narrow window must not cut


def state_words(call: ColleagueCall) -> str:
    """What the provider says of it; “answered” of a dialled call is the agent's leg at least."""
    words = {
        LiveWord.RINGING: translate("ControlWords", "ringing"),
        LiveWord.ANSWERED: translate("ControlWords", "answered"),
        LiveWord.GOING_ON: translate("ControlWords", "going on"),
    }
    word = words[call.word]
    return translate("ControlWords", "incoming, {0}").format(word) if call.direction is Direction.INBOUND else word


def deed_word(option: CallOption) -> str:
    """The name of what can be done."""
    words = {
        CallOption.MONITOR: translate("ControlWords", "Listen"),
        CallOption.WHISPER: translate("ControlWords", "Whisper"),
        CallOption.BARGE: translate("ControlWords", "Join in"),
        CallOption.TRANSFER: translate("ControlWords", "Transfer"),
    }
    return words[option]


def question(wish: Wish) -> str:
    """What will happen, and what the others will hear, before it does."""
    agent = isolated(wish.call.agent) or translate("ControlWords", "the agent")
    heard = {
        CallOption.MONITOR: translate("ControlWords", "You will hear {0} and the customer. Neither hears you."),
        CallOption.WHISPER: translate("ControlWords", "You will hear both. {0} hears you, the customer does not."),
        CallOption.BARGE: translate("ControlWords", "You will be on the call: {0} and the customer both hear you."),
    }
    rings = translate("ControlWords", "Your own phone rings first: answer it.")
    return f"{heard[wish.option].format(agent)} {rings}"


def done_words(wish: Wish) -> str:
    """The provider has accepted it; nothing has rung yet."""
    agent = isolated(wish.call.agent) or translate("ControlWords", "the agent")
    accepted = translate("ControlWords", "Acefone has accepted it: your phone will ring for the call of {0}.")
    return f"{accepted.format(agent)} {translate('ControlWords', 'Hang up there to leave it.')}"
