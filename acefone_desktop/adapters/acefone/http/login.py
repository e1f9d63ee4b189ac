"""Signing in with e-mail and password: once, renewed in time, and never in a loop (contract §3)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from acefone_desktop.adapters.acefone.http import replies
from acefone_desktop.adapters.acefone.http.no_answer import NoAnswerError
from acefone_desktop.domain.errors import (
    InvalidRequestError,
    LoginExpiredError,
    LoginFailedError,
    LoginLockedError,
    NotAllowedError,
    OfflineError,
    ProviderError,
    RateLimitedError,
    RefusedError,
    ReplyNotUnderstoodError,
    ServerTroubleError,
    TokenRefusedError,
)

if TYPE_CHECKING:
    from acefone_desktop.adapters.acefone.http.replies import Reply
    from acefone_desktop.adapters.acefone.http.transport import Transport
    from acefone_desktop.domain.account import Login
    from acefone_desktop.services.ports import Clock

INDIA: Final = timezone(timedelta(hours=5, minutes=30), "IST")
"""The zone of `retry_after` on every host."""
LIFE_S: Final = 3600.0
"""Of a login's token, where the reply does not say."""
RENEW_AT: Final = 5 / 6
"""Share of its life after which a token is renewed: 50 of 60 minutes."""
REST_S: Final = 60.0
"""Least time between two logins: whatever goes wrong, there is no loop."""

_REFUSALS = (RefusedError, InvalidRequestError, TokenRefusedError, NotAllowedError)


@dataclass(frozen=True, slots=True)
class _Held:
    """A token in memory. Times are of the monotonic clock."""

    value: str = field(repr=False)
    renew_at: float
    ends_at: float


@dataclass(slots=True)
class LockOuts:
    """When the provider will listen to a login again, by who tries. Shared by all sessions of a process."""

    until: dict[tuple[str, str], datetime] = field(default_factory=dict)


class LoginSignIn:
    """Keeps one login's token. After a refused login nothing is tried until `try_again`, or a new object."""

    def __init__(self, login: Login, clock: Clock, lock_outs: LockOuts | None = None) -> None:
        self._login = login
        self._clock = clock
        self._lock_outs = lock_outs if lock_outs is not None else LockOuts()
        self._one_at_a_time = asyncio.Lock()
        self._held: _Held | None = None
        self._stale = ""
        self._ended: ProviderError | None = None
        self._last_login: float | None = None
        self._trouble: ProviderError = LoginExpiredError()
        self.password_days_left: int | None = None
        """Days until the provider wants a new password, where it says."""

    async def token(self, transport: Transport) -> str:
        """The token, logging in or renewing first where that is due. Concurrent callers share one attempt."""
        async with self._one_at_a_time:
            if self._ended is not None:
                raise self._ended.with_traceback(None)
            now = self._clock.monotonic()
            held = self._held
            if held is None or now >= held.ends_at:
                return await self._log_in(transport)
            if now >= held.renew_at or held.value == self._stale:
                return await self._renew(transport, held)
            return held.value

    def refused(self, token: str) -> bool:
        """Marks this token for renewal before the next request."""
        self._stale = token
        return True

    def try_again(self) -> None:
        """The person acted: one more login may be tried. A lock-out stays."""
        self._ended = None
        self._last_login = None

    async def sign_out(self, transport: Transport) -> None:
        """Tells the provider that the token is no longer used, and forgets it. Its answer does not matter to us."""
        async with self._one_at_a_time:
            held, self._held = self._held, None
            self._ended = LoginExpiredError()
            if held is None:
                return
            try:
                await transport.send("POST", "auth/logout", token=held.value)
            except (OfflineError, NoAnswerError, ReplyNotUnderstoodError, RateLimitedError):
                return  # it ends by itself within the hour

    async def _log_in(self, transport: Transport) -> str:
        self._refuse_while_locked(transport)
        now = self._clock.monotonic()
        if self._last_login is not None and now - self._last_login < REST_S:
            raise self._trouble.with_traceback(None)
        name = "email" if "@" in self._login.email else "login_id"
        body = {name: self._login.email, "password": self._login.password}
        try:
            reply = await self._ask(transport, "auth/login", body=body)
            token = self._keep(self._read_login(transport, reply))
        except OfflineError:
            raise  # nothing was sent, so it does not count
        except ProviderError as error:
            self._last_login, self._trouble = now, error
            raise
        self._last_login, self._trouble = now, LoginExpiredError("It ended right after it had begun.")
        return token

    async def _renew(self, transport: Transport, held: _Held) -> str:
        try:
            reply = await self._ask(transport, "auth/refresh", token=held.value)
            decoded = replies.read(reply)
        except (OfflineError, ServerTroubleError, RateLimitedError):
            if held.value == self._stale:
                raise
            self._held = replace(held, renew_at=self._clock.monotonic() + REST_S)
            return held.value  # good for some minutes yet
        except ProviderError as error:
            self._held, self._ended = None, LoginExpiredError(server_message=error.server_message)
            raise self._ended from error
        return self._keep(decoded)

    async def _ask(self, transport: Transport, path: str, *, token: str = "", body: Any = None) -> Reply:
        try:
            return await transport.send("POST", path, token=token, body=body)
        except NoAnswerError as error:
            raise ServerTroubleError("No answer to the login came.") from error

    def _read_login(self, transport: Transport, reply: Reply) -> Any:
        decoded = replies.decode(reply)
        said = replies.server_message(decoded)
        retry_at = self._retry_at(reply, decoded)
        if retry_at is not None or reply.status == HTTPStatus.TOO_MANY_REQUESTS:
            # Without a time from the provider only the person may try again.
            self._ended = None if retry_at else LoginLockedError(server_message=said)
            if retry_at is not None:
                self._lock_outs.until[self._lock_key(transport)] = retry_at
            raise LoginLockedError(_when(retry_at), server_message=said, retry_at=retry_at)
        try:
            return replies.read(reply)
        except _REFUSALS as error:
            tries = decoded.get("login_failed_count") if isinstance(decoded, dict) else None
            counted = f"That was failed try number {tries}." if isinstance(tries, int) else ""
            self._ended = LoginFailedError(counted, server_message=said)
            raise self._ended from error

    def _keep(self, decoded: Any) -> str:
        token = decoded.get("access_token") if isinstance(decoded, dict) else None
        if not isinstance(token, str) or not (token.isascii() and token.isprintable() and token.strip()):
            raise ReplyNotUnderstoodError("It holds no token.")
        life = _positive(decoded.get("expires_in"), LIFE_S)
        days = _positive(decoded.get("number_of_days_left"), -1)
        self.password_days_left = int(days) if days >= 0 else None
        now = self._clock.monotonic()
        self._held = _Held(token.strip(), now + life * RENEW_AT, now + life)
        return self._held.value

    def _refuse_while_locked(self, transport: Transport) -> None:
        retry_at = self._lock_outs.until.get(self._lock_key(transport))
        if retry_at is not None and self._clock.now() < retry_at:
            raise LoginLockedError(_when(retry_at), retry_at=retry_at)

    def _lock_key(self, transport: Transport) -> tuple[str, str]:
        return transport.base, self._login.email.casefold()

    def _retry_at(self, reply: Reply, decoded: Any) -> datetime | None:
        stated = decoded.get("retry_after") if isinstance(decoded, dict) else None
        if isinstance(stated, str):
            try:
                return datetime.strptime(stated.strip(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=INDIA).astimezone(UTC)
            except ValueError:
                pass
        if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
            error = replies.failure(reply, decoded)
            if isinstance(error, RateLimitedError) and error.retry_after is not None:
                return self._clock.now() + error.retry_after
        return None


def _when(retry_at: datetime | None) -> str:
    return f"It opens again at {retry_at.astimezone():%H:%M on %d %B %Y}." if retry_at else ""


def _positive(value: Any, otherwise: float) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return otherwise
    return number if 0 < number < 10**9 else otherwise
