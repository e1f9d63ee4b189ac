"""A font as GTK's settings name it: “Ubuntu Sans Semi-Bold Italic 10.5” (Pango, FontDescription.from_string)."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 200
SMALLEST, LARGEST = 4.0, 72.0
_USUAL_POINTS = 10.0
_USUAL_WEIGHT = 400
_SIZE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)(px)?", re.ASCII)
_WEIGHTS = {
    "thin": 100,
    "ultra-light": 200,
    "extra-light": 200,
    "light": 300,
    "semi-light": 350,
    "demi-light": 350,
    "book": 380,
    "regular": 400,
    "normal": 400,
    "medium": 500,
    "semi-bold": 600,
    "demi-bold": 600,
    "bold": 700,
    "ultra-bold": 800,
    "extra-bold": 800,
    "heavy": 900,
    "black": 900,
    "ultra-heavy": 950,
    "extra-black": 950,
    "ultra-black": 950,
}
_SLANTS = {"roman": False, "oblique": True, "italic": True}
_PASSED_OVER = frozenset(
    {
        *("small-caps", "all-small-caps", "petite-caps", "all-petite-caps", "unicase", "title-caps"),
        *("ultra-condensed", "extra-condensed", "condensed", "semi-condensed"),
        *("semi-expanded", "expanded", "extra-expanded", "ultra-expanded"),
        *("not-rotated", "south", "upside-down", "north", "rotated-left", "east", "rotated-right", "west"),
    }
)


@dataclass(frozen=True, slots=True)
class FontName:
    """`families`: the first that is installed counts; `size` in points, or in pixels where so said; `weight` 1–1000."""

    families: tuple[str, ...]
    size: float = _USUAL_POINTS
    in_pixels: bool = False
    weight: int = _USUAL_WEIGHT
    italic: bool = False


USUAL = FontName(("Sans",))
"""GTK's own default (GtkSettings, gtk-font-name)."""


def font_name(text: str) -> FontName | None:
    """Reads the name; `None` for what names no family, is too long, or has a size nobody could read."""
    if len(text) > LONGEST or not text.isprintable():
        return None
    words = [word for word in text.split() if word[0] not in "@#"]  # variations and features of the font's file
    size, in_pixels = _USUAL_POINTS, False
    found = _SIZE.fullmatch(words[-1]) if words else None
    if found:
        size, in_pixels = float(found[1]), found[2] is not None
        words.pop()
    weight, italic = _USUAL_WEIGHT, False
    while words and (word := words[-1].lower()) in _WEIGHTS.keys() | _SLANTS.keys() | _PASSED_OVER:
        weight, italic = _WEIGHTS.get(word, weight), _SLANTS.get(word, italic)
        words.pop()
    families = tuple(family for part in " ".join(words).split(",") if (family := part.strip()))
    if not families or not SMALLEST <= size <= LARGEST:
        return None
    return FontName(families, size, in_pixels, weight, italic)
