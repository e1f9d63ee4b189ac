"""The town or region that a landline number's prefix belongs to."""

from __future__ import annotations

import phonenumbers

from acefone_desktop.domain.numbering.number_kinds import NumberKind
from acefone_desktop.domain.numbering.number_reading import PhoneNumber

_PLACED = frozenset({NumberKind.FIXED, NumberKind.FIXED_OR_MOBILE})


def area_of(number: PhoneNumber) -> str:
    """In English: "London", "Washington D.C."; empty where the plan names none, or only the country.

    The first call loads a table of about 100 MB in half a second: for programs that soon end, never for the window.
    """
    if number.e164 is None or number.kind not in _PLACED:
        return ""
    from phonenumbers import geocoder  # noqa: PLC0415 - see above

    parsed = phonenumbers.parse(number.e164)
    area: str = geocoder.description_for_number(parsed, "en")
    return "" if area == geocoder.country_name_for_number(parsed, "en") else area
