"""The time zones a callee may be in."""

from __future__ import annotations

from phonenumbers import PhoneNumber

from acefone_desktop.domain.numbering.number_kinds import NumberKind
from acefone_desktop.domain.numbering.numbering_plan import NumberRange

_RENAMED = {  # old names in phonenumbers' table that a current time zone database may no longer carry
    "Africa/Asmera": "Africa/Asmara",
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Godthab": "America/Nuuk",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Choibalsan": "Asia/Ulaanbaatar",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Atlantic/Faeroe": "Atlantic/Faroe",
    "Pacific/Enderbury": "Pacific/Kanton",
    "Pacific/Ponape": "Pacific/Pohnpei",
    "Pacific/Truk": "Pacific/Chuuk",
}
_OF_ONE_ZONE = {  # phonenumbers names all of them but Ireland's for every mobile and freephone number of any of them
    "GB": "Europe/London",
    "IE": "Europe/Dublin",
    "GG": "Europe/Guernsey",
    "JE": "Europe/Jersey",
    "IM": "Europe/Isle_of_Man",
}
# Where phonenumbers' table has but the zone of most of a country; by the plans of Australia, Portugal and Russia.
_CORRECTED: dict[str, tuple[str, ...]] = {
    "617": ("Australia/Brisbane",),
    "6186": ("Australia/Perth",),
    "6187": ("Australia/Adelaide",),
    "61889": ("Australia/Darwin",),
    "6188": ("Australia/Adelaide",),
    "6189": ("Australia/Perth",),
    "351291": ("Atlantic/Madeira",),
    "7401": ("Europe/Kaliningrad",),
}
_LONGEST_CORRECTED = 6
_PLACELESS = frozenset({NumberKind.TOLL_FREE, NumberKind.PREMIUM, NumberKind.SHARED_COST, NumberKind.CORPORATE})


def time_zones_of(number: PhoneNumber, number_range: NumberRange) -> tuple[str, ...]:
    """IANA names by the number's prefix; empty where the plan does not say, or where the number has no one place."""
    if number_range.country in _OF_ONE_ZONE:
        return (_OF_ONE_ZONE[number_range.country],)
    digits = f"{number.country_code}{number.national_number}"
    for length in range(_LONGEST_CORRECTED, 1, -1):
        if number_range.kind is NumberKind.FIXED and (zones := _CORRECTED.get(digits[:length])) is not None:
            return zones
    from phonenumbers import timezone  # noqa: PLC0415 - loads a table of its own (3 MB)

    zones = timezone.time_zones_for_geographical_number(number)
    whole_country = timezone.time_zones_for_number(number)  # for a number without a place; unknown for an unlisted one
    if number_range.kind in _PLACELESS and len(whole_country) > 1:
        return ()
    if number_range.kind is NumberKind.MOBILE and len(whole_country) > 1 == len(zones):
        zones = whole_country  # the one zone is but that of most people there
    return tuple(_RENAMED.get(zone, zone) for zone in zones if zone != timezone.UNKNOWN_TIMEZONE)
