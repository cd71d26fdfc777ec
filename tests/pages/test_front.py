"""The front page, refusals as pages, languages, static files, headers."""

import json
import re
from string import Formatter

from babel import Locale
from httpx import AsyncClient

from locum.pages.statics import files
from locum.pages.words import choose_words, entries_of, languages, preferences
from tests.factories.world import World
from tests.pages.browser import Reader


async def test_front_page_names_the_way_in(reader: Reader) -> None:
    page = await reader.open("/")
    assert page.status_code == 200
    assert 'href="/auth/login"' in page.text
    assert 'href="/docs"' in page.text


async def test_unknown_pages_answer_as_pages(reader: Reader) -> None:
    page = await reader.open("/nothing/here/at/all", **{"accept-language": "de"})
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert '<html lang="de"' in page.text


async def test_policies_leave_no_room_for_inline_code(reader: Reader) -> None:
    page = await reader.open("/auth/login")
    policy = page.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=", page.text)


async def test_files_are_kept_for_ever_under_their_digest(client: AsyncClient, reader: Reader) -> None:
    page = await reader.open("/")
    address = next(iter(re.findall(r'href="(/static/[^"]+\.css)"', page.text)))
    fresh = await client.get(address)
    assert "immutable" in fresh.headers["cache-control"]
    assert fresh.headers["content-type"].startswith("text/css")
    old = await client.get("/static/0123456789ab/locum.css")
    assert old.headers["cache-control"] == "no-cache"
    assert (await client.get(f"/static/{files().digest}/../router.py")).status_code == 404
    assert (await client.get(f"/static/{files().digest}/nothing.css")).status_code == 404


def test_browsers_preferences_are_read_best_first() -> None:
    assert preferences("fr;q=0.5, de-AT, ar;q=0.8, en;q=0, *;q=0.1") == ["de-AT", "ar", "fr"]
    assert preferences("de;q=nonsense") == []


def test_language_falls_back_to_english() -> None:
    assert choose_words(accepted="fr, it").tag == "en"
    assert choose_words("xx", "de-CH", accepted="ar").tag == "de-CH"
    assert choose_words("de-ZZ").locale.language == "de"
    assert choose_words(None, accepted="ar;q=0.2, en-GB;q=0.1").direction == "rtl"


def test_catalogues_say_the_same_things() -> None:
    english = entries_of("en")
    for language in languages():
        entries = entries_of(language)
        assert entries.keys() == english.keys(), language
        for key, entry in entries.items():
            assert _names(entry) >= _names(english[key]), (language, key)
            if not isinstance(entry, str):
                assert set(entry) >= set(Locale.parse(language).plural_form.tags) | {"other"}, (language, key)


def _names(entry: object) -> set[str]:
    text = entry if isinstance(entry, str) else json.dumps(entry).replace('{"', "").replace('"}', "")
    return {name for _, name, _, _ in Formatter().parse(text) if name}


NAMES_OF_PRODUCTS = "replies.backend."
"""They are the same in every language."""


def test_each_catalogue_is_valid_and_in_its_own_language() -> None:
    english = entries_of("en")
    for language in languages():
        if language == "en":
            continue
        entries = entries_of(language)
        said = {key: entry for key, entry in entries.items() if not key.startswith(NAMES_OF_PRODUCTS)}
        same = [key for key, entry in said.items() if entry == english[key] and len(str(entry)) > 12]
        assert not same, (language, same)


async def test_a_new_server_says_what_to_do_first(client: AsyncClient, world: World) -> None:
    assert "set-up link" in (await client.get("/")).text
    await world.user()
    assert "set-up link" not in (await client.get("/")).text
