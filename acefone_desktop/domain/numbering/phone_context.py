"""The `phone-context` of a local number (RFC 3966 §5.1.5): where the number is valid."""

from __future__ import annotations

import re
from dataclasses import replace

import phonenumbers

from acefone_desktop.domain.numbering.number_extensions import split_extension
from acefone_desktop.domain.numbering.number_reading import (
    PhoneNumber,
    is_listed,
    normal_region,
    read_dialled,
    read_whole,
)
from acefone_desktop.domain.numbering.number_text import digits_only

_PREFIX = re.compile(r"\+[0-9 .()\-]*[0-9][0-9 .()\-]*")
_DOMAIN = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?\.)*[A-Za-z](?:[A-Za-z0-9\-]*[A-Za-z0-9])?\.?")
_MAX_DOMAIN_CHARACTERS = 253


def is_prefix(context: str) -> bool:
    """Whether a context is the beginning of global numbers ("+44", "+1-914-555")."""
    return len(context) <= _MAX_DOMAIN_CHARACTERS and _PREFIX.fullmatch(context) is not None


def is_domain(context: str) -> bool:
    """Whether a context is a domain name."""
    return len(context) <= _MAX_DOMAIN_CHARACTERS and _DOMAIN.fullmatch(context) is not None


def read_in_context(local: str, context: str, region: str) -> PhoneNumber | None:
    """A local number read where its context says it is valid.

    The context may name more than the country (the RFC's own example is 863-1234 within +1-914-555), so shorter
    beginnings are tried after the whole; a number that fits none is returned with its fault.
    """
    prefix = digits_only(context)
    home = normal_region(region)
    there = _region_of(prefix) or home
    body, extension = split_extension(local)
    alone = read_whole(local, there)
    if alone is None or (alone.fault is None and alone.e164 is None):
        return alone  # no number, or help, a short or a service code there
    whole = read_dialled(local, f"+{prefix} {body}", home)
    if whole.e164 is None:
        shorter = (read_dialled(local, f"+{prefix[:end]} {body}", home) for end in range(len(prefix) - 1, 0, -1))
        whole = next((number for number in shorter if _is_valid(number)), whole)
    return replace(whole, extension=extension)


def _region_of(prefix: str) -> str | None:
    for length in (1, 2, 3):
        region = phonenumbers.region_code_for_country_code(int(prefix[:length]))
        if region not in {"ZZ", "001"}:
            return region
    return None


def _is_valid(number: PhoneNumber) -> bool:
    return number.e164 is not None and is_listed(number.e164)
