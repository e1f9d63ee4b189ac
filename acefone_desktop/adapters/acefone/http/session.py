"""Requests of a signed-in account: the token goes along, what may be repeated is, the rest is sent once."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)

from acefone_desktop.adapters.acefone.http import replies
from acefone_desktop.adapters.acefone.http.no_answer import NoAnswerError
from acefone_desktop.domain.errors import (
    ActionUnknownError,
    ConnectionNotSecureError,
    LoginExpiredError,
    OfflineError,
    RateLimitedError,
    ReplyNotUnderstoodError,
    ServerTroubleError,
    TokenRefusedError,
)

if TYPE_CHECKING:
    from datetime import datetime

    from acefone_desktop.adapters.acefone.http.pacing import Pace
    from acefone_desktop.adapters.acefone.http.replies import Reply
    from acefone_desktop.adapters.acefone.http.sign_in import SignIn
    from acefone_desktop.adapters.acefone.http.transport import Query, Transport

logger = logging.getLogger(__name__)


class Session:
    """The account behind one base address."""

    def __init__(self, transport: Transport, sign_in: SignIn, pace: Pace) -> None:
        self._transport = transport
        self._sign_in = sign_in
        self._pace = pace
        self._back_off = wait_exponential(multiplier=pace.first_wait_s, max=pace.longest_wait_s) + wait_random(
            0, pace.first_wait_s
        )

    async def get(self, path: str, query: Query | None = None) -> Any:
        """The decoded reply, keys in lower case. Repeated with back-off while the provider has trouble."""
        attempts = AsyncRetrying(
            stop=stop_after_attempt(self._pace.attempts),
            retry=retry_if_exception(self._may_pass),
            wait=self._wait,
            reraise=True,
        )
        async for attempt in attempts:
            with attempt:
                return await self._get_once(path, query)
        raise AssertionError("tenacity either returns or raises")  # pragma: no cover

    async def server_time(self, path: str) -> datetime | None:
        """The provider's clock as any reply to a GET states it (RFC 9110 §6.6.1); None where it does not."""
        reply = await self._get_with(await self._sign_in.token(self._transport), path, None)
        return reply.server_time

    async def act(self, method: str, path: str, body: Any = None) -> Any:
        """One request that changes something, sent once whatever happens; the decoded reply, None where it is empty.

        Raises `ActionUnknownError` where it cannot be known whether it was done.
        """
        token = await self._sign_in.token(self._transport)
        try:
            reply = await self._transport.send(method, path, token=token, body=body)
        except (NoAnswerError, ReplyNotUnderstoodError) as error:
            raise ActionUnknownError from error
        self._watch(token, reply)
        if reply.is_trouble:
            raise ActionUnknownError(server_message=replies.server_message(replies.decode(reply)))
        return None if reply.status == HTTPStatus.NO_CONTENT else replies.read(reply)

    async def dial(self, path: str, body: Any) -> Reply:
        """The one POST of a dial. Raises `NoAnswerError` where it may have been received; else no phone rings."""
        token = await self._sign_in.token(self._transport)
        reply = await self._dial(path, token, body)
        self._watch(token, reply)
        return reply

    async def dial_without_token(self, path: str, body: Any) -> Reply:
        """As `dial`, for the call that is authorised by a key in its body."""
        return await self._dial(path, "", body)

    async def sign_out(self) -> None:
        """Ends a login; a portal token stays valid."""
        await self._sign_in.sign_out(self._transport)

    def prepare(self) -> None:
        """Makes ready what the first request would otherwise wait for; sends nothing."""
        self._transport.prepare()

    async def renew(self) -> None:
        """See `Transport.renew`."""
        await self._transport.renew()

    async def close(self) -> None:
        """Gives connections back."""
        await self._transport.close()

    async def _dial(self, path: str, token: str, body: Any) -> Reply:
        try:
            return await self._transport.dial(path, token=token, body=body)
        except ReplyNotUnderstoodError as error:
            raise NoAnswerError("unreadable") from error

    async def _get_once(self, path: str, query: Query | None) -> Any:
        token = await self._sign_in.token(self._transport)
        reply = await self._get_with(token, path, query)
        decoded = replies.decode(reply)
        error = replies.failure(reply, decoded)
        if isinstance(error, TokenRefusedError) and self._sign_in.refused(token):
            token = await self._sign_in.token(self._transport)
            reply = await self._get_with(token, path, query)
            decoded = replies.decode(reply)
            error = replies.failure(reply, decoded)
        if error is not None:
            raise error
        return decoded

    async def _get_with(self, token: str, path: str, query: Query | None) -> Reply:
        try:
            return await self._transport.send("GET", path, token=token, query=query)
        except NoAnswerError as error:
            raise ServerTroubleError("No whole answer came.") from error

    def _watch(self, token: str, reply: Reply) -> None:
        error = replies.failure(reply, replies.decode(reply))
        if isinstance(error, TokenRefusedError) and self._sign_in.refused(token):
            # Renewed before the next request; sending this one again is not ours to decide.
            raise LoginExpiredError("It is renewed now: try once more.", server_message=error.server_message)
        if isinstance(error, RateLimitedError) and error.retry_after is not None:
            self._transport.pacer.slow_down(error.retry_after.total_seconds())

    def _wait(self, state: RetryCallState) -> float:
        """What the provider asked for (within reason), else growing and jittered."""
        error = state.outcome.exception() if state.outcome else None
        logger.info("asking again after attempt %d: %s", state.attempt_number, getattr(error, "code", "unexpected"))
        if isinstance(error, RateLimitedError) and error.retry_after is not None:
            return max(error.retry_after.total_seconds(), self._pace.first_wait_s)
        return self._back_off(state)

    def _may_pass(self, error: BaseException) -> bool:
        if isinstance(error, RateLimitedError) and error.retry_after is not None:
            self._transport.pacer.slow_down(error.retry_after.total_seconds())
            return error.retry_after.total_seconds() <= self._pace.longest_wait_s
        if isinstance(error, ConnectionNotSecureError):
            return False
        return isinstance(error, OfflineError | ServerTroubleError | RateLimitedError)
