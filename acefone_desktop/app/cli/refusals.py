"""Why `call` sends nothing, with what to do about it on a command line."""

from __future__ import annotations

from acefone_desktop.domain.errors import ConfirmationNeededError, NumberNotDialableError


class NumberRefusedError(NumberNotDialableError):
    """The policy refuses a number that was read; its reason says all there is to do."""

    remedy = ""


class YesNeededError(ConfirmationNeededError):
    """Nobody was there to be asked."""

    remedy = "Add --yes to dial it."
