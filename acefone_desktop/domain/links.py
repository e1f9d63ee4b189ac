"""Phone links: `tel:` (RFC 3966), `callto:`, and `sip:` addresses whose user is a number.

A link comes from anywhere, so its text is data: it is read by this grammar alone, and can only ever become a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import unquote_to_bytes

from acefone_desktop.domain.errors import LinkNotUnderstoodError
from acefone_desktop.domain.numbering.number_extensions import MAX_EXTENSION_DIGITS
from acefone_desktop.domain.numbering.number_reading import PhoneNumber, read_whole
from acefone_desktop.domain.numbering.number_text import cleaned
from acefone_desktop.domain.numbering.phone_context import is_domain, is_prefix, read_in_context

MAX_LINK_CHARACTERS = 2048
_SCHEME = re.compile(r"(?P<scheme>tel|callto|sips?)\s*(?::|%3a)", re.IGNORECASE)  # the colon as pages over-encode it
_LABEL = re.compile(r"[A-Za-z0-9\-]+")
# A query (also as a page writes it that forgot the "?"), a fragment (RFC 3986 §3.5; "#" before digits is dialled),
# and what NetMeeting and Lync added to callto:.
_NOT_OF_THE_NUMBER = re.compile(r"\?|&(?=[A-Za-z_-]+=)|#(?=[A-Za-z])|\+type=", re.IGNORECASE)
_EXTENSION_IN_QUERY = re.compile(r"(?:^|&)ext=([^&#]*)", re.IGNORECASE)
_EMPTY_FRAGMENT = re.compile(r"(\+[^*#]*[0-9)]) ?#")  # as pages without scripts leave it; codes of a network have no +
_KNOWN_PARAMETERS = frozenset({"ext", "isub", "phone-context"})


@dataclass(frozen=True, slots=True)
class PhoneLink:
    """A link and what RFC 3966 lets it say; `scheme` is in lower case.

    `subaddress` is the ISDN subaddress (`isub`), `context` the `phone-context`, `parameters` all that we do not know,
    kept for display and otherwise ignored.
    """

    number: PhoneNumber
    scheme: str
    subaddress: str | None = None
    context: str | None = None
    parameters: tuple[tuple[str, str], ...] = ()


def is_link(text: str) -> bool:
    """Whether a text claims to be a phone link by its scheme; reading it may still fail."""
    return _SCHEME.match(cleaned(text[:MAX_LINK_CHARACTERS]).text.lstrip(" <")) is not None


def read_link(text: str, region: str) -> PhoneLink:
    """The number a link holds, local numbers read as dialled in `region`.

    Raises LinkNotUnderstoodError for anything else, however it is dressed.
    """
    if len(text) > MAX_LINK_CHARACTERS:
        raise LinkNotUnderstoodError(f"It is longer than {MAX_LINK_CHARACTERS} characters.")
    scheme, rest = _split_scheme(text)
    if scheme.startswith("sip"):
        rest = _sip_user(rest)
    if (finished := _EMPTY_FRAGMENT.fullmatch(rest)) is not None:
        rest = finished[1]
    address, *queries = _NOT_OF_THE_NUMBER.split(rest, maxsplit=1)
    said, *parameters = address.split(";")
    # A whole link may be encoded, its semicolons too; what is encoded inside a parameter belongs to its value.
    subscriber, *encoded = _decoded(said).strip("/ ").split(";")
    subscriber, known, unknown = _split_parameters(subscriber, [*encoded, *map(_decoded, parameters)])
    if scheme.startswith("sip") and re.search(r"[A-Za-z]", subscriber):
        raise LinkNotUnderstoodError("Its address is a name, not a number.")
    number = _number(subscriber, known, region)
    if number is None:
        raise LinkNotUnderstoodError
    asked = _EXTENSION_IN_QUERY.search("&".join(queries))
    if (extension := _extension(known.get("ext") or (asked[1] if asked else ""))) is not None:
        number = replace(number, extension=extension)
    return PhoneLink(number, scheme, known.get("isub") or None, known.get("phone-context"), unknown)


def _split_scheme(text: str) -> tuple[str, str]:
    trimmed = text.strip(" \t\r\n\"'").removeprefix("<").removesuffix(">")
    if re.search(r"[\x00-\x1f\x7f]", trimmed):
        raise LinkNotUnderstoodError("It contains control characters.")
    rest = cleaned(trimmed).text.strip()
    scheme = ""
    while match := _SCHEME.match(rest):  # "tel:tel:+44…" is seen where a page adds the scheme to a field that has it
        innermost = match["scheme"].lower()
        scheme = innermost if innermost.startswith("sip") else scheme or innermost
        rest = rest[match.end() :].lstrip(" \"'")
    if not scheme:
        raise LinkNotUnderstoodError
    return scheme, rest.lstrip("/").rstrip("/ ")


def _sip_user(rest: str) -> str:
    """The user part of a SIP address (RFC 3261 §19.1.1), without password, host and what follows."""
    user, at, _ = re.sub("%40", "@", rest).partition("@")
    return user.partition(":")[0] if at else rest.partition(";")[0]


def _decoded(text: str) -> str:
    """Percent-decoded; twice where a page encoded what was encoded already. What comes out is cleaned again."""
    for _ in range(2):
        if not re.search(r"%[0-9A-Fa-f]{2}", text):
            break
        try:
            text = unquote_to_bytes(text).decode("utf-8")
        except UnicodeDecodeError as error:
            raise LinkNotUnderstoodError("Its encoding is broken.") from error
    if re.search(r"[\x00-\x1f\x7f]", text):
        raise LinkNotUnderstoodError("It contains control characters.")
    return cleaned(text).text


def _split_parameters(subscriber: str, parts: list[str]) -> tuple[str, dict[str, str], tuple[tuple[str, str], ...]]:
    """(subscriber, known parameters, unknown ones) by RFC 3966 §3: names in any case; said twice, the first counts."""
    known: dict[str, str] = {}
    unknown: list[tuple[str, str]] = []
    for part in parts:
        name, _, value = (piece.strip() for piece in part.partition("="))
        name, value = name.lower(), value.strip('"')
        if name not in _KNOWN_PARAMETERS:
            if _LABEL.fullmatch(name):
                unknown.append((name, value))
            continue
        if known.setdefault(name, value) != value and name == "phone-context":
            raise LinkNotUnderstoodError("It says “phone-context” twice.")
    spaced = re.sub(r"(?<=[0-9)])\+(?=[0-9(])", " ", subscriber)  # spaces as a web form writes them: +44+20+7946
    return spaced.strip(), known, tuple(unknown)


def _number(subscriber: str, known: dict[str, str], region: str) -> PhoneNumber | None:
    context = known.get("phone-context")
    if context is not None and not subscriber.startswith("+"):  # a global number needs no context
        if is_prefix(context):
            return read_in_context(subscriber, context, region)
        if not is_domain(context):
            raise LinkNotUnderstoodError("Its phone-context is neither a number nor a domain.")
    return read_whole(subscriber, region)


def _extension(value: str) -> str | None:
    """The extension's digits without separators; None for what is no extension: the number is still good."""
    digits = re.sub(r"[ .()\-]|#$", "", value)
    return digits if re.fullmatch(rf"[0-9]{{1,{MAX_EXTENSION_DIGITS}}}", digits) else None
