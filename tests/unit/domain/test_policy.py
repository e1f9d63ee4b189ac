"""What may be dialled, what asks first, what is refused, and the words for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acefone_desktop.domain.numbers import NumberKind, read_number
from acefone_desktop.domain.policy import Decision, KnownCountries, Verdict, judge


def _verdict(text: str, region: str = "GB", own: str = "", known: frozenset[str] | None = None) -> Verdict:
    number = read_number(text, region)
    assert number is not None
    return judge(number, own_numbers=frozenset({own}) if own else frozenset(), known_countries=known)


@pytest.mark.parametrize(
    ("text", "decision", "code"),
    [
        ("+447700900123", Decision.OK, "ordinary"),
        ("+44 20 7946 0123", Decision.OK, "ordinary"),
        ("0808 157 0123", Decision.OK, "ordinary"),
        ("0909 879 0123", Decision.CONFIRM, "premium"),
        ("+808 12345678", Decision.CONFIRM, "shared-cost"),
        ("+870 773 111 632", Decision.CONFIRM, "satellite"),
        ("+883 5100 0123 4567", Decision.CONFIRM, "no-country"),
        ("+878 10 1234 5678 90", Decision.CONFIRM, "no-country"),
        ("+800 1234 5678", Decision.OK, "ordinary"),
        ("999", Decision.REFUSE, "emergency"),
        ("+44 999", Decision.REFUSE, "emergency"),
        ("*#06#", Decision.REFUSE, "service-code"),
        ("118118", Decision.REFUSE, "short-code"),
        ("+61 1955 1234", Decision.CONFIRM, "short-code"),  # ten digits: one that the provider would take
        ("1471", Decision.REFUSE, "service-code"),
        ("141 07700 900123", Decision.REFUSE, "service-code"),
        ("9 999", Decision.REFUSE, "emergency"),
        ("00 112", Decision.REFUSE, "emergency"),
        ("999#", Decision.REFUSE, "emergency"),
        ("+1 911 555 0123", Decision.REFUSE, "emergency"),
        ("07700 90012", Decision.REFUSE, "too-short"),
        ("07700 9001234", Decision.REFUSE, "too-long"),
        ("+376 312 345", Decision.REFUSE, "too-short"),  # whole in Andorra, yet nine digits where ten are the least
        ("+999 12345678", Decision.REFUSE, "not-a-number"),
    ],
)
def test_each_kind_of_number_gets_its_verdict(text: str, decision: Decision, code: str) -> None:
    verdict = _verdict(text)
    assert (verdict.decision, verdict.code) == (decision, code)
    assert verdict.reason.endswith(".")


@pytest.mark.parametrize("own", ["+447700900123", "07700 900123", "447700900123", "7700900123"])
def test_the_agents_own_number_is_refused_in_any_spelling(own: str) -> None:
    assert _verdict("+44 7700 900123", own=own).code == "own-number"


@pytest.mark.parametrize("own", ["1002", "123", "900123", "+447700900124"])
def test_an_intercom_or_another_number_is_not_the_agents_own(own: str) -> None:
    assert _verdict("+44 7700 900123", own=own).decision is Decision.OK


def test_the_first_call_to_a_country_is_confirmed_and_the_next_is_not() -> None:
    assert _verdict("+12025550123", known=frozenset({"GB"})).code == "new-country"
    assert _verdict("+12025550123", known=frozenset({"GB", "US"})).code == "ordinary"
    assert _verdict("+12025550123", known=None).code == "ordinary"


def test_a_refusal_outranks_a_question() -> None:
    assert _verdict("0909 879 0123", own="+449098790123", known=frozenset()).decision is Decision.REFUSE
    assert _verdict("0909 879 0123", known=frozenset()).code == "premium"


def test_no_kind_is_left_without_words() -> None:
    number = read_number("+447700900123", "GB")
    assert number is not None
    for kind in NumberKind:
        assert judge(replace(number, kind=kind)).reason


def test_home_is_known_from_the_start_and_history_is_asked_about_the_callees_country_alone() -> None:
    asked: list[str] = []

    def never(country: str) -> bool:
        asked.append(country)
        return False

    at_home, abroad = read_number("07700 900123", "uk"), read_number("+1 202 555 0123", "uk")
    assert at_home is not None
    assert abroad is not None
    countries = KnownCountries("uk", never)
    assert countries.around(at_home) == {"GB"}
    assert asked == []
    assert judge(at_home, known_countries=countries.around(at_home)).decision is Decision.OK
    assert judge(abroad, known_countries=countries.around(abroad)).code == "new-country"
    assert asked == ["US"]
    known = KnownCountries("uk", {"US"}.__contains__).around(abroad)
    assert judge(abroad, known_countries=known).decision is Decision.OK
