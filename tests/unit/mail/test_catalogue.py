"""Every language says everything, with the same blanks to fill."""

import string
from collections.abc import Iterator, Mapping

import pytest
from babel import Locale

from locum.mail.audience import FORMS
from locum.mail.catalogue import Entry, languages, load, words_for


def blanks(entry: Entry) -> set[str]:
    """The names between braces."""
    texts = entry.values() if isinstance(entry, Mapping) else [entry]
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def forms(language: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The entries of a language that have plural forms."""
    return ((key, entry) for key, entry in load(language).items() if isinstance(entry, Mapping))


def test_there_are_three_languages() -> None:
    assert languages() == {"en", "de", "ar"}


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_language_is_complete(language: str) -> None:
    english, other = load("en"), load(language)
    assert set(other) == set(english)
    assert {key: blanks(other[key]) for key in other} == {key: blanks(english[key]) for key in english}


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_plural_form_is_there(language: str) -> None:
    needed = Locale.parse(language).plural_form.tags | {"other"}
    for key, entry in forms(language):
        assert set(entry) == needed, key


def test_every_form_has_its_words() -> None:
    entries = load("en")
    for (_, role), form in FORMS.items():
        assert f"subject.{form.subject}" in entries
        assert f"heading.{form.heading}" in entries
        assert f"intro.{form.heading}.{role}" in entries


@pytest.mark.parametrize(
    ("asked", "tag", "direction"),
    [
        ("en", "en", "ltr"),
        ("de", "de", "ltr"),
        ("de-AT", "de-AT", "ltr"),
        ("de_CH", "de-CH", "ltr"),
        ("ar", "ar", "rtl"),
        ("ar-EG", "ar-EG", "rtl"),
        ("fr", "en", "ltr"),
        ("iw", "en", "ltr"),
        ("zh-CN", "en", "ltr"),
        ("es-419", "en", "ltr"),
        ("", "en", "ltr"),
        ("!!", "en", "ltr"),
        ("de-nonsense", "de", "ltr"),
    ],
)
def test_a_reader_gets_his_language_or_english(asked: str, tag: str, direction: str) -> None:
    words = words_for(asked)
    assert (words.tag, words.direction) == (tag, direction)


def test_latin_names_are_isolated_in_arabic_only() -> None:
    assert "\u2068Ada\u2069" in words_for("ar").text("intro.scheduled.attendee", host="Ada")
    assert "\u2068" not in words_for("ar").text("intro.scheduled.attendee", host="عائشة")
    assert words_for("en").text("intro.scheduled.attendee", host="Ada") == "Your meeting with Ada is confirmed."


def test_values_are_never_read_as_patterns() -> None:
    assert words_for("en").text("subject.plain", title="{host} {0} %s") == "{host} {0} %s"


@pytest.mark.parametrize(("language", "told"), [("en", "12,000 meetings in all"), ("de", "12.000"), ("ar", "12,000")])
def test_large_numbers_are_written_as_a_language_writes_them(language: str, told: str) -> None:
    assert told in words_for(language).count("series", 12_000)
