"""Digits in text that are no telephone number: dates, times, amounts, addresses, identifiers."""

from __future__ import annotations

import re

_MASK = "§"  # neither digit, letter nor separator: nothing is read across it
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?:19|20)[0-9]{2}"
_TIME = r"[0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]+)?"
_ZONE = r"(?:\s?(?:Z\b|[+\-][0-9]{2}:?[0-9]{2}\b))?"
_AMOUNT = r"[0-9]+(?:,[0-9]{2,3})*(?:\.[0-9]+)?"
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
_UNIT = (
    r"(?:gbp|usd|eur|inr|aud|cad|pounds?|euros?|dollars?|rupees?|lakhs?|crores?|pence|kg|km|mm|cm|mb|gb|kb|bytes|ms|"
    r"items?|units?|pcs|pieces|hours?|days?|years?|votes?|people|points?|steps)\b"
)

_LOOKALIKES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:https?|ftp|file|ws|wss)://\S+|\bwww\.\S+|\bmailto:\S+",
        r"(?<!sip:)(?<!sips:)(?<![\w.+\-])[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+",
        r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",
        rf"(?<![\d.+]){_OCTET}(?:\.{_OCTET}){{3}}(?![\d]|\.[0-9])(?::[0-9]{{1,5}})?",
        # sort code and account: 20-00-00 12345678
        r"(?<![\d+\-])[0-9]{2}-[0-9]{2}-[0-9]{2}(?:[\s,/]+[0-9]{8})?(?![\d]|-[0-9])",
        # dates: 2024-05-03 (10:15:00Z), 03/05/2024, 3.5.24, 20240503(T101500), 3 May 2024, May 3, 2024, 2019-2024
        rf"(?<![\d+]){_YEAR}([\-/.])[0-9]{{1,2}}\1[0-9]{{1,2}}(?![\d]|[\-/.][0-9])(?:[T ,]+{_TIME}{_ZONE})?",
        (
            rf"(?<![\d+])(?<![0-9][\-/.])[0-3]?[0-9]([\-/.])[0-3]?[0-9]\1(?:{_YEAR}|[0-9]{{2}})(?![\d]|[\-/.][0-9])"
            rf"(?:[T ,]+{_TIME})?"
        ),
        (
            rf"(?<![\d+])(?:19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[T _\-]?[0-2][0-9][0-5][0-9]"
            rf"(?:[0-5][0-9])?{_ZONE})?(?![\d])"
        ),
        rf"(?<![\d+])(?<![\d)] ){_YEAR} (?:0[1-9]|1[0-2]) (?:0[1-9]|[12][0-9]|3[01])(?! ?[0-9])",
        rf"(?<![\d/+])(?:0?[1-9]|1[0-2])/{_YEAR}(?![\d/])",
        rf"(?<![\d+])[0-9]{{1,2}}(?:st|nd|rd|th)?[\s\-]+{_MONTH}[\s,\-]+(?:{_YEAR}|[0-9]{{2}}\b)(?:[T ,]+{_TIME})?",
        rf"\b{_MONTH}\s+[0-9]{{1,2}}(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?\b(?:[T ,]+{_TIME})?",
        rf"(?<![\d+\-]){_YEAR}\s*[\-/]\s*(?:{_YEAR}|[0-9]{{2}})(?![\d]|[\-/ ][0-9])",
        rf"(?<![\d:+]){_TIME}(?![\d])(?:\s*-\s*{_TIME}(?![\d]))?",
        # amounts: £1,234.56, 1 234,56 € only with its sign, 1,234,567, 12.50, 51.507351, -0.127758
        rf"(?:[£$€₹¥]|\b(?:gbp|usd|eur|inr|aud|cad|rs)\b\.?)\s?{_AMOUNT}",
        rf"(?<![\d+.,]){_AMOUNT}\s?(?:[€%£₹]|{_UNIT})",
        r"(?<![\d+.,])[0-9]{1,3}(?:,[0-9]{2,3})+(?:\.[0-9]+)?(?![\d])",
        r"(?<![\d+.,])[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,2}(?![\d])",
        r"(?<![\d.+])-?[0-9]{1,3}\.[0-9]{3,},\s*-?[0-9]{1,3}\.[0-9]{3,}(?![\d.])",
        r"(?<![\d.+])(?<![0-9] )[0-9]+\.[0-9]{1,2}(?![\d]|[. \-][0-9])",
        # the mark of a list item before a number: 1) 020 …, 2. +44 …
        r"(?m:^)[ ]*[0-9]{1,2}[.)][ ]+(?=[+(0])",
        # call identifiers (1768400000.10000001), payment cards, IBAN
        r"(?<![\d+])[0-9]{8,}\.[0-9]+",
        r"(?<![\d+\-])(?:[0-9]{4}[ \-]){3}[0-9]{4}(?![\d]|[ \-][0-9])",
        r"(?<!\w)[a-z]{2}[0-9]{2}(?: ?[a-z]{4})(?: ?[0-9]{2,4}){3,7}(?!\w)",
    )
)

_IDENTIFIED = (
    r"(?<!to )order|invoice|inv|ref(?:erence)?|account|acc?t|a/c|ticket|booking|tracking|parcel|shipment|serial|po|vat|"
    r"iban|isbn|ean|imei|imsi|sku|barcode|passport|nhs|utr|otp|pin|transaction|txn|uuid|aadhaa?r|gstin|ssn|id"
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
