"""Digits in text that are no telephone number: dates, times, amounts, addresses, identifiers."""

from __future__ import annotations

import re

_MASK = "§"  # neither digit, letter nor separator: nothing is read across it
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?:19|20)[0-9]{2}"
_TIME = r"[0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]+)?"
_MONTH_DIGITS, _DAY_DIGITS = "(?:0[1-9]|1[0-2])", "(?:0[1-9]|[12][0-9]|3[01])"
_NO_GROUP = r"(?<![\d+])(?<![0-9][\-/.])"
_ZONE = r"(?:\s?(?:Z\b|[+\-][0-9]{2}:?[0-9]{2}\b))?"
_AMOUNT = r"[0-9]+(?:,[0-9]{2,3})*(?:\.[0-9]+)?"
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
_UNIT = (
    r"(?:gbp|usd|eur|inr|aud|cad|pounds?|euros?|dollars?|rupees?|lakhs?|crores?|pence|kg|km|mm|cm|mb|gb|kb|bytes|ms|"
    r"items?|units?|pcs|pieces|hours?|days?|years?|votes?|people|points?|steps)\b"
)

_ADDRESSES = (
    r"\b(?:https?|ftp|file|ws|wss)://\S+|\bwww\.\S+|\bmailto:\S+",
    r"(?<!sip:)(?<!sips:)(?<![\w.+\-])[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+",
    rf"(?<![\d.+]){_OCTET}(?:\.{_OCTET}){{3}}(?![\d]|\.[0-9])(?::[0-9]{{1,5}}|/[0-9]{{1,2}})?",
)
_ACCOUNTS = (
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",  # a UUID
    r"(?<![\d+\-])(?<![0-9)] )[0-9]{2}-[0-9]{2}-[0-9]{2}(?:[\s,/]+[0-9]{8})?(?![\d]|-[0-9])",  # 20-00-00 12345678
    r"(?<![\d+\-])(?:[0-9]{4}[ \-]){3}[0-9]{4}(?![\d]|[ \-][0-9])",  # a payment card
    r"(?<!\w)[a-z]{2}[0-9]{2}(?: ?[a-z]{4})(?: ?[0-9]{2,4}){3,7}(?!\w)",  # an IBAN
    r"(?<!\w)[a-z]{2}[0-9]{2}(?: [0-9a-z]{4}){3,7}(?: [0-9a-z]{1,4})?(?!\w)",  # one without a bank's letters
    r"(?<![\d+])[0-9]{8,}\.[0-9]+",  # a call identifier: 1768400000.10000001
)
_DATES = (
    # 2024-05-03, 2024-05-03T10:15:00Z, 2024 05 03, 20240503, 20240503T101500
    rf"(?<![\d+]){_YEAR}([\-/.])[0-9]{{1,2}}\1[0-9]{{1,2}}(?![\d]|[\-/.][0-9])(?:[T ,]+{_TIME}{_ZONE})?",
    rf"(?<![\d+])(?<![\d)] ){_YEAR} {_MONTH_DIGITS} {_DAY_DIGITS}(?! ?[0-9])",
    rf"(?<![\d+]){_YEAR}{_MONTH_DIGITS}{_DAY_DIGITS}(?:[T _\-]?[0-2][0-9][0-5][0-9](?:[0-5][0-9])?{_ZONE})?(?![\d])",
    # 03/05/2024, 3.5.2024, 03/05/24; 3.5.24 and 03-05-24 only where no digits stand before, as in a number's groups
    rf"{_NO_GROUP}[0-3]?[0-9]([\-/.])[0-3]?[0-9]\1{_YEAR}(?![\d]|[\-/.][0-9])(?:[T ,]+{_TIME})?",
    rf"{_NO_GROUP}[0-3]?[0-9]/[0-3]?[0-9]/[0-9]{{2}}(?![\d]|[\-/.][0-9])(?:[T ,]+{_TIME})?",
    rf"{_NO_GROUP}(?<![0-9)] )[0-3]?[0-9]([\-.])[0-3]?[0-9]\1[0-9]{{2}}(?![\d]|[\-/.][0-9])(?:[T ,]+{_TIME})?",
    # 05/2024, 2019-2024, 3 May 2024, May 3, 2024
    rf"(?<![\d/+])(?:0?[1-9]|1[0-2])/{_YEAR}(?![\d/])",
    rf"(?<![\d+\-]){_YEAR}\s*[\-/]\s*(?:{_YEAR}|[0-9]{{2}})(?![\d]|[\-/ ][0-9])",
    rf"(?<![\d+])[0-9]{{1,2}}(?:st|nd|rd|th)?[\s\-]+{_MONTH}[\s,\-]+(?:{_YEAR}|[0-9]{{2}}\b)(?:[T ,]+{_TIME})?",
    rf"\b{_MONTH}\s+[0-9]{{1,2}}(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?\b(?:[T ,]+{_TIME})?",
    # 10:30, 10:30:15.250, 9h30, 10:30 - 11:45
    rf"(?<![\d:+]){_TIME}(?![\d])(?:\s*-\s*{_TIME}(?![\d]))?",
)
_AMOUNTS = (
    rf"(?:[£$€₹¥]|\b(?:gbp|usd|eur|inr|aud|cad|rs)\b\.?)\s?{_AMOUNT}",  # £1,234.56
    rf"(?<![\d+.,]){_AMOUNT}\s?(?:[€%£₹]|{_UNIT})",  # 1234 EUR, 45 %
    r"(?<![\d+.,])[0-9]{1,3}(?:,[0-9]{2,3})+(?:\.[0-9]+)?(?![\d])",  # 1,234,567 and 12,34,567
    r"(?<![\d+.,])[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,2}(?![\d])",  # 1.234.567,89
    r"(?<![\d.+])-?[0-9]{1,3}\.[0-9]{3,},\s*-?[0-9]{1,3}\.[0-9]{3,}(?![\d.])",  # 51.507351, -0.127758
    r"(?<![\d.+])(?<![0-9] )[0-9]+\.[0-9]{1,2}(?![\d]|[. \-][0-9])",  # 12.50
    r"(?<![\d.+\-])0\.[0-9]+(?![\d]|[. \-][0-9])",  # 0.1234567890
)
_LIST_MARKS = (r"(?m:^)[ ]*[0-9]{1,2}[.)][ ]+(?=[+(0])",)  # 1) 020 …, 2. +44 …

_LOOKALIKES = tuple(
    re.compile(pattern, re.IGNORECASE) for pattern in (*_ADDRESSES, *_ACCOUNTS, *_DATES, *_AMOUNTS, *_LIST_MARKS)
)

_IDENTIFIED = (
    r"(?<!to )order|invoice|inv|ref(?:erence)?|account|acc?t|a/c|ticket|booking|tracking|parcel|shipment|serial|po|vat|"
    r"iban|isbn|ean|imei|imsi|sku|barcode|passport|nhs|utr|otp|pin|transaction|txn|uuid|aadhaa?r|gstin|ssn|id|"
    r"(?:steuer|kunden|rechnungs|auftrags|bestell|vertrags|konto)-?(?:nummer|nr)|siret|siren|cif|nif"
)
_NUMBERED = (
    r"customer|client|case|policy|card|company|registration|reg|contract|member(?:ship)?|employee|staff|part|agent"
)
_NUMBER_SIGN = r"(?:no|number|num|nr|id|code|ref(?:erence)?)\b\.?|#"
_BEFORE_IDENTIFIER = re.compile(
    rf"(?:\b(?:{_IDENTIFIED})\b\.?[\s:#=\-]*(?:{_NUMBER_SIGN})?|\b(?:{_NUMBERED})[\s\-]+(?:{_NUMBER_SIGN})|#|№)"
    r"[\s:#=.(]*(?:is\s+)?[a-z]{0,3}-?$",
    re.IGNORECASE,
)


def without_lookalikes(text: str) -> str:
    """The text, of equal length, with everything blotted out that looks like a number and is none."""
    for pattern in _LOOKALIKES:
        text = pattern.sub(lambda match: _MASK * len(match[0]), text)
    return text


def is_lookalike(text: str) -> bool:
    """Whether the whole text is a date, a time, an amount or the like."""
    return not re.search(r"[0-9]", without_lookalikes(text))


def names_identifier(before: str) -> bool:
    """Whether the words before some digits announce an order, an account or another identifier."""
    return _BEFORE_IDENTIFIER.search(before) is not None
