"""How likely it is that some digits in a text are a telephone number."""

from __future__ import annotations

import re

from acefone_desktop.domain.numbering import numbering_plan
from acefone_desktop.domain.numbering.identifier_words import is_said_identifier, names_identifier
from acefone_desktop.domain.numbering.number_kinds import NumberKind
from acefone_desktop.domain.numbering.number_reading import PhoneNumber, is_listed
from acefone_desktop.domain.numbering.number_surroundings import Surroundings

LEAST_SCORE = 1
_PHONE_WORD = re.compile(
    r"\b(?:call(?:ing)?|tel(?:ephone)?|phone|mobile|mob|cell|ring|dial|whatsapp|text|sms|landline|office|home|work|"
    r"direct|switchboard|helpline|hotline|contact|caller(?: id)?|on|at|t|m|p|ph|t[ée]l[ée]phone|t[ée]l|portable|gsm|"
    r"telefone?|tele[fo]+n[oa]?|teléfono|tlf|tfno|tlm|tfn|fon|rufnummer|handy|mobil|m[óo]vil|celular|cel|puh|kom|"
    r"тел|моб)\b"
    r"[\s.:=(\-#]*(?:(?:no|nr|num|number)\b[\s.:=]*)?(?:[1-9][\s.:]+)?(?:us |me |him |her |them )?(?:on |at |:)?\s*$"
    r"|(?:電話|携帯|电话|手机|手機|座机|전화|휴대폰|핸드폰|โทร|มือถือ|τηλ|κιν|هاتف|جوال|موبايل|טל|נייד)[\s.:']*$|[☎☏📞📱✆]\s*$",
    re.IGNORECASE,
)
_BREAKS_AN_AREA_CODE = re.compile(r"\+1[0-9]{10}:\(?[0-9]{2}[ .\-]")  # North America has none of two digits
_PART_OF_CODE = re.compile(r"(?:[0-9A-Z]|(?<![A-Za-z])[a-z])-$")
_MORE_DIGITS_BEFORE, _MORE_DIGITS_BEHIND = re.compile(r"[0-9][ .\-/]$"), re.compile(r"[ .\-/][0-9]+(?![0-9:)])")
_FAX_WORD = re.compile(r"\b(?:tele)?fax\b[\s.:)(\-]*(?:no|number)?[\s.:]*$", re.IGNORECASE)


def likelihood(number: PhoneNumber, written: str, around: Surroundings, home: str) -> int:
    """A score, LEAST_SCORE or more when the writer probably meant a telephone number.

    `written` is the number as it stands in the text.
    """
    before = around.before
    international = written.lstrip(" (").startswith(("+", "00"))
    score = 3 if number.e164 and is_listed(number.e164) else 0
    score += 3 if international else 0
    score += 1 if re.search(r"[0-9)][ .()\-/]+[0-9(]", written) else -1
    if not international:
        score += _home_score(number, written, home)
    if " " in written and not written.startswith(("+", "0", "(")):
        score -= 3 if _MORE_DIGITS_BEFORE.search(before) or _MORE_DIGITS_BEHIND.match(around.behind) else 0
    if _FAX_WORD.search(before):
        score -= 1
    elif _PHONE_WORD.search(before):
        score += 0 if names_identifier(before) else 3
    elif names_identifier(before) or _PART_OF_CODE.search(before) or is_said_identifier(around.behind):
        score -= 5
    return score


def _home_score(number: PhoneNumber, written: str, home: str) -> int:
    """What the missing + says: written as at home, without the trunk 0, or with a bare country code."""
    digits = re.sub(r"[^0-9]", "", written)
    if number.country != home:
        return -2
    if digits.startswith("0"):
        return 1
    if not numbering_plan.has_national_prefix(home):
        return -4 if number.e164 is not None and _BREAKS_AN_AREA_CODE.match(number.e164 + ":" + written) else 0
    if number.e164 is not None and not is_listed(number.e164):
        return -5  # neither a known range nor what would be dialled: a part of a number, or none
    if number.digits_sent == digits:
        return 0
    is_bare = number.kind is NumberKind.FIXED and not written.startswith(
        "("
    )  # nobody writes a landline so, save abroad
    return -4 if is_bare else -1 if number.kind is NumberKind.MOBILE else -2
