"""Design tokens: every colour, distance, radius and type size that a screen may use."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

SPACE_XS, SPACE_S, SPACE_M, SPACE_L, SPACE_XL = 4, 8, 12, 16, 24
"""Distances in device-independent pixels, on a 4-pixel grid."""

RADIUS_S, RADIUS_M, RADIUS_L = 6, 10, 16

CONTROL_HEIGHT = 40
SIGN_SIDE = 16
CALL_BUTTON_HEIGHT = 52
NUMBER_FIELD_HEIGHT = 60
NAVIGATION_SIZE = 64
ROW_HEIGHT = 52

NUMBER_POINTS = 24.0
TIMER_POINTS = 18.0
TITLE_FACTOR = 1.3
SMALL_FACTOR = 0.88
"""Type sizes: the number field is absolute, the rest are factors of the system's font."""

MOTION_MS = 150
PULSE_MS = 1200

NARROW_WIDTH, NARROW_HEIGHT = 400, 680
TWO_PANES_WIDTH = 760

READABLE_CONTRAST = 4.5
"""Least ratio between text and its background (WCAG 2.2, criterion 1.4.3)."""


@dataclass(frozen=True, slots=True)
class Colours:
    """One appearance. Names say the use: green is for calling, red for ending and failure, amber for “perhaps”."""

    window: str
    surface: str
    raised: str
    hover: str
    pressed: str
    border: str
    outline: str
    text: str
    muted: str
    disabled: str
    accent: str
    on_accent: str
    accent_soft: str
    call: str
    call_hover: str
    call_pressed: str
    call_soft: str
    call_text: str
    danger: str
    danger_hover: str
    danger_pressed: str
    danger_soft: str
    danger_text: str
    caution: str
    caution_hover: str
    caution_soft: str
    caution_text: str
    on_caution: str
    on_solid: str


LIGHT = Colours(
    window="#f4f5f8",
    surface="#ffffff",
    raised="#ffffff",
    hover="#eaedf2",
    pressed="#dde2ea",
    border="#dcdfe6",
    outline="#7f8897",
    text="#161a21",
    muted="#566070",
    disabled="#9aa2ae",
    accent="#2f5bd8",
    on_accent="#ffffff",
    accent_soft="#e6ecfc",
    call="#15803d",
    call_hover="#126e35",
    call_pressed="#0e5a2b",
    call_soft="#e2f4e8",
    call_text="#116932",
    danger="#c62828",
    danger_hover="#ad2020",
    danger_pressed="#931a1a",
    danger_soft="#fdeaea",
    danger_text="#b01f1f",
    caution="#f2b134",
    caution_hover="#e7a322",
    caution_soft="#fff3d9",
    caution_text="#7d4c00",
    on_caution="#2b1b00",
    on_solid="#ffffff",
)

DARK = Colours(
    window="#14171c",
    surface="#1d2128",
    raised="#252a33",
    hover="#2b313b",
    pressed="#353c48",
    border="#313844",
    outline="#7d8796",
    text="#eef1f5",
    muted="#a5afbd",
    disabled="#667080",
    accent="#8fb0ff",
    on_accent="#0d1a3a",
    accent_soft="#26324f",
    call="#17803f",
    call_hover="#17843f",
    call_pressed="#126b34",
    call_soft="#173524",
    call_text="#62d68e",
    danger="#c93434",
    danger_hover="#d33f3f",
    danger_pressed="#ab2929",
    danger_soft="#43211f",
    danger_text="#ff9a92",
    caution="#f0b545",
    caution_hover="#f6c462",
    caution_soft="#3a2d12",
    caution_text="#f6c667",
    on_caution="#2b1b00",
    on_solid="#ffffff",
)

TEXT_PAIRS = (
    *((text, ground) for text in ("text", "muted") for ground in ("window", "surface", "raised", "hover")),
    ("text", "pressed"),
    *(
        (text, ground)
        for text in ("accent", "call_text", "danger_text", "caution_text")
        for ground in ("window", "surface")
    ),
    ("text", "accent_soft"),
    ("accent", "accent_soft"),
    ("call_text", "call_soft"),
    ("danger_text", "danger_soft"),
    ("caution_text", "caution_soft"),
    ("text", "call_soft"),
    ("text", "danger_soft"),
    ("text", "caution_soft"),
    ("on_accent", "accent"),
    *(
        ("on_solid", ground)
        for ground in ("call", "call_hover", "call_pressed", "danger", "danger_hover", "danger_pressed")
    ),
    ("on_caution", "caution"),
    ("on_caution", "caution_hover"),
)
"""(text, background) as they occur on screen; each must be readable in both appearances."""


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2, “relative luminance”)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]  # noqa: PLR2004
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, “contrast ratio”)."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(first: str, second: str, share: float) -> str:
    """`first` with `share` (0 to 1) of `second` in it."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def with_accent(colours: Colours, accent: str) -> Colours:
    """The same appearance with the system's accent, moved towards the text colour until it can be read on it."""
    accent = accent.lower()
    share = 0.0
    readable = mixed(accent, colours.text, share)
    while share < 1 and not _readable_everywhere(readable, colours):
        share += 0.1
        readable = mixed(accent, colours.text, min(share, 1))
    soft = mixed(colours.surface, readable, 0.14)
    on_accent = max("#ffffff", "#101418", key=lambda text: contrast(text, readable))
    return replace(colours, accent=readable, accent_soft=soft, on_accent=on_accent)


def _readable_everywhere(accent: str, colours: Colours) -> bool:
    grounds = (colours.window, colours.surface, mixed(colours.surface, accent, 0.14))
    return all(contrast(accent, ground) >= READABLE_CONTRAST for ground in grounds)


def colour_names() -> tuple[str, ...]:
    """Names of all colours of an appearance."""
    return tuple(field.name for field in fields(Colours))
