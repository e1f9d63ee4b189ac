"""What a request carries, whatever its method, content type and charset made of it (contract §8).

The content type is a hint at most: customers choose it apart from the template that they edit.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, unquote_plus

from acefone_desktop.adapters.acefone.reports import loose_json
from acefone_desktop.adapters.acefone.reports.unescaped_quotes import DoubtfulTextError
from acefone_desktop.domain.errors import ReplyNotUnderstoodError

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST_BODY: Final = 256 * 1024
"""Bytes; a real body has two or three thousand."""

MOST_FIELDS: Final = 200
_OPENINGS: Final = frozenset('{["')
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_CHARSETS: Final = frozenset({"utf-8", "iso8859-1", "iso8859-15", "cp1252", "utf-16", "utf-16-le", "utf-16-be"})
_BRACKETED: Final = re.compile(r"([^\[\]]{1,100})((?:\[[^\[\]]{0,100}\]){1,4})")


class WebhookNotUnderstoodError(ReplyNotUnderstoodError):
    """This is not the body of a webhook."""

    code = "webhook-not-understood"
    sentence = "A webhook could not be understood."
    remedy = "Check the body template of the webhook in the Acefone portal."


def read_request(body: bytes, content_type: str, query: str) -> object:
    """The objects and lists in a JSON or form body, together with the query; the query alone where there is no body.

    Raises `WebhookNotUnderstoodError`.
    """
    if len(body) > LARGEST_BODY or len(query) > LARGEST_BODY:
        raise WebhookNotUnderstoodError("It is too large.")
    asked = _form(query) if query else {}
    written = _decoded(body, content_type).strip() if body else ""
    if not written:
        return asked
    told = _read(written, content_type)
    return {**asked, **told} if asked and isinstance(told, dict) else told


def _read(written: str, content_type: str) -> object:
    whole = _unquoted(written)
    if whole[:1] in _OPENINGS or "=" not in whole:
        try:
            return _json(whole)
        except DoubtfulTextError as error:
            raise WebhookNotUnderstoodError(
                "Quotation marks inside a text are not escaped, so that it cannot be told where the text ends."
            ) from error
        except (ValueError, RecursionError) as error:
            if whole[:1] in _OPENINGS and "form" not in content_type.casefold():
                raise WebhookNotUnderstoodError("It is not JSON.") from error
    return _form(written)


def _unquoted(written: str) -> str:
    """JSON that was sent as if it were a form: all of it has become the name of a field."""
    return unquote_plus(written).removesuffix("=") if written[:3].upper() in {"%7B", "%5B"} else written


def _json(written: str) -> object:
    """Decoded, also where it was encoded twice."""
    decoded = loose_json.decoded(written)
    return loose_json.decoded(decoded) if isinstance(decoded, str) else decoded


def _decoded(body: bytes, content_type: str) -> str:
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(charset, "replace")
    told = _CHARSET.search(content_type) if "charset" in content_type.casefold() else None
    if told is None:
        return body.decode("utf-8", "replace")
    try:
        charset = codecs.lookup(told[1]).name
    except LookupError:
        charset = "utf-8"
    return body.decode(charset if charset in _CHARSETS else "utf-8", "replace")


def _form(written: str) -> dict[str, object]:
    try:
        pairs = parse_qsl(written, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise WebhookNotUnderstoodError("It has too many fields.") from error
    return _unbracketed(pairs)


def _unbracketed(pairs: Iterable[tuple[str, str]]) -> dict[str, object]:
    """`answered_agent[id]=…` is an object, as forms that hold one are written; of repeated fields one that is told."""
    fields: dict[str, object] = {}
    for name, value in pairs:
        nested = _BRACKETED.fullmatch(name)
        if nested is None:
            if value or name not in fields:
                fields[name] = value
            continue
        inner: dict[str, object] = fields
        path = [nested[1], *nested[2][1:-1].split("][")]
        for step in path[:-1]:
            below = inner.get(step)
            if not isinstance(below, dict):
                below = inner[step] = {}
            inner = below
        inner[path[-1]] = value
    return fields
