"""Permission bits, and where the browsers of a client's people may come from."""

import pytest

from locum.http.scopes import CLIENT_PERMISSIONS
from locum.oauth.rules import bits_of, names_of, origin_is_registered


def test_bits_are_those_of_the_sheet() -> None:
    assert [bits_of([name]) for name in CLIENT_PERMISSIONS] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
    assert bits_of(["BOOKING_READ", "EVENT_TYPE_READ", "BOOKING_READ"]) == 5
    assert bits_of(["PROFILE_READ", "*"]) == 1023
    assert bits_of([]) == 0


def test_names_come_in_the_order_of_their_bits() -> None:
    assert names_of(4 | 1 | 512) == ["EVENT_TYPE_READ", "BOOKING_READ", "PROFILE_WRITE"]
    assert names_of(1023) == list(CLIENT_PERMISSIONS)
    assert names_of(0) == []


@pytest.mark.parametrize(
    ("registered", "origin", "good"),
    [
        ("https://shop.example", "https://shop.example", True),
        ("https://shop.example/", "https://shop.example", True),
        ("https://shop.example", "http://shop.example", False),
        ("https://shop.example", "https://shop.example.evil", False),
        ("https://shop.example/callback", "https://shop.example", False),
        ("https://*.shop.example", "https://a.shop.example", True),
        ("https://*.shop.example", "https://a.b.shop.example", True),
        ("https://*.shop.example", "https://shop.example", False),
        ("https://*.shop.example", "https://evil.example", False),
        ("http://localhost:*", "http://localhost:3000", True),
        ("http://localhost:*", "http://localhost", False),
        ("*", "https://anything.example", True),
        ("https://a*b*c", "https://aXbYc", True),
        ("https://a*b*c", "https://aXcYb", False),
        ("https://ab*ba", "https://aba", False),
        ("https://a.example", "https://aXexample", False),
        ("", "null", False),
    ],
)
def test_an_origin_matches_where_stars_are_anything(registered: str, origin: str, good: bool) -> None:
    assert origin_is_registered(origin, [registered]) is good


def test_many_stars_take_no_time() -> None:
    assert not origin_is_registered("https://" + "a" * 20_000, ["https://" + "*a" * 2000 + "*b"])
