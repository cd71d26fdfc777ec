"""The accent colour: any brand colour, made readable on light and dark paper (WCAG 2.2, sections 1.4.3 and 1.4.11)."""

import re
from dataclasses import dataclass

Rgb = tuple[int, int, int]

WHITE: Rgb = (255, 255, 255)
BLACK: Rgb = (0, 0, 0)
LIGHT_PAPER: Rgb = (255, 255, 255)
DARK_PAPER: Rgb = (24, 27, 32)
READABLE = 4.5
_STEPS = 50
_LONG, _SHORT = re.compile(r"#?([0-9a-fA-F]{6})"), re.compile(r"#?([0-9a-fA-F]{3})")


@dataclass(frozen=True, slots=True)
class Accent:
    """One colour on one paper: of filled buttons, of the words on them, and of links."""

    fill: str
    on_fill: str
    text: str


def parse(text: str | None) -> Rgb | None:
    """A colour written `#abc` or `#aabbcc`; None for anything else."""
    text = (text or "").strip()
    if found := _LONG.fullmatch(text):
        digits = found[1]
    elif found := _SHORT.fullmatch(text):
        digits = "".join(digit * 2 for digit in found[1])
    else:
        return None
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def accent(brand: Rgb, paper: Rgb) -> Accent:
    """A brand colour as an accent on a paper: moved away from the paper until words in it can be read."""
    away = BLACK if contrast(paper, BLACK) > contrast(paper, WHITE) else WHITE
    readable = _moved(brand, away, paper)
    # The fill shows where a button is: it needs less contrast than words, but not none.
    fill = brand if contrast(brand, paper) >= 3 else readable
    on_fill = max((WHITE, BLACK), key=lambda ink: contrast(ink, fill))
    return Accent(_written(fill), _written(on_fill), _written(readable))


def _moved(color: Rgb, toward: Rgb, paper: Rgb) -> Rgb:
    for step in range(_STEPS + 1):
        share = step / _STEPS
        red, green, blue = (round(a + (b - a) * share) for a, b in zip(color, toward, strict=True))
        if contrast((red, green, blue), paper) >= READABLE:
            return red, green, blue
    return toward


def _luminance(color: Rgb) -> float:
    red, green, blue = (_linear(part / 255) for part in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _written(color: Rgb) -> str:
    return "#" + "".join(f"{part:02x}" for part in color)
