"""What stands behind a number: an extension in many languages' words, and the tones a phone would send."""

from __future__ import annotations

import re

MAX_EXTENSION_DIGITS = 20
_FEWEST_BEFORE = 3
_WORDS = (
    r"extension|extn|ext|xtn|ex|x|int(?:erno|erne)?|anexo|ramal|poste|toestel|tst|durchwahl|dw|nebenstelle|nst|"
    r"apparat|klappe|wewn?|anknytning|ankn|lokal|linka|klapka|dahili|доб(?:авочный)?|дод|内線|內線|分机|分機"
)
_NUMBER_SIGN = r"(?:(?:(?:number|num|no|nr)\b\.?|n?[°º])[\s:]*)?"  # "ext. no. 12"
_EXTENSION = re.compile(
    r"(?:[;,]\s*ext\s*=(?P<parameter>[0-9]{1,20})"
    rf"|[\s,;(/\-]*(?:{_WORDS})[\s.:)#\-]*{_NUMBER_SIGN}(?P<announced>[0-9]{{1,9}})"
    r"|\s*(?:#|~|,{1,3}|;|(?<=[0-9])[pw]{1,3})\s*(?P<dialled>[0-9]{1,7})"
    r"|\s*,{1,4}\s*(?P<conference>(?<=,,)[0-9]{1,15}|[0-9]{1,15}(?=#)))\s*[)#]?$",
    re.IGNORECASE,
)
# Tones in several parts: "…,,123456#,,1#", as invitations to conferences have them, or "…pp1w2". Long ones only behind
# what no list of numbers has between two.
_TONES = re.compile(
    r"(?<=[0-9)])\s*(?:(?:,{2,4}|[pw]{1,4})\s*(?P<first>[0-9]{1,15})|[,;]\s*(?P<short>[0-9]{1,7}))#?(?:[,;pw]{1,4}[0-9*#]{1,15})+$",
    re.IGNORECASE,
)
_IN_TEXT = re.compile(
    rf"(?:[\s,;(/\-]*(?:{_WORDS})[\s.:=#\-]*{_NUMBER_SIGN}[0-9]{{1,7}}"
    r"|;ext=[0-9]{1,9}|,{1,4}[0-9]{1,12}#(?:,{1,4}[0-9*]{1,12}#?)*|,{2,4}[0-9]{1,12})(?![0-9A-Za-z])\)?",
    re.IGNORECASE,
)


def split_extension(text: str) -> tuple[str, str | None]:
    """(number, extension) of a cleaned text: "… x12", "… ext. 12", "…;ext=12", "…#12", "…,,12".

    Of tones in several parts the first is what the switchboard asks for; the others belong to no number.
    """
    match = _TONES.search(text) or _EXTENSION.search(text)
    if match is None or len(re.sub(r"[^0-9]", "", text[: match.start()])) < _FEWEST_BEFORE:
        return text, None
    said = match.groupdict()
    return text[: match.start()], next((digits for digits in said.values() if digits), None)


def end_of_extension(text: str, end: int) -> int | None:
    """Where the extension ends that follows a number which ends at `end` in a running text; None without one."""
    match = _IN_TEXT.match(text, end)
    return match.end() if match else None
