"""May this number be dialled? One pure function that every way of placing a call asks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from acefone_desktop.domain.numbering.number_kinds import NumberFault, NumberKind
from acefone_desktop.domain.numbering.number_reading import MIN_DIGITS_SENT, PhoneNumber, normal_region
from acefone_desktop.domain.numbering.number_text import COMPARABLE_DIGITS, comparable, digits_only

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_DIGITS_SENT = 15  # the provider's most for destination_number


class Decision(Enum):
    """What may happen with a number; the values are part of the command line's JSON."""

    OK = "ok"
    CONFIRM = "confirm"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision, the sentence that gives a person its reason, and a stable code for programs."""

    decision: Decision
    reason: str
    code: str


_KINDS_REFUSED = {
    NumberKind.EMERGENCY: ("emergency", "Emergency numbers cannot be called through the app: use your phone directly."),
    NumberKind.SERVICE_CODE: ("service-code", "This is a service code for a phone or network, not a number to call."),
}
_SHORT = "short-code"
_SHORT_REFUSED = (  # the provider's lower limit, in words
    f"Short code: only your own phone reaches it. Acefone takes numbers of {MIN_DIGITS_SENT} digits or more."
)
_FAULTS_REFUSED = {
    NumberFault.TOO_SHORT: ("too-short", "The number is too short: digits are missing."),
    NumberFault.TOO_LONG: ("too-long", "The number is too long: there are more digits than a number can have."),
    NumberFault.AREA_CODE_MISSING: ("area-code-missing", "The number is too short: the area code is missing."),
    NumberFault.NOT_A_NUMBER: ("not-a-number", "This is not a telephone number that can be called."),
}
_KINDS_CONFIRMED = {
    NumberKind.PREMIUM: ("premium", "Premium-rate number: the call can be expensive."),
    NumberKind.SHARED_COST: ("shared-cost", "Shared-cost number: a service charge may be added."),
    NumberKind.SATELLITE: ("satellite", "Satellite phone: calls to it are expensive."),
    NumberKind.SHORT: (_SHORT, "Short code: it can be expensive, and may not be reachable from abroad."),
}
_KINDS_ORDINARY = {
    NumberKind.MOBILE: "Ordinary mobile number.",
    NumberKind.FIXED: "Ordinary landline number.",
    NumberKind.FIXED_OR_MOBILE: "Ordinary landline or mobile number.",
    NumberKind.TOLL_FREE: "Freephone number.",
    NumberKind.VOIP: "Internet telephone number.",
    NumberKind.PERSONAL: "Personal number that follows its owner.",
    NumberKind.PAGER: "Pager number.",
    NumberKind.CORPORATE: "Company-wide number.",
}
_OF_NO_COUNTRY = "Number of an international network, which belongs to no country: the call can be expensive."
_ORDINARY = "Complete number of a range we don't know."


@dataclass(frozen=True, slots=True)
class KnownCountries:
    """Where calls are nothing new: the country of `home` (a region), and those for which `has_called` says yes."""

    home: str
    has_called: Callable[[str], bool]

    def around(self, number: PhoneNumber) -> frozenset[str]:
        """The known countries as far as this number's verdict needs them; asks about its own country alone."""
        home, country = normal_region(self.home), number.country
        if country is None or country == home or not self.has_called(country):
            return frozenset({home})
        return frozenset({home, country})


def judge(
    number: PhoneNumber,
    *,
    own_numbers: frozenset[str] = frozenset(),
    known_countries: frozenset[str] | None = None,
) -> Verdict:
    """The verdict on a number, for the agent whose phones are `own_numbers` (in any spelling).

    `known_countries` are the countries called before (ISO 3166 alpha-2); None when that is not known.
    """
    return _refusal(number, own_numbers) or _question(number, known_countries) or _approval(number)


def _refusal(number: PhoneNumber, own_numbers: frozenset[str]) -> Verdict | None:
    if number.kind in _KINDS_REFUSED:
        code, reason = _KINDS_REFUSED[number.kind]
        return Verdict(Decision.REFUSE, reason, code)
    if number.kind is NumberKind.SHORT and not number.digits_sent:
        return Verdict(Decision.REFUSE, _SHORT_REFUSED, _SHORT)
    if number.fault is not None or not number.digits_sent:
        code, reason = _FAULTS_REFUSED[number.fault or NumberFault.NOT_A_NUMBER]
        return Verdict(Decision.REFUSE, reason, code)
    if (wrong_length := _refused_length(len(number.digits_sent))) is not None:
        return wrong_length
    if _is_own(number.digits_sent, own_numbers):
        return Verdict(Decision.REFUSE, "This is your own number: the call would ring you twice.", "own-number")
    return None


def _refused_length(count: int) -> Verdict | None:
    if count < MIN_DIGITS_SENT:
        reason = (
            f"The number is too short for Acefone: {count} digits with its country code, {MIN_DIGITS_SENT} are needed."
        )
        return Verdict(Decision.REFUSE, reason, "too-short")
    if count > MAX_DIGITS_SENT:
        reason = f"The number is too long for Acefone: {count} digits, {MAX_DIGITS_SENT} at most."
        return Verdict(Decision.REFUSE, reason, "too-long")
    return None


def _question(number: PhoneNumber, known_countries: frozenset[str] | None) -> Verdict | None:
    if number.kind in _KINDS_CONFIRMED:
        code, reason = _KINDS_CONFIRMED[number.kind]
        return Verdict(Decision.CONFIRM, reason, code)
    if number.country is None and number.kind is not NumberKind.TOLL_FREE:
        return Verdict(Decision.CONFIRM, _OF_NO_COUNTRY, "no-country")
    if known_countries is not None and number.country is not None and number.country not in known_countries:
        return Verdict(Decision.CONFIRM, f"First call to this country ({number.country}).", "new-country")
    return None


def _approval(number: PhoneNumber) -> Verdict:
    return Verdict(Decision.OK, _KINDS_ORDINARY.get(number.kind, _ORDINARY), "ordinary")


def _is_own(digits_sent: str, own_numbers: frozenset[str]) -> bool:
    """Compared by the last ten digits; an intercom or other short number is nobody's customer and never compared."""
    key = comparable(digits_sent)
    return any(comparable(own) == key for own in own_numbers if len(digits_only(own)) >= COMPARABLE_DIGITS)
