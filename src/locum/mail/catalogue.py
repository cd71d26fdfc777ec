"""The words of mails in every language they are written in; one JSON file per language in `locales/`."""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

FALLBACK = "en"

_OLD_CODES = {"iw": "he", "in": "id", "no": "nb"}
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"

Entry = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """The catalogue of one language together with the regional habits (dates, hours) of one reader."""

    locale: Locale
    entries: Mapping[str, Entry]

    @property
    def tag(self) -> str:
        """The language as HTML and mail headers write it (BCP 47)."""
        return str(self.locale).replace("_", "-")

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Which way the language is written."""
        return "rtl" if self.locale.text_direction == "rtl" else "ltr"

    def text(self, key: str, **values: str) -> str:
        """The entry with its values in place.

        Among words written from the right, a value with letters written from the left is isolated so that it does
        not turn the sentence around (Unicode Standard Annex 9, section 2.7).
        """
        return _plain(self.entries[key], key).format(**{name: self._isolated(value) for name, value in values.items()})

    def count(self, key: str, number: int) -> str:
        """The entry's form for a number of things (CLDR plural categories)."""
        forms = self.entries[key]
        if isinstance(forms, str):
            raise TypeError(f"{key} has no plural forms")
        return forms[self.locale.plural_form(number)].format(count=format_decimal(number, locale=self.locale))

    def _isolated(self, value: str) -> str:
        if self.direction == "ltr" or not any(unicodedata.bidirectional(letter) == "L" for letter in value):
            return value
        return f"{_FIRST_STRONG_ISOLATE}{value}{_POP_ISOLATE}"


@cache
def languages() -> frozenset[str]:
    """Languages that have a complete catalogue."""
    files = resources.files(__package__).joinpath("locales").iterdir()
    return frozenset(file.name.removesuffix(".json") for file in files if file.name.endswith(".json"))


@cache
def words_for(tag: str) -> Words:
    """Words and habits for a reader's language tag; English throughout where his language is not written yet.

    Dates follow the language of the words: a French date inside an English sentence would help nobody.
    """
    locale = _parse(tag)
    if locale.language not in languages():
        locale = Locale.parse(FALLBACK)
    return Words(locale, load(locale.language))


@cache
def load(language: str) -> Mapping[str, Entry]:
    """The entries of one language's file."""
    file = resources.files(__package__).joinpath("locales", f"{language}.json")
    entries: dict[str, Entry] = json.loads(file.read_text(encoding="utf-8"))
    return entries


def _parse(tag: str) -> Locale:
    language, _, rest = tag.replace("_", "-").partition("-")
    code = _OLD_CODES.get(language.lower(), language)
    for candidate in (f"{code}-{rest}", code) if rest else (code,):
        try:
            return Locale.parse(candidate, sep="-")
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return Locale.parse(FALLBACK)


def _plain(entry: Entry, key: str) -> str:
    if not isinstance(entry, str):
        raise TypeError(f"{key} has plural forms")
    return entry
