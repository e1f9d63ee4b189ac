"""One request and the forms a reply can take."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qs

from starlette.responses import JSONResponse

from acefone_desktop.simulator.switches import KeyCase, MessageForm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from acefone_desktop.simulator.simulation import Simulation

T = TypeVar("T")
LARGEST_BODY = 64 * 1024
_LONGEST_NUMBER = 9


class UnreadableBodyError(Exception):
    """The body is neither a JSON object nor a form."""


def parameters(body: bytes, content_type: str) -> dict[str, object]:
    """The parameters in a body: a JSON object, or a form if the content type says so. Empty for an empty body."""
    if not body.strip():
        return {}
    try:
        text = body.decode()
        if content_type.partition(";")[0].strip().lower() == "application/x-www-form-urlencoded":
            pairs = parse_qs(text, keep_blank_values=True, max_num_fields=200)
            return {name: values[-1] for name, values in pairs.items()}
        read = json.loads(text)
        # What is taken must be fit to be sent back: no NaN, no half characters, nothing nested beyond reason.
        json.dumps(read, allow_nan=False, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise UnreadableBodyError(str(error)) from error
    if not isinstance(read, dict):
        raise UnreadableBodyError("not an object")
    return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request whose body is read and whose token, where one is needed, has been accepted."""

    simulation: Simulation
    request: Request
    parameters: Mapping[str, object]
    token: str | None

    def text(self, name: str) -> str:
        """A parameter as text; empty if it is absent or null."""
        value = self.parameters.get(name)
        return "" if value is None else str(value).strip()

    def query(self, name: str) -> str:
        """A query parameter; empty if absent."""
        return self.request.query_params.get(name, "").strip()

    def whole_number(self, name: str, usual: int) -> int:
        """A query parameter as a number of up to nine digits; `usual` if it is not one."""
        text = self.query(name)
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER else usual

    def page_of(
        self, found: Sequence[T], row: Callable[[T], dict[str, object]], largest: int = 200
    ) -> dict[str, object]:
        """`{count, limit, size, page, results}`: the page asked for, of `limit` rows (20, at most `largest`)."""
        page = max(1, self.whole_number("page", 1))
        limit = min(largest, max(1, self.whole_number("limit", 20)))
        rows = [row(each) for each in found[(page - 1) * limit : page * limit]]
        return {"count": len(found), "limit": limit, "size": len(rows), "page": page, "results": rows}

    def done(self, message: str, **more: object) -> Response:
        """The envelope of a success."""
        return envelope(self.simulation, message, success=True, status=200, more=more)

    def refused(self, message: object, status: int = 400) -> Response:
        """The envelope of a refusal."""
        return envelope(self.simulation, message, success=False, status=status)


def envelope(
    simulation: Simulation,
    message: object,
    *,
    success: bool,
    status: int,
    more: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """`{success, message}` in the case and the shape the switches ask for."""
    switches = simulation.switches
    if isinstance(message, str):
        match switches.message_form:
            case MessageForm.OBJECT:
                message = {"call": [message]}
            case MessageForm.ARRAY:
                message = [message]
            case MessageForm.TEXT:
                pass
    capital = switches.reply_key_case is KeyCase.CAPITALISED
    keys = ("Success", "Message") if capital else ("success", "message")
    return JSONResponse({keys[0]: success, keys[1]: message, **(more or {})}, status, headers=headers)
