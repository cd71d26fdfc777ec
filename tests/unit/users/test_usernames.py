"""Names of people: derived ones, chosen ones, and those that are the server's own."""

import pytest

from locum.kit.errors import BadRequest
from locum.users.rules import RESERVED, checked_username, derived_username, first_free


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("jane@acme.co.uk", "jane-acme"),
        ("Jane.Doe@Acme.com", "jane.doe-acme"),
        ("jane+work@acme.com", "jane-work-acme"),
        ("j_d@localhost", "j-d-localhost"),
    ],
)
def test_names_come_from_addresses(email: str, name: str) -> None:
    assert derived_username(email) == name


@pytest.mark.parametrize("name", ["api", "Booking", "d", "team", "org", "event-types", "video", "router", "settings"])
def test_the_servers_own_addresses_are_nobodys_name(name: str) -> None:
    with pytest.raises(BadRequest, match="reserved"):
        checked_username(name)


@pytest.mark.parametrize("name", ["", " ", "a/b", "a?b", "a+b", "a b", "a\nb", "a\x00b", "..", "x" * 201, "<script>"])
def test_names_must_stand_in_an_address(name: str) -> None:
    with pytest.raises(BadRequest):
        checked_username(name)


@pytest.mark.parametrize("name", ["Jane", "jane.doe", "jane@acme.com", "ján-ó"])
def test_other_names_are_kept_in_lower_case(name: str) -> None:
    assert checked_username(name) == name.lower()


def test_a_taken_name_gets_the_lowest_number() -> None:
    assert first_free("jane", frozenset()) == "jane"
    assert first_free("jane", frozenset({"jane", "jane-2", "jane-4"})) == "jane-3"
    assert first_free("team", frozenset()) == "team-2"
    assert "team" in RESERVED
