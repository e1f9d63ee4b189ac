"""Help, service and short codes of many countries are refused, dear numbers asked about; the callee's time is known."""

from __future__ import annotations

import pytest

from acefone_desktop.domain.numbers import NumberKind, PhoneNumber, read_number
from acefone_desktop.domain.policy import Decision, judge

_HELP = {
    "GB": "999 112 911 18000", "US": "911 112 999", "DE": "112 110", "FR": "112 15 17 18 114 115 119 191 196",
    "AU": "000 112 106", "IN": "100 101 102 108 112 1091 1098 181", "AE": "999 998 997 996 901", "SG": "999 995 993",
    "ZA": "10111 10177 112 107", "NZ": "111", "JP": "110 118 119", "CN": "110 119 120 122", "ES": "112 061 091",
    "IT": "112 113 115 118", "BR": "190 192 193", "CA": "911", "IE": "999 112", "HK": "999", "MX": "911",
    "RU": "101 102 103 112", "TR": "112 155", "CH": "112 117 118 144 1414", "AT": "112 122 133 144",
    "PL": "112 997 998 999", "SE": "112", "NO": "110 112 113", "NL": "112", "BE": "100 101 112",
}  # fmt: skip
_SERVICE_CODES = [
    ("*#06#", "GB"), ("**21*07700900123#", "GB"), ("**21*+447700900123*11*20#", "GB"), ("##002#", "GB"),
    ("#31#07700900123", "GB"), ("*31#07700900123", "GB"), ("1471", "GB"), ("1571", "GB"), ("1470 020 7946 0123", "GB"),
    ("*67 202-555-0123", "US"), ("*69", "US"), ("*#*#4636#*#*", "US"), ("*123*1#", "IN"), ("3131", "FR"),
    ("1831 02 5550 1234", "AU"), ("*98", "CA"), ("0197 09 123 4567", "NZ"), ("*21*069900091#", "DE"),
    ("＊＃０６＃", "JP"),
]  # fmt: skip
_SHORT_CODES = [
    ("101", "GB"), ("111", "GB"), ("105", "GB"), ("119", "GB"), ("116 123", "GB"), ("62226", "GB"), ("116117", "DE"),
    ("3949", "FR"), ("311", "US"), ("411", "US"), ("67283", "US"), ("012", "ES"),
]  # fmt: skip
_DEAR = [
    ("0909 879 0123", "GB", NumberKind.PREMIUM), ("0871 123 4567", "GB", NumberKind.PREMIUM),
    ("1-900-555-0123", "US", NumberKind.PREMIUM), ("0900 1 123456", "DE", NumberKind.PREMIUM),
    ("0900 123456", "DE", NumberKind.PREMIUM), ("0899 123456", "FR", NumberKind.PREMIUM),
    ("1902 123 456", "AU", NumberKind.PREMIUM), ("806 123 456", "ES", NumberKind.PREMIUM),
    ("0900 123 4567", "NL", NumberKind.PREMIUM), ("+979 123456789", "GB", NumberKind.PREMIUM),
    ("0845 123 4567", "GB", NumberKind.SHARED_COST), ("0870 123 4567", "GB", NumberKind.SHARED_COST),
    ("0180 5 123456", "DE", NumberKind.SHARED_COST), ("902 123 456", "ES", NumberKind.SHARED_COST),
    ("1300 975 707", "AU", NumberKind.SHARED_COST), ("+808 12345678", "GB", NumberKind.SHARED_COST),
    ("+870 773 111 632", "GB", NumberKind.SATELLITE), ("+8816 1234 5678", "GB", NumberKind.SATELLITE),
    ("+882 16 12345678", "GB", NumberKind.SATELLITE), ("011 881 6 1234 5678", "US", NumberKind.SATELLITE),
]  # fmt: skip
_ZONES = {
    "+1 212 555 0123": "America/New_York", "+1 312 555 0123": "America/Chicago", "+1 303 555 0123": "America/Denver",
    "+1 602 555 0123": "America/Phoenix", "+1 213 555 0123": "America/Los_Angeles",
    "+1 808 555 0123": "Pacific/Honolulu",
    "+1 604 555 0123": "America/Vancouver", "+61 2 5550 1234": "Australia/Sydney",
    "+61 7 5550 1234": "Australia/Brisbane",
    "+61 8 7010 1234": "Australia/Adelaide", "+61 8 9200 1234": "Australia/Perth",
    "+61 8 8999 1234": "Australia/Darwin",
    "+7 495 123 45 67": "Europe/Moscow", "+7 423 212 34 56": "Asia/Vladivostok",
    "+7 401 212 34 56": "Europe/Kaliningrad",
    "+55 11 2345 6789": "America/Sao_Paulo", "+55 92 2345 6789": "America/Manaus", "+34 928 123 456": "Atlantic/Canary",
    "+351 291 123 456": "Atlantic/Madeira", "+351 295 123 456": "Atlantic/Azores", "+62 361 123456": "Asia/Makassar",
    "+52 664 123 4567": "America/Tijuana", "+44 1534 960123": "Europe/Jersey", "+91 98765 43210": "Asia/Kolkata",
}  # fmt: skip


def _read(text: str, region: str = "GB") -> PhoneNumber:
    number = read_number(text, region)
    assert number is not None
    return number


@pytest.mark.parametrize(
    ("region", "number"), [(region, one) for region, all_ in _HELP.items() for one in all_.split()]
)
def test_every_countrys_numbers_for_help_are_refused_there_and_from_abroad(region: str, number: str) -> None:
    read = _read(number, region)
    assert read.e164 is None
    assert judge(read).decision is Decision.REFUSE
    assert judge(_read(f"tel:{'-'.join(number)}", region)).decision is Decision.REFUSE


@pytest.mark.parametrize(("text", "region"), _SERVICE_CODES)
def test_service_codes_are_refused_as_such(text: str, region: str) -> None:
    assert judge(_read(text, region)).code == "service-code"


@pytest.mark.parametrize(("text", "region"), _SHORT_CODES)
def test_short_codes_that_the_provider_does_not_take_are_refused(text: str, region: str) -> None:
    assert judge(_read(text, region)).decision is Decision.REFUSE


@pytest.mark.parametrize(("text", "region", "kind"), _DEAR)
def test_dear_numbers_are_asked_about_also_where_digits_may_be_missing(
    text: str, region: str, kind: NumberKind
) -> None:
    assert _read(text, region).kind is kind
    assert judge(_read(text, region)).decision is Decision.CONFIRM


@pytest.mark.parametrize(("text", "zone"), _ZONES.items())
def test_the_callees_time_is_that_of_the_numbers_area(text: str, zone: str) -> None:
    assert _read(text).time_zones == (zone,)


def test_a_number_that_may_be_anywhere_has_no_time() -> None:
    assert _read("+1 800 555 0123").time_zones == ()
