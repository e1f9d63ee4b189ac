"""Which column of a CSV file is what: by its heading, in the wording of common exports, or else by its content."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from acefone_desktop.adapters.contact_files.labels import label_from
from acefone_desktop.domain.numbers import digits_only

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_HEADINGS = {
    "name": "name|full name|display name|contact|contact name|customer|customer name|client|client name|person|"
    "file as|subscriber|lead name|nombre completo|nom complet|naam|vollstandiger name",
    "given": "first name|given name|forename|first|vorname|prenom|nombre|nome|voornaam|firstname|fname",
    "middle": "middle name|additional name|second name|middlename",
    "family": "last name|family name|surname|last|nachname|familienname|nom|nom de famille|apellido|apellidos|cognome|"
    "achternaam|lastname|lname",
    "company": "company|company name|organization|organisation|organization name|organisation name|"
    "organization 1 name|account|account name|business|business name|employer|firm|firma|societe|entreprise|empresa|"
    "azienda|bedrijf|unternehmen",
    "email": "email|e mail|email address|e mail address|e mail 1 value|email 1 value|email id|primary email|mail|"
    "courriel|correo|correo electronico|e mail adresse|email 1",
    "notes": "notes|note|comments|comment|remarks|remark|notizen|bemerkung|bemerkungen|notas|note s|description",
    "favourite": "favourite|favorite|starred|is favourite|is favorite|favorit",
    "groups": "labels|group membership|categories|groups|tags",
    "caller_id": "caller id|callerid",
}
_ROLES = {heading: role for role, headings in _HEADINGS.items() for heading in headings.split("|")}
_PHONE = re.compile(
    r"\b(?:phone|telephone|tel|mobile|cell|cellular|cellphone|landline|fax|msisdn|telefon\w*|mobil|mobiltelefon|mobilnummer|handy\w*|festnetz|"
    r"telefono|movil|portable|pager|phonenumber|mobilephone|homephone|workphone|isdn|telefax|rufnummer)\b"
)
_PLAIN_NUMBER = re.compile(
    r"number(?: \d+)?|(?:contact|caller|dial|alternate|alternative|other|whatsapp|direct) (?:number|no)(?: \d+)?"
)
_NOT_A_PHONE = re.compile(r"\b(?:type|label|country|code|provider|status|carrier|model|preferred|verified|id|opt)\b")
_NUMBERED = re.compile(
    r"(?P<group>phone \d+|telephone \d+|tel \d+|number \d+) (?P<part>value|type|label|extension|ext)"
)
_SHORTEST_NUMBER = 6
_NUMBER_CELL = re.compile(r"[\s\d+().\-/#x']+")


@dataclass(slots=True)
class NumberColumn:
    """A column of numbers: the label its heading gives, and the columns that say more of each number."""

    column: int
    label: str = ""
    label_column: int | None = None
    extension_column: int | None = None


@dataclass(slots=True)
class Columns:
    """Which role each column plays; `roles` may name several columns, the first filled one counts."""

    roles: dict[str, list[int]] = field(default_factory=dict)
    numbers: list[NumberColumn] = field(default_factory=list)

    @property
    def known(self) -> int:
        """How many columns have a role."""
        return len(self.numbers) + sum(map(len, self.roles.values()))

    @property
    def usable(self) -> bool:
        """Whether contacts can come out of it."""
        return bool(self.numbers or self.roles.keys() & {"name", "given", "family", "company"})


def columns_from_headings(row: Sequence[str]) -> Columns:
    """The columns as the first row names them; empty when it names none that we know."""
    columns, parts = Columns(), dict[str, NumberColumn]()
    headings = [_plain(cell) for cell in row]
    for place, heading in enumerate(headings):
        if numbered := _NUMBERED.fullmatch(heading):
            _place_part(columns, parts.setdefault(numbered["group"], NumberColumn(-1)), numbered["part"], place)
        elif role := _ROLES.get(heading):
            columns.roles.setdefault(role, []).append(place)
        elif _is_phone(heading):
            columns.numbers.append(NumberColumn(place, label_from(row[place])))
    columns.numbers.sort(key=lambda number: "fax" in number.label)  # a fax is never the first choice to dial
    return columns


def columns_from_content(rows: Sequence[Sequence[str]]) -> Columns:
    """The columns as their cells suggest; empty when no column holds numbers."""
    columns = Columns()
    width = max((len(row) for row in rows), default=0)
    for place in range(width):
        cells = [cell for row in rows if place < len(row) and (cell := row[place].strip())]
        if not cells:
            continue
        if _share(cells, looks_like_number) > 0.5:  # noqa: PLR2004 (more often than not)
            columns.numbers.append(NumberColumn(place))
        elif _share(cells, lambda cell: "@" in cell) > 0.5:  # noqa: PLR2004
            columns.roles.setdefault("email", []).append(place)
        elif role := next((role for role in ("name", "company", "notes") if role not in columns.roles), None):
            columns.roles[role] = [place]
    return columns if columns.numbers else Columns()


def looks_like_number(cell: str) -> bool:
    """Whether a cell holds a telephone number and nothing else."""
    return _NUMBER_CELL.fullmatch(cell) is not None and len(digits_only(cell)) >= _SHORTEST_NUMBER


def _plain(heading: str) -> str:
    spaced = heading if " " in heading.strip() else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)  # “firstName”
    apart = unicodedata.normalize("NFKD", spaced.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in apart if not unicodedata.combining(c))))


def _is_phone(heading: str) -> bool:
    named = _PHONE.search(heading) or _PLAIN_NUMBER.fullmatch(heading)
    return bool(named) and not _NOT_A_PHONE.search(heading)


def _place_part(columns: Columns, number: NumberColumn, part: str, place: int) -> None:
    if part == "value":
        number.column = place
        columns.numbers.append(number)
    elif part in {"type", "label"}:
        number.label_column = place
    else:
        number.extension_column = place


def _share(cells: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, cells)) / len(cells)
