"""Digits in text that are no telephone number: dates, times, amounts, addresses, identifiers."""

from __future__ import annotations

import re
from functools import cache

_MASK = "§"  # neither digit, letter nor separator: nothing is read across it
_MONTH = (  # whole names and their usual short forms, so that Marley, Julie and Augustin stay people
    r"(?:jan(?:uary|uar|vier)?|feb(?:ruary|ruar|brero|braio)?|mar(?:ch|s|zo|ço)?|märz?|apr(?:il|ile)?|avr(?:il)?|"
    r"ma[iy]o?|mei|jun[ei]?|juin|juni?o|jul[iy]?|juillet|juil|julio|julho|aug(?:ust|ustus)?|août|agosto|ago|"
    r"sept?(?:ember|embre|tembre|iembre)?|setembro|o[ck]t(?:ober|obre|ubre)?|outubro|ottobre|out|"
    r"nov(?:ember|embre|iembre|embro)?|"
    r"de[cz](?:ember|embro)?|déc(?:embre)?|dic(?:iembre|embre)?|gen(?:naio)?|mag(?:gio)?|giu(?:gno)?|lug(?:lio)?|"
    r"enero|ene|abril|abr|janvier|févr?(?:ier)?|fév|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|"
    r"ноября|декабря)\b\.?"
)
_YEAR = r"(?:19|20)[0-9]{2}"
_ORDINAL = r"(?:st|nd|rd|th|\.|er)?"
_YEAR_AFTER = rf"(?:del?\s)?(?:{_YEAR}|[0-9]{{2}}\b)"
_TIME = r"[0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2})?(?:\.[0-9]{1,9}(?![0-9])|,[0-9]{3}(?![0-9]))?"
_MONTH_DIGITS, _DAY_DIGITS = "(?:0[1-9]|1[0-2])", "(?:0[1-9]|[12][0-9]|3[01])"
_NO_GROUP = r"(?<![\d+])(?<![0-9][\-/.])"
_ZONE = r"(?:\s?(?:Z\b|[+\-][0-9]{2}:?[0-9]{2}\b))?"
_AMOUNT = r"[0-9]+(?:,[0-9]{2,3})*(?:\.[0-9]+)?"
_GROUPED = r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?:,[0-9]{1,2})?"
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
_UNIT = (
    r"(?:gbp|usd|eur|inr|aud|cad|pounds?|euros?|dollars?|rupees?|lakhs?|crores?|pence|kg|km|mm|cm|mb|gb|kb|bytes|ms|"
    r"items?|units?|pcs|pieces|hours?|days?|years?|votes?|people|points?|steps)\b"
)

_ADDRESSES = (
    r"\b(?:https?|ftp|file|ws|wss)://\S+|\bwww\.\S+|\bmailto:\S+|\b(?:href|src|action)=[\"']?/[^\"'\s>]+",
    r"(?<![\w/])(?:/[a-z][\w.\-]*)+/[\w.\-/]*|[0-9]{1,20}\.(?:wav|mp3|ogg|pdf|jpe?g|png|gif|docx?|xlsx?|csv|txt|html?|zip|eml)\b",
    r"(?<!sip:)(?<!sips:)(?<![\w.+\-])[\w.+\-]+@(?:[\w\-]+(?:\.[\w\-]+)+|[a-z]{2,})",
)
_ACCOUNTS = (
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",  # a UUID
    r"(?<![\d+\-])(?<![0-9)] )[0-9]{2}-[0-9]{2}-[0-9]{2}(?:[\s,/]+[0-9]{8})?(?![\d]|-[0-9])",  # 20-00-00 12345678
    r"(?<![\d+\-])(?:[0-9]{4}[ \-]){3}[0-9]{4}(?![\d]|[ \-][0-9])",  # a payment card
    r"(?<!\w)[a-z]{2}[0-9]{2}(?: ?[a-z]{4})(?: ?[0-9]{2,4}){3,7}(?!\w)",  # an IBAN
    r"(?<!\w)[a-z]{2}[0-9]{2}(?: [0-9a-z]{4}){3,7}(?: [0-9a-z]{1,4})?(?!\w)",  # one without a bank's letters
    # a person's number in France: 1 80 02 75 123 456 78
    rf"(?<![\d+])(?<![0-9)] )[12] [0-9]{{2}} {_MONTH_DIGITS} [0-9][0-9AB](?: [0-9]{{3}}){{2}}(?: [0-9]{{2}})?(?![0-9])",
    # persons and companies of Belgium, Brazil, Chile, Colombia, Korea and Austria
    r"(?<![\d+.])[0-9]{2}\.[0-9]{2}\.[0-9]{2}-[0-9]{3}\.[0-9]{2}(?![0-9])",
    r"(?<![\d+.])[0-9]{1,3}\.[0-9]{3}\.[0-9]{3}-(?:[0-9]{1,2}|k)(?![0-9])",
    r"(?<![\d+\-])[1-9][0-9]{2}-[0-9]{2}-[0-9]{5}(?![\d]|-[0-9])",
    rf"(?<![\d+])(?<![0-9)] )[1-9][0-9]{{3}} {_DAY_DIGITS}{_MONTH_DIGITS}[0-9]{{2}}(?! ?[0-9])",
    r"(?<![\d+])(?<![0-9)] )[0-9] [0-9]{6} [0-9]{6}(?![ \-]?[0-9])",  # an article's number under its bars
    r"(?<![\d+])[0-9]{8,}\.(?!0(?![0-9]))[0-9]+",  # a call identifier: 1768400000.10000001
)
_DATES = (
    # 2024-05-03, 2024-05-03T10:15:00Z, 2024 05 03, 20240503, 20240503T101500
    rf"(?<![\d+]){_YEAR}([\-/.])[0-9]{{1,2}}\1[0-9]{{1,2}}(?![\d]|[\-/.][0-9])(?:[T ,]+{_TIME}{_ZONE})?",
    rf"(?<![\d+])(?<![\d)] ){_YEAR} {_MONTH_DIGITS} {_DAY_DIGITS}(?! ?[0-9])",
    rf"(?<![\d+]){_YEAR}{_MONTH_DIGITS}{_DAY_DIGITS}(?:[T _\-]?[0-2][0-9][0-5][0-9](?:[0-5][0-9])?{_ZONE})?(?![\d])",
    rf"(?<![\d+]){_YEAR}[/.][0-9]{{1,6}}[/.][0-9]{{1,8}}(?![\d])",  # 2025/0815/4711
    # 03/05/2024, 3.5.2024, 03/05/24; 3.5.24 and 03-05-24 only where no digits stand before, as in a number's groups
    rf"{_NO_GROUP}[0-3]?[0-9]([\-/.])[0-3]?[0-9]\1{_YEAR}(?![\d]|[\-/.][0-9])(?:[T ,]+{_TIME})?",
    rf"{_NO_GROUP}[0-3]?[0-9]/[0-3]?[0-9]/[0-9]{{2}}(?![\d]|[\-/.][0-9])(?:[T ,]+{_TIME})?",
    rf"{_NO_GROUP}(?<![0-9)] )[0-3]?[0-9]([\-.])[0-3]?[0-9]\1[0-9]{{2}}(?![\d]|[\-/.][0-9])(?:[T ,]+{_TIME})?",
    # 05/2024, 2019-2024, 3 May 2024, May 3, 2024
    rf"(?<![\d/+])(?:0?[1-9]|1[0-2])/{_YEAR}(?![\d/])",
    rf"(?<![\d+\-]){_YEAR}\s*[\-/]\s*(?:{_YEAR}|[0-9]{{2}})(?![\d]|[\-/ ][0-9])",
    rf"(?<![\d+])[0-9]{{1,2}}{_ORDINAL}[\s\-]+(?:(?:de|of)\s)?{_MONTH}[\s,\-]+{_YEAR_AFTER}(?:[T ,]+{_TIME})?",
    rf"\b{_MONTH}\s+[0-9]{{1,2}}(?:st|nd|rd|th)?(?:,?\s+{_YEAR}\b|\b(?![ .\-/][0-9]))(?:[T ,]+{_TIME})?",
    r"(?<![\d+])(?<![0-9)] )[01][0-9][0-5][05]\s?-\s?(?:[01][0-9]|2[0-3])[0-5][05](?![\d]|[ \-][0-9])",  # 0930-1700
    r"(?<![\d+])(?<![0-9)] )[0-9]{1,2} ?- ?[0-9]{1,2}(?: ?[/,&] ?[0-9]{1,2} ?- ?[0-9]{1,2})+(?! ?[\-/.]? ?[0-9])",
    # above: 8-12 / 14-18; here: 10:30, 10:30:15.250, 9h30, 10:30 - 11:45
    rf"(?<![\d:+]){_TIME}(?![\d])(?:\s*-\s*{_TIME}(?![\d]))?",
)
_AMOUNTS = (
    rf"(?<![\d.+]){_OCTET}(?:\.{_OCTET}){{3}}(?![\d]|\.[0-9])(?::[0-9]{{1,5}}|/[0-9]{{1,2}})?",  # 192.0.2.1
    rf"(?:[£$€₹¥]|\b(?:gbp|usd|eur|inr|aud|cad|rs)\b\.?)\s?{_AMOUNT}",  # £1,234.56
    rf"(?<![\d+.,])(?<![\d+)] )(?:{_GROUPED}|{_AMOUNT}) ?(?:[€%£₹]|{_UNIT})",  # 1234 EUR, 45 %, 1 234,50 €
    r"(?<![\d+.,])[0-9]{1,3}(?:,[0-9]{2,3})+(?:\.[0-9]+)?(?![\d])",  # 1,234,567 and 12,34,567
    r"(?<![\d+.,])[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,2}(?![\d])",  # 1.234.567,89
    r"(?<![\d.+])-?[0-9]{1,3}\.[0-9]{3,},\s*-?[0-9]{1,3}\.[0-9]{3,}(?![\d.])",  # 51.507351, -0.127758
    r"(?<![\d.+])(?<![0-9] )[0-9]{1,9}\.[0-9]{1,2}(?![\d]|[. \-][0-9])",  # 12.50
    r"(?<![\d.,+])(?<![0-9] )[1-9][0-9]?(?:\.[0-9]{3}){2}(?![\d]|[.\- ][0-9])",  # 1.234.567
    r"(?<![\d.+])(?:(?:[0-9]\.){3,8}[0-9](?!\.[0-9])|[1-9][0-9]?\.[0-9]\.[0-9]+(?:\.[0-9]+)*)(?![\d])",  # 1.2.3.4.5
    r"(?<=[0-9]{9})\.0(?![0-9])",  # 447700900123.0, as spreadsheets have it
    r"(?<![\d.+\-])0\.[0-9]+(?![\d]|[. \-][0-9])",  # 0.1234567890
    r"(?<![\d.+\-])(?!1\.[2-9][0-9]{9}(?![0-9]))[1-9][0-9]?\.[0-9]{5,}(?![\d]|[. \-][0-9])",  # 3.14159265
    r"(?<![\d+\-.)])(?<![0-9)] )[0-9]{3,4}\s?[x×]\s?[0-9]{3,4}(?![\d])(?:\s?[x×]\s?[0-9]{1,4}(?![\d]))?",  # 1920x1080
    r"(?<![\d+])(?<![0-9] )1 2 3 4 5(?: [0-9]{1,2})*(?![\d])",  # counting
)
_LIST_MARKS = (
    r"(?m:^)[ ]*[0-9]{1,2}[.)][ ]+(?=[+(0])",  # 1) 020 …, 2. +44 …
    r"(?<=[0-9] )[0-9]{1,2}[.)][ ]+(?=[+(]|0[0-9]{2})",  # 020 … 2. +44 …
    r"(?<![\w+])\([1-9]\)\s+(?=[+0])",  # (1) 020 …
    r"(?<![\w+])(?<![0-9)] )[1-9][0-9]?\s?[x×]\s*(?=[+(0])",  # 2 x 020 …
)


# Behind these words even what could be an amount or an address of the internet is a telephone number.
_PHONE_LABEL = (
    r"\b(?:t(?:[ée]l(?:[ée]phone|efon[oe]?)?|lf|fno|lm)?|f(?:ax|on)?|(?:tele)?phone|mob(?:ile)?|cell?|gsm)[.: ]{0,3}$"
)
_FEWEST_OF_A_NUMBER = 8


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first asked for: that takes longer than all else that the window's start has to do with numbers."""
    return re.compile(pattern, re.IGNORECASE)


def without_lookalikes(text: str) -> str:
    """The text, of equal length, with everything blotted out that looks like a number and is none."""
    for pattern in (*_ADDRESSES, *_ACCOUNTS, *_DATES):
        text = _compiled(pattern).sub(lambda match: _MASK * len(match[0]), text)
    for pattern in _AMOUNTS:
        text = _compiled(pattern).sub(_without_amount, text)
    for pattern in _LIST_MARKS:
        text = _compiled(pattern).sub(lambda match: _MASK * len(match[0]), text)
    return text


def _without_amount(match: re.Match[str]) -> str:
    is_number = sum(map(str.isdigit, match[0])) >= _FEWEST_OF_A_NUMBER and _compiled(_PHONE_LABEL).search(
        match.string, max(0, match.start() - 14), match.start()
    )
    return match[0] if is_number else _MASK * len(match[0])


def is_lookalike(text: str) -> bool:
    """Whether the whole text is a date, a time, an amount or the like."""
    return not re.search(r"[0-9]", without_lookalikes(text))
