"""The address at which Acefone reaches the webhook listener: of a reverse proxy or tunnel, never with the secret."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from acefone_desktop.domain.account import is_loopback
from acefone_desktop.domain.errors import AcefoneDesktopError

HOOK_PATH = "/hook"
"""Where the listener answers; the secret may follow as the last part of the path."""

LONGEST_ADDRESS = 300
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9-]{1,63})*\.?")
_NUMERIC = re.compile(r"[0-9a-f:.]{2,45}")
_PATH = re.compile(r"(?:/[\w.~!$&'()*+,;=:@%-]{1,100})*", re.ASCII)


class PublicAddressError(AcefoneDesktopError):
    """This is no address at which Acefone could reach the listener."""

    code = "public-address"
    sentence = "This address cannot be used for webhooks."
    remedy = "It looks like https://hooks.example.com/hook: secure, and without a question mark or a name and password."


def read_public_address(written: str) -> str:
    """The address in one form, such as `https://hooks.example.com/hook`; its path always ends in `/hook`.

    What follows `/hook` is left out: it is the secret, which is added when it is needed. Plain http is for this
    computer alone. Raises `PublicAddressError`.
    """
    text = written.strip()
    if not text or len(text) > LONGEST_ADDRESS or not text.isprintable() or " " in text:
        raise PublicAddressError
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        port = parts.port
    except ValueError as error:
        raise PublicAddressError from error
    if parts.query or parts.fragment or parts.username is not None or parts.password is not None or port == 0:
        raise PublicAddressError
    host = _host(parts)
    if not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host.strip("[]")))):
        raise PublicAddressError("(It must begin with https: what is reported about calls is for nobody else.)")
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}{_path(parts.path)}"


def _host(parts: SplitResult) -> str:
    name = parts.hostname or ""
    if ":" in name and _NUMERIC.fullmatch(name):
        return f"[{name}]"
    try:
        host = name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise PublicAddressError from error
    if not _HOST.fullmatch(host):
        raise PublicAddressError
    return host


def _path(path: str) -> str:
    if not _PATH.fullmatch(path.rstrip("/")):
        raise PublicAddressError
    before, found, _ = path.partition(f"{HOOK_PATH}/")
    whole = before + HOOK_PATH if found else path.rstrip("/")
    return whole if whole.endswith(HOOK_PATH) else whole + HOOK_PATH
