"""What sort of number a number is, and what can be wrong with one."""

from __future__ import annotations

from enum import Enum

from phonenumbers import PhoneNumberType


class NumberKind(Enum):
    """What answers at a number, as far as the numbering plan says; the values are part of the command line's JSON."""

    MOBILE = "mobile"
    FIXED = "fixed"
    FIXED_OR_MOBILE = "fixed_or_mobile"
    TOLL_FREE = "toll_free"
    PREMIUM = "premium"
    SHARED_COST = "shared_cost"
    VOIP = "voip"
    PERSONAL = "personal"
    PAGER = "pager"
    CORPORATE = "corporate"
    SATELLITE = "satellite"
    SHORT = "short"
    EMERGENCY = "emergency"
    SERVICE_CODE = "service_code"
    UNKNOWN = "unknown"


class NumberFault(Enum):
    """Why a text that was meant as a number gives no number to dial."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    AREA_CODE_MISSING = "area_code_missing"
    NOT_A_NUMBER = "not_a_number"


_KINDS = {
    PhoneNumberType.MOBILE: NumberKind.MOBILE,
    PhoneNumberType.FIXED_LINE: NumberKind.FIXED,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: NumberKind.FIXED_OR_MOBILE,
    PhoneNumberType.TOLL_FREE: NumberKind.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE: NumberKind.PREMIUM,
    PhoneNumberType.SHARED_COST: NumberKind.SHARED_COST,
    PhoneNumberType.VOIP: NumberKind.VOIP,
    PhoneNumberType.PERSONAL_NUMBER: NumberKind.PERSONAL,
    PhoneNumberType.PAGER: NumberKind.PAGER,
    PhoneNumberType.UAN: NumberKind.CORPORATE,
    PhoneNumberType.VOICEMAIL: NumberKind.CORPORATE,
}


def kind_of_type(number_type: int) -> NumberKind:
    """Our word for one of `phonenumbers`' number types."""
    return _KINDS.get(number_type, NumberKind.UNKNOWN)
