"""What can be said against hanging up, transferring and listening in."""

from __future__ import annotations

from acefone_desktop.domain.errors import ActionUnknownError, EntryError, NotAllowedError, RefusedError


class CallControlError(EntryError):
    """What was asked is not possible with this call at present; nothing was sent."""


class CallOverError(CallControlError):
    code = "call-over"
    sentence = "This call is over; nothing was sent."
    remedy = "Call again if you need to."


class CallNotYoursError(CallControlError):
    code = "call-not-yours"
    sentence = "You are not on this call, so it is not yours to end or to hand on; nothing was sent."
    remedy = "Answer it on your phone first."


class CallIdMissingError(CallControlError):
    code = "call-id-missing"
    sentence = "This cannot be done yet: Acefone has not told us the call's id."
    remedy = "Wait a few seconds, then try again."


class NotConnectedYetError(CallControlError):
    code = "not-connected-yet"
    sentence = "The call cannot be transferred yet: nobody is on the line but you; nothing was sent."
    remedy = "Wait until the customer has answered."


class TransferUnderWayError(CallControlError):
    code = "transfer-under-way"
    sentence = "This call is being transferred already; nothing more was sent."
    remedy = "Wait for Acefone's answer."


class OptionsNotAllowedError(NotAllowedError):
    """403 for transfer, listening in, whispering and barging: one right covers them."""

    code = "options-not-allowed"
    sentence = "Your token may not transfer calls or listen in (403)."
    remedy = (
        "Ask your administrator to add the API for call options (POST /v1/call/options) to the token's "
        "Access Control list under API Connect → API Tokens."
    )


class HangUpNotAllowedError(NotAllowedError):
    code = "hang-up-not-allowed"
    sentence = "Your token may not end calls (403)."
    remedy = (
        "Hang up on your phone. To do it from here, ask your administrator to add the API for hanging up "
        "(POST /v1/call/hangup) to the token's Access Control list under API Connect → API Tokens."
    )


class TransferRefusedError(RefusedError):
    code = "transfer-refused"
    sentence = "Acefone did not transfer this call."
    remedy = "You are still on it. Choose somebody else, or try again once the customer is on the line."


class HangUpRefusedError(RefusedError):
    code = "hang-up-refused"
    sentence = "Acefone did not end this call."
    remedy = "Hang up on your phone. It may be over already: the app looks."


class ListeningRefusedError(RefusedError):
    code = "listening-refused"
    sentence = "Acefone did not let you onto this call."
    remedy = "It may be over, or your phone may not be reachable."


class TransferUnknownError(ActionUnknownError):
    """The request left and no answer came. It is never repeated by the program."""

    code = "transfer-unknown"
    sentence = "Acefone did not answer; we don't know whether the call was transferred."
    remedy = "Listen on your phone, and look at the call, before you try again: the app does not repeat it by itself."


class HangUpUnknownError(ActionUnknownError):
    """As above, for hanging up."""

    code = "hang-up-unknown"
    sentence = "Acefone did not answer; we don't know whether the call was ended."
    remedy = "Listen on your phone. The app goes on looking at the call and does not repeat this by itself."


class ListeningUnknownError(ActionUnknownError):
    """As above, for listening in and its kinds."""

    code = "listening-unknown"
    sentence = "Acefone did not answer; we don't know whether your phone will ring."
    remedy = "See whether it rings before you try again: the app does not repeat it by itself."
