"""The words of the pages, and which language a visitor reads.

One JSON file per language in `locales/` for the pages that visitors see, another one in `locales/dashboard/`.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

from babel import Locale, UnknownLocaleError
from markupsafe import Markup

from locum.mail.catalogue import Entry, Words

FALLBACK = "en"
_LONGEST_HEADER = 500


@cache
def languages() -> Mapping[str, str]:
    """Languages that the pages are written in, each with its own name for itself."""
    folder = resources.files(__package__).joinpath("locales")
    codes = sorted(file.name.removesuffix(".json") for file in folder.iterdir() if file.name.endswith(".json"))
    return {code: Locale.parse(code).get_display_name(code) or code for code in codes}


@cache
def entries_of(language: str) -> Mapping[str, Entry]:
    """The catalogue of one language."""
    folder = resources.files(__package__).joinpath("locales")
    entries: dict[str, Entry] = {}
    for file in (folder.joinpath(f"{language}.json"), folder.joinpath("dashboard", f"{language}.json")):
        entries |= json.loads(file.read_text(encoding="utf-8"))
    return entries


@cache
def words_in(tag: str) -> Words | None:
    """Words for a language tag such as `de` or `en-GB`, whose region decides about dates; None if nobody wrote them."""
    language, _, rest = tag.strip().replace("_", "-").partition("-")
    if language.lower() not in languages():
        return None
    for candidate in (f"{language}-{rest}", language):
        try:
            return Words(Locale.parse(candidate, sep="-"), entries_of(language.lower()))
        except (UnknownLocaleError, ValueError):
            continue
    return None


def choose_words(*wishes: str | None, accepted: str | None = None) -> Words:
    """The first wish that can be met, else what the browser accepts (RFC 9110, section 12.5.4), else English."""
    for tag in (*wishes, *preferences(accepted or "")):
        if tag and len(tag) < 20 and (found := words_in(tag)):
            return found
    return Words(Locale.parse(FALLBACK), entries_of(FALLBACK))


def preferences(header: str) -> list[str]:
    """Language tags of an Accept-Language header, the best first; refused ones are left out."""
    ranked: list[tuple[float, int, str]] = []
    for part in header[:_LONGEST_HEADER].split(","):
        tag, _, parameters = part.partition(";")
        quality = _quality(parameters)
        if quality > 0 and tag.strip() not in {"", "*"}:
            ranked.append((-quality, len(ranked), tag.strip()))
    return [tag for _, _, tag in sorted(ranked)]


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def rich(words: Words, key: str, **values: object) -> Markup:
    """An entry whose values may be markup (a link in a sentence); plain ones are escaped."""
    entry = words.entries[key]
    if not isinstance(entry, str):
        raise TypeError(f"{key} has plural forms")
    return Markup.escape(entry).format(**values)
