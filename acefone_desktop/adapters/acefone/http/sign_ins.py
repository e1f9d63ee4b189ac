"""One sign-in per account for the whole process, so that a person who has logged in is not logged in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acefone_desktop.adapters.acefone.http.sign_in import TokenSignIn
from acefone_desktop.domain.account import ApiToken, Credentials

if TYPE_CHECKING:
    from acefone_desktop.adapters.acefone.http.login import LockOuts, LoginSignIn
    from acefone_desktop.adapters.acefone.http.sign_in import SignIn
    from acefone_desktop.domain.account import Login
    from acefone_desktop.services.ports import Clock


class SignIns:
    """Remembers logins and lock-outs; to be used on one event loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock_outs: LockOuts | None = None
        self._logins: dict[tuple[str, Login], LoginSignIn] = {}

    def sign_in(self, base_url: str, credentials: Credentials, *, person_asked: bool = False) -> SignIn:
        """How to sign in with these. `person_asked` allows one more try after a refused login; a lock-out stays."""
        if isinstance(credentials, ApiToken):
            return TokenSignIn(credentials)
        from acefone_desktop.adapters.acefone.http.login import LockOuts, LoginSignIn  # noqa: PLC0415

        if self._lock_outs is None:
            self._lock_outs = LockOuts()
        key = (base_url, credentials)
        known = self._logins.get(key)
        if known is None:
            known = self._logins[key] = LoginSignIn(credentials, self._clock, self._lock_outs)
        elif person_asked:
            known.try_again()
        return known
