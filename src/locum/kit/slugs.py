"""Slugs: the readable part of an address, made from a name."""

import re
import unicodedata

_ACCENTS = re.compile("[\u0300-\u036f]")
_PERIODS = re.compile(r"\.{2,}")
_HYPHENS = re.compile(r"-{2,}")
_EMOJI_GLUE = frozenset("\u200d\ufe0e\ufe0f\u20e3")
_WORD_CATEGORIES = frozenset("LNM")


def slugify(text: str) -> str:
    """Lower case, accents folded; letters and digits of any script and single periods kept.

    Runs of anything else become one hyphen, emojis vanish, and neither end holds a hyphen or a period
    (organization plane sheet, section 3.2). The result may be empty: the caller decides what that means.
    """
    without_emojis = "".join(character for character in text if not _is_emoji(character))
    # Only the marks of Latin, Greek and Cyrillic accents are folded: in Indic scripts and Thai, marks are vowels.
    folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", without_emojis))
    lowered = unicodedata.normalize("NFC", folded).lower()
    # Lowering can bring marks back (Turkish dotted I), hence the second folding.
    lowered = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", lowered)))
    hyphened = "".join(character if _is_kept(character) else "-" for character in lowered)
    return _HYPHENS.sub("-", _PERIODS.sub(".", hyphened)).strip("-.")


def _is_kept(character: str) -> bool:
    return character == "." or unicodedata.category(character)[0] in _WORD_CATEGORIES


def _is_emoji(character: str) -> bool:
    return (
        character in _EMOJI_GLUE
        or unicodedata.category(character) == "So"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )
