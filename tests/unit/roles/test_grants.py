"""What words of roles grant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locum.http.grants import ALL, NOTHING, Grants, words_granting
from locum.roles.vocabulary import ALL_WORDS

words = st.frozensets(st.sampled_from(ALL_WORDS), max_size=6)


@pytest.mark.parametrize(
    ("held", "asked", "granted"),
    [
        ("ooo.read", "ooo.read", True),
        ("ooo.read", "ooo.update", False),
        ("ooo.read", "booking.read", False),
        ("*.*", "auditLog.read", True),
        ("*.read", "organization.attributes.read", True),
        ("*.read", "ooo.create", False),
        ("organization.attributes.*", "organization.attributes.editUsers", True),
        ("organization.*", "organization.attributes.read", False),
        ("organization.*", "organization.invite", True),
        # What writes a thing reads it.
        ("ooo.create", "ooo.read", True),
        ("ooo.update", "ooo.read", True),
        ("ooo.delete", "ooo.read", True),
        ("*.update", "ooo.read", True),
        ("ooo.create", "ooo.delete", False),
        ("organization.invite", "organization.read", False),
        ("organization.attributes.editUsers", "organization.attributes.read", False),
        ("booking.readOrgBookings", "booking.read", True),
        ("booking.readTeamBookings", "booking.read", True),
        ("booking.readRecordings", "booking.read", False),
        ("booking.read", "booking.readOrgBookings", False),
    ],
)
def test_a_word_grants(held: str, asked: str, granted: bool) -> None:
    assert Grants(frozenset({held})).allow(asked) is granted


@given(words, words, st.sampled_from(ALL_WORDS))
def test_more_words_never_grant_less(some: frozenset[str], more: frozenset[str], asked: str) -> None:
    if Grants(some).allow(asked):
        assert (Grants(some) | Grants(more)).allow(asked)


@given(words, st.sampled_from(ALL_WORDS))
def test_everybody_holds_what_he_has_been_given(some: frozenset[str], asked: str) -> None:
    assert Grants(some).missing(some) == []
    assert Grants(some).allow(asked) is not bool(Grants(some).missing([asked]))


@given(words, words, st.sampled_from(ALL_WORDS))
def test_whoever_holds_all_words_of_a_role_can_do_what_it_can(
    holder: frozenset[str], role: frozenset[str], asked: str
) -> None:
    """So that giving a role never gives more than the giver has."""
    if not Grants(holder).missing(role) and Grants(role).allow(asked):
        assert Grants(holder).allow(asked)


def test_everything_is_held_only_by_who_has_everything() -> None:
    assert ALL.missing(ALL_WORDS) == []
    assert Grants(frozenset(ALL_WORDS) - {"*.*"}).missing(["*.*"]) == ["*.*"]
    assert NOTHING.missing(["ooo.read"]) == ["ooo.read"]
    assert words_granting("*.*") == {"*.*"}
