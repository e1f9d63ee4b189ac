"""The provider's account as a person sees it: region, agents, numbers and how to sign in."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from enum import Enum
from typing import NewType
from urllib.parse import urlsplit

from acefone_desktop.domain.errors import AddressNotUsableError, TokenMalformedError, TokenMaskedError

AgentId = NewType("AgentId", str)
"""The provider's id of an agent (EID), such as `0501234560001`: the value for `agent_number`."""


class ServiceRegion(Enum):
    """Where the account lives. The value is the key kept in settings."""

    UK = "uk"
    INDIA = "india"
    SMARTFLO = "smartflo"
    OTHER = "other"

    @property
    def base_url(self) -> str:
        """Address of the region's API without `/v1`; empty for OTHER."""
        return _BASE_URLS[self]

    @property
    def phone_region(self) -> str:
        """Country whose national format is assumed for numbers without a country code (ISO 3166)."""
        return "GB" if self in {ServiceRegion.UK, ServiceRegion.OTHER} else "IN"

    @property
    def time_zone(self) -> str:
        """Zone assumed for the server's naive stamps until the account's own is known."""
        return "UTC" if self in {ServiceRegion.UK, ServiceRegion.OTHER} else "Asia/Kolkata"


_BASE_URLS = {
    ServiceRegion.UK: "https://api-account-uk.acefone.com",
    ServiceRegion.INDIA: "https://api.acefone.in",
    ServiceRegion.SMARTFLO: "https://api-smartflo.tatateleservices.com",
    ServiceRegion.OTHER: "",
}

LONGEST_TOKEN = 8192
"""Characters; a longer value is not a token."""


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token of the account. Its text never shows in `repr`, so it cannot slip into a log."""

    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Login:
    """E-mail (or login id) and password; the password is kept in the keyring only if the person wants it."""

    email: str
    password: str = field(repr=False)


Credentials = ApiToken | Login


@dataclass(frozen=True, slots=True)
class Agent:
    """A person of the account who has a phone. `status` is the provider's number, shown as it is when unknown."""

    id: AgentId
    name: str
    phone: str = ""
    extension: str = ""
    intercom: str = ""
    status: str = ""

    @property
    def own_numbers(self) -> frozenset[str]:
        """All numbers that ring this agent: dialling one of them is refused."""
        return frozenset(number for number in (self.phone, self.extension, self.intercom, str(self.id)) if number)


@dataclass(frozen=True, slots=True)
class CallerId:
    """A number of the account that customers may be shown (DID). `number` is digits only, as sent."""

    number: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class AccountOverview:
    """What a sign-in shows: who can call, and with which numbers."""

    agents: tuple[Agent, ...]
    caller_ids: tuple[CallerId, ...]


def read_token(pasted: str) -> ApiToken:
    """Reads a token as people paste it: with white space, quotes, a header name or `Bearer` around it.

    Raises `TokenMaskedError` for the asterisked value of the portal's list and `TokenMalformedError` for anything that
    is not three dot-separated parts of URL-safe characters (RFC 7519 §3, RFC 7515 §7.1).
    """
    text = "".join(pasted.split("\n")).strip().strip("\"'").strip()
    if text.lower().startswith("authorization:"):
        text = text[len("authorization:") :].strip()
    while text.lower().startswith("bearer ") or text.lower() == "bearer":
        text = text[len("bearer") :].strip()
    text = text.strip("\"'")
    if any(mask in text for mask in "*•●"):
        raise TokenMaskedError
    parts = text.split(".")
    well_formed = len(parts) == 3 and all(parts) and len(text) <= LONGEST_TOKEN  # noqa: PLR2004 (RFC 7515: three parts)
    if not well_formed or not all(c.isascii() and (c.isalnum() or c in "-_=") for part in parts for c in part):
        raise TokenMalformedError
    return ApiToken(text)


def read_base_url(text: str) -> str:
    """Reads an API address: https anywhere, plain http on this computer only. Returns it without `/v1` and slash.

    Raises `AddressNotUsableError`.
    """
    try:
        parts = urlsplit(text.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise AddressNotUsableError from error
    if not host or parts.username or parts.password or parts.query or parts.fragment:
        raise AddressNotUsableError
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise AddressNotUsableError
    return f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/").removesuffix("/v1").rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether the host can only be this computer."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
