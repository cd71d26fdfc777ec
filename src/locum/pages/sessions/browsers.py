"""What a browser says it is: pure. Of the header `User-Agent` (RFC 9110, section 10.1.5) only two words stay.

Whoever signs in writes the header: what is kept are our own words for what we know, never his.
"""

from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 1000
"""Characters of a header that are looked at."""

# Most browsers also say that they are others; so the first that fits counts.
_FAMILIES = (
    ("Edge", ("Edg/", "EdgA/", "EdgiOS/", "Edge/")),
    ("Opera", ("OPR/", "OPT/", "OPiOS/")),
    ("Samsung Internet", ("SamsungBrowser/",)),
    ("Vivaldi", ("Vivaldi/",)),
    ("Firefox", ("Firefox/", "FxiOS/")),
    ("Chrome", ("Chrome/", "CriOS/", "Chromium/")),
    ("Safari", ("Safari/",)),
)
_SYSTEMS = (
    ("iPadOS", ("iPad",)),
    ("iOS", ("iPhone", "iPod")),
    ("Android", ("Android",)),
    ("ChromeOS", ("CrOS",)),
    ("Windows", ("Windows",)),
    ("macOS", ("Macintosh",)),
    ("Linux", ("Linux",)),
)


@dataclass(frozen=True, slots=True)
class Browser:
    """A family of browsers and a system, by the names that people know; None is one that nobody here knows."""

    family: str | None = None
    system: str | None = None


UNKNOWN = Browser()


def browser_of(header: str) -> Browser:
    """What a header tells."""
    told = header[:LONGEST]
    return Browser(_first(_FAMILIES, told), _first(_SYSTEMS, told))


def _first(known: Iterable[tuple[str, tuple[str, ...]]], told: str) -> str | None:
    return next((name for name, marks in known if any(mark in told for mark in marks)), None)
