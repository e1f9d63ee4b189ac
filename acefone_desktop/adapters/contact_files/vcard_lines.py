"""vCard content lines: cut out, unfolded, taken apart (vCard 2.1; RFC 2426 §2.6, §4; RFC 6350 §3; RFC 6868)."""

from __future__ import annotations

import quopri
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from acefone_desktop.adapters.contact_files.limits import LONGEST_ROW

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEAD = re.compile(
    r"\s*(?:(?P<group>[\w\-]+)\.)?(?P<name>[\w\-]+)\s*"
    r"(?P<parameters>(?:;(?:[^\":;]|\"[^\"]*\")*)*):(?P<value>.*)",
    re.DOTALL,
)
_PARAMETER = re.compile(r"(?:[^\";]|\"[^\"]*\")+")
_CARETS = {"^n": "\n", "^'": '"', "^^": "^"}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Property:
    """One content line. Names are upper case; `types` are the TYPE values, lower case; `value` is still escaped."""

    name: str
    value: str
    group: str = ""
    types: tuple[str, ...] = ()
    uri: bool = False
    preferred: bool = False
    extension: str = ""


def unfolded(lines: Sequence[bytes], *, keep_space: bool) -> list[bytes]:
    """Logical lines: continuations (a space or tab in front) and soft line ends of quoted-printable joined.

    vCard 2.1 folds where a space is and keeps it; later versions put one in.
    """
    joined: list[bytearray] = []
    soft = False
    for line in lines:
        if soft and joined:
            del joined[-1][-1:]
            joined[-1] += line
        elif line[:1] in {b" ", b"\t"} and joined:
            joined[-1] += line if keep_space else line[1:]
        else:
            joined.append(bytearray(line))
        soft = line.endswith(b"=") and b"QUOTED-PRINTABLE" in joined[-1][:200].upper()
    return [bytes(line) for line in joined]


def property_of(line: bytes, encoding: str) -> Property | None:
    """The line taken apart, its value decoded; None for a line that is none, or holds a picture or another blob."""
    match = _HEAD.fullmatch(line.decode("latin-1")) if len(line) <= LONGEST_ROW * 4 else None
    if match is None:
        return None
    parameters = [_parameter(raw) for raw in _PARAMETER.findall(match["parameters"])]
    said = {name: value for name, value in parameters if name}
    bare = {value.upper() for name, value in parameters if not name}
    transfer = said.get("ENCODING", "").upper()
    if transfer in {"B", "BASE64"} or "BASE64" in bare:
        return None
    value = match["value"].encode("latin-1")
    if transfer == "QUOTED-PRINTABLE" or "QUOTED-PRINTABLE" in bare:
        value = quopri.decodestring(value)
    text = _decoded(value, said.get("CHARSET", "").strip(), encoding)
    if len(text) > LONGEST_ROW:
        return None
    types = [one.strip().lower() for name, value in parameters if name in {"", "TYPE"} for one in value.split(",")]
    return Property(
        name=match["name"].upper(),
        value=text,
        group=(match["group"] or "").lower(),
        types=tuple(dict.fromkeys(types)),
        uri=said.get("VALUE", "").lower() == "uri",
        preferred="pref" in types or said.get("PREF", "") == "1",
        extension=said.get("X-EXTENSION", ""),
    )


def plain(value: str) -> str:
    """The value without its escapes (RFC 6350 §3.4)."""
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def components(value: str) -> list[str]:
    """The parts of a structured value, such as a name's, without their escapes."""
    return [plain(part) for part in re.findall(r"(?:^|;)((?:[^;\\]|\\.|\\$)*)", value, re.DOTALL)]


def _parameter(raw: str) -> tuple[str, str]:
    """Name (upper case; empty for the bare words of vCard 2.1) and value."""
    name, equals, value = raw.partition("=")
    if not equals:
        return "", name.strip()
    unquoted = value.replace('"', "").strip()
    return name.strip().upper(), re.sub(r"\^[n'^]", lambda found: _CARETS[found[0]], unquoted)


def _decoded(value: bytes, charset: str, encoding: str) -> str:
    for candidate in (charset, encoding):
        try:
            return value.decode(candidate) if candidate else value.decode("utf-8")
        except (LookupError, UnicodeError, ValueError):  # an unknown or a wrong name of an encoding
            continue
    return value.decode(encoding, "replace")
