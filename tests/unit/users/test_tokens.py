"""Tokens of links in mails."""

from datetime import UTC, datetime, timedelta

import pytest

from locum.users.models import User
from locum.users.tokens import LASTS, PASSWORD_PURPOSES, Claim, Purpose, fits, make_token, read_token, state_of

SECRET = "a secret of the tests"
NOW = datetime(2027, 2, 1, 6, 0, tzinfo=UTC)


def account(**values: object) -> User:
    """An account that was invited."""
    return User(**{"id": 7, "email": "ada@example.com", "password_hash": None, **values})


@pytest.mark.parametrize("purpose", Purpose)
def test_a_token_is_good_until_its_time_is_over(purpose: Purpose) -> None:
    user = account()
    token = make_token(SECRET, purpose, user, NOW, "new@example.com")
    end = NOW + LASTS[purpose]
    claim = read_token(SECRET, [purpose], token, end - timedelta(seconds=1))
    assert claim == Claim(purpose, 7, state_of(SECRET, user), "new@example.com")
    assert fits(SECRET, claim, user)
    assert read_token(SECRET, [purpose], token, end) is None


def test_a_token_does_nothing_else() -> None:
    token = make_token(SECRET, Purpose.EMAIL, account(), NOW)
    assert read_token(SECRET, PASSWORD_PURPOSES, token, NOW) is None


def test_only_this_server_signs() -> None:
    token = make_token("another secret of tests", Purpose.PASSWORD, account(), NOW)
    assert read_token(SECRET, PASSWORD_PURPOSES, token, NOW) is None


def test_no_sign_of_a_token_can_be_changed() -> None:
    token = make_token(SECRET, Purpose.PASSWORD, account(), NOW)
    for place in range(len(token) - 1):
        changed = "A" if token[place] != "A" else "B"
        assert read_token(SECRET, PASSWORD_PURPOSES, token[:place] + changed + token[place + 1 :], NOW) is None


@pytest.mark.parametrize("token", ["", ".", "a.b", "☃", "\udcff", "x" * 100_000, "." * 1999])
def test_nonsense_is_nothing(token: str) -> None:
    assert read_token(SECRET, PASSWORD_PURPOSES, token, NOW) is None


@pytest.mark.parametrize("change", [{"password_hash": "digest"}, {"email": "new@example.com"}, {"id": 8}])
def test_it_fits_the_account_as_it_was(change: dict[str, object]) -> None:
    claim = read_token(SECRET, PASSWORD_PURPOSES, make_token(SECRET, Purpose.INVITATION, account(), NOW), NOW)
    assert claim is not None
    assert not fits(SECRET, claim, account(**change))
