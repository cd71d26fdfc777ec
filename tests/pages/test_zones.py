"""Time zones to choose from, and the list to search in."""

from datetime import UTC, datetime

from babel import Locale
from httpx import AsyncClient

from locum.pages.when import city, offset, zone_label
from locum.pages.zones import all_of_them, common, wanted_zone

WINTER = datetime(2026, 12, 8, 12, tzinfo=UTC)


def test_offsets_are_written_short() -> None:
    assert offset("Europe/Berlin", WINTER) == "UTC+1"
    assert offset("Asia/Kolkata", WINTER) == "UTC+5:30"
    assert offset("America/St_Johns", WINTER) == "UTC-3:30"
    assert offset("UTC", WINTER) == "UTC"


def test_cities_are_named_in_the_language() -> None:
    assert city(Locale("de"), "Europe/Rome") == "Rom"
    assert zone_label(Locale("en"), "America/Argentina/Buenos_Aires", WINTER) == "Buenos Aires (UTC-3)"


def test_the_short_list_holds_what_it_must() -> None:
    names = [choice.name for choice in common(Locale("en"), WINTER, "Pacific/Chatham")]
    assert "Pacific/Chatham" in names
    assert len(names) == len(set(names)) < 60


def test_the_long_list_goes_from_west_to_east() -> None:
    choices = all_of_them(Locale("en"), WINTER)
    assert len(choices) > 350
    assert choices[0].offset.startswith("UTC-1")
    assert "UTC" in [choice.name for choice in choices]


def test_wishes_that_are_no_zones_are_passed_over() -> None:
    assert wanted_zone("Mars/Base", "europe/berlin") == "Europe/Berlin"
    assert wanted_zone(None, "") == "UTC"


async def test_the_list_is_served_in_the_language(client: AsyncClient) -> None:
    answer = await client.get("/static/zones/de")
    assert "max-age" in answer.headers["cache-control"]
    assert ["Europe/Rome", "Rom"] in [row[:2] for row in answer.json()]
