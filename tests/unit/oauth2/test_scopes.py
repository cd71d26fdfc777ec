"""What an application may be registered with, and what it gets."""

import pytest

from locum.kit.errors import BadRequest
from locum.oauth2.rules.refusals import Refused
from locum.oauth2.rules.scopes import check_registered, granted, parse

LEGACY = ["READ_BOOKING", "READ_PROFILE"]


@pytest.mark.parametrize("text", ["A_READ B_READ", "A_READ,B_READ", " A_READ ,  B_READ,", "A_READ\tB_READ A_READ"])
def test_scopes_are_joined_by_blanks_or_commas(text: str) -> None:
    assert parse(text) == {"A_READ", "B_READ"}


def test_no_scopes() -> None:
    assert parse(None) == parse("") == parse(" , ") == frozenset()


@pytest.mark.parametrize("scopes", [LEGACY, ["READ_BOOKING"], ["BOOKING_READ", "ORG_PROFILE_WRITE"]])
def test_what_can_be_registered(scopes: list[str]) -> None:
    check_registered(scopes)


@pytest.mark.parametrize("scopes", [[], ["NONSENSE"], ["booking_read"], ["READ_BOOKING", "BOOKING_READ"]])
def test_what_cannot(scopes: list[str]) -> None:
    with pytest.raises(BadRequest):
        check_registered(scopes)


@pytest.mark.parametrize(
    ("registered", "asked", "given"),
    [
        (["BOOKING_READ", "BOOKING_WRITE"], set(), {"BOOKING_READ", "BOOKING_WRITE"}),
        (["BOOKING_READ", "BOOKING_WRITE"], {"BOOKING_READ"}, {"BOOKING_READ"}),
        (LEGACY, set(), set(LEGACY)),
        (LEGACY, {"READ_PROFILE"}, {"READ_PROFILE"}),
        (LEGACY, {"BOOKING_READ"}, {"BOOKING_READ"}),
    ],
)
def test_what_is_granted(registered: list[str], asked: set[str], given: set[str]) -> None:
    assert granted(registered, frozenset(asked)) == given


@pytest.mark.parametrize("asked", ["BOOKING_WRITE", "READ_BOOKING", "NONSENSE", 'x"\\ü\n'])
def test_more_than_it_may_have(asked: str) -> None:
    with pytest.raises(Refused) as refused:
        granted(["BOOKING_READ"], frozenset({asked}))
    assert refused.value.error == "invalid_scope"
    assert not set('"\\ü\n') & set(refused.value.description)
