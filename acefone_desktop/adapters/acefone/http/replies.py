"""What a reply means, whatever shape it has: one error for everything that can go wrong (contract §0, §1 “Errors”)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import msgspec

from acefone_desktop.adapters.acefone import wire
from acefone_desktop.domain.errors import (
    GatewayRefusedError,
    InvalidRequestError,
    NotAllowedError,
    ProviderError,
    RateLimitedError,
    RefusedError,
    ReplyNotUnderstoodError,
    ServerTroubleError,
    TokenRefusedError,
    WrongAddressError,
)
from acefone_desktop.domain.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_MESSAGE: Final = 400
"""Characters of the server's own words that are kept."""
LONGEST_WAIT_S: Final = 86_400
"""What we are asked to wait is not read as longer than a day."""
DEEPEST_JSON: Final = 64
UNKNOWN_ROUTE: Final = "missing authentication token"
"""What an AWS gateway says of a path that does not exist."""
A_PAGE_CAME: Final = "A web page came instead of data; the sign-in page of a guest network does this too."

_MESSAGE_KEYS: Final = ("message", "error", "errors", "detail")


class _NotJson:
    """The body is no JSON at all."""


NOT_JSON: Final = _NotJson()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer, read to its end. The body is not part of `repr`: it may hold numbers and addresses."""

    status: int
    body: bytes
    retry_after: timedelta | None = None
    server_time: datetime | None = None
    redirects_to: str = ""
    """Host only."""

    def __repr__(self) -> str:
        return f"Reply(status={self.status}, {len(self.body)} bytes)"

    @property
    def is_success(self) -> bool:
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def is_trouble(self) -> bool:
        """Whether the status leaves open if the request was carried out."""
        return self.status >= HTTPStatus.INTERNAL_SERVER_ERROR or self.status == HTTPStatus.REQUEST_TIMEOUT

    @property
    def is_page(self) -> bool:
        return self.body.lstrip()[:1] == b"<"


def decode(reply: Reply) -> Any:
    """The body as JSON with all keys in lower case and without outer blanks, or `NOT_JSON`."""
    try:
        return _with_plain_keys(msgspec.json.decode(reply.body.removeprefix(b"\xef\xbb\xbf")), DEEPEST_JSON)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return NOT_JSON


def read(reply: Reply) -> Any:
    """The decoded JSON of a reply that means yes. Raises the `ProviderError` that fits any other."""
    decoded = decode(reply)
    if (error := failure(reply, decoded)) is not None:
        raise error
    return decoded


def failure(reply: Reply, decoded: Any) -> ProviderError | None:
    """What went wrong, or None. A clear status decides; else `success` does, which may be false with 200."""
    said = server_message(decoded)
    error: ProviderError | None
    match reply.status:
        case HTTPStatus.UNAUTHORIZED:
            error = TokenRefusedError(server_message=said)
        case HTTPStatus.FORBIDDEN:
            error = _forbidden(decoded, said)
        case HTTPStatus.TOO_MANY_REQUESTS:
            error = RateLimitedError(server_message=said, retry_after=reply.retry_after or _retry_after(decoded))
        case HTTPStatus.UNPROCESSABLE_ENTITY:
            error = InvalidRequestError(server_message=said)
        case status if reply.is_trouble:
            error = ServerTroubleError(f"Its status was {status}.", server_message=said)
        case _ if reply.is_success:
            error = _failure_with_success_status(reply, decoded, said)
        case _:
            error = _failure_with_other_status(reply, decoded, said)
    return error


def _forbidden(decoded: Any, said: str) -> ProviderError:
    if succeeded(decoded) is not None:
        return NotAllowedError(server_message=said)
    if said.lower().startswith(UNKNOWN_ROUTE):
        return WrongAddressError("There is no such path (403).", server_message=said)
    return GatewayRefusedError(server_message=said)


def _failure_with_success_status(reply: Reply, decoded: Any, said: str) -> ProviderError | None:
    if reply.is_page:
        return WrongAddressError(A_PAGE_CAME)
    if not isinstance(decoded, dict | list):
        return ReplyNotUnderstoodError("It was empty." if not reply.body.strip() else "")
    return RefusedError(server_message=said) if succeeded(decoded) is False else None


def _failure_with_other_status(reply: Reply, decoded: Any, said: str) -> ProviderError:
    if reply.status < HTTPStatus.BAD_REQUEST:
        where = f" to {reply.redirects_to}" if reply.redirects_to else ""
        return WrongAddressError(f"It points elsewhere{where}, which is not followed.")
    if succeeded(decoded) is not None or (isinstance(decoded, dict) and reply.status == HTTPStatus.BAD_REQUEST):
        return RefusedError(server_message=said)
    return WrongAddressError(A_PAGE_CAME if reply.is_page else f"Its status was {reply.status}.", server_message=said)


def succeeded(decoded: Any) -> bool | None:
    """The envelope's `success`; None where the reply has none."""
    if not isinstance(decoded, dict):
        return None
    match decoded.get("success"):
        case bool(value):
            return value
        case 0 | 1 as number:
            return bool(number)
        case str(word) if word.strip().lower() in {"true", "1"}:
            return True
        case str(word) if word.strip().lower() in {"false", "0"}:
            return False
        case _:
            return None


def server_message(decoded: Any) -> str:
    """The provider's own words: one line, of bounded length, without tokens, addresses or full numbers.

    `message` may be a text, a list of texts or an object of lists (validation).
    """
    if not isinstance(decoded, dict):
        return ""
    for key in _MESSAGE_KEYS:
        if text := _line(" ".join(_sentences(decoded.get(key)))):
            return redact(text)[:LONGEST_MESSAGE].strip().removesuffix(".")
    return ""


def _sentences(value: Any, field: str = "") -> Iterator[str]:
    match value:
        case str(text) if text.strip():
            named = not field or field.replace("_", " ").lower() in text.lower()
            yield text if named else f"{field.replace('_', ' ')}: {text}"
        case list(items):
            for item in items:
                yield from _sentences(item, field)
        case dict(entries):
            for key, item in entries.items():
                yield from _sentences(item, str(key))
        case _:
            return


def _line(text: str) -> str:
    """One line: control and format characters, which could disguise what is shown, are blanks."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _retry_after(decoded: Any) -> timedelta | None:
    seconds = wire.whole(decoded.get("retry_after"), -1) if isinstance(decoded, dict) else -1
    return timedelta(seconds=min(seconds, LONGEST_WAIT_S)) if seconds >= 0 else None


def _with_plain_keys(value: Any, depth: int) -> Any:
    if depth == 0:
        raise RecursionError
    if isinstance(value, dict):
        return {str(key).strip().lower(): _with_plain_keys(item, depth - 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_plain_keys(item, depth - 1) for item in value]
    return value
