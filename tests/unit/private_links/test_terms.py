"""For how long and how often private links are good (event types sheet, section 11)."""

from datetime import UTC, datetime, timedelta

import pytest

from locum.kit.errors import BadRequest
from locum.private_links.rules import Terms, changed_terms, is_name, terms_of_new

NOW = datetime(2027, 1, 4, tzinfo=UTC)


def test_one_booking_unless_said_otherwise() -> None:
    assert terms_of_new(None, None) == Terms(None, 1)
    assert terms_of_new(NOW, None) == Terms(NOW, None)
    assert terms_of_new(None, 3) == Terms(None, 3)
    with pytest.raises(BadRequest, match="Provide only one of expiresAt or maxUsageCount"):
        terms_of_new(NOW, 3)


def test_what_is_given_takes_the_place_of_the_other() -> None:
    assert changed_terms(Terms(NOW, None), None, 2) == Terms(None, 2)
    assert changed_terms(Terms(None, 2), NOW, None) == Terms(NOW, None)
    assert changed_terms(Terms(None, 2), None, None) == Terms(None, 2)


def test_when_a_link_is_over() -> None:
    assert [Terms(None, 2).are_over(uses, NOW) for uses in (0, 1, 2, 3)] == [False, False, True, True]
    assert [Terms(NOW + timedelta(seconds=more), None).are_over(9, NOW) for more in (-1, 0, 1)] == [True, True, False]


def test_names() -> None:
    assert is_name("k3_Zq-0")
    assert not is_name("ä")
    assert not is_name("x" * 101)
