"""Tokens and links of invitations."""

import pytest

from locum.invitations.rules import invitation_link, is_token, make_token


def test_tokens_are_64_hexadecimal_digits_never_the_same() -> None:
    tokens = {make_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(is_token(token) for token in tokens)


@pytest.mark.parametrize("text", ["", "a" * 63, "a" * 65, "A" * 64, "g" * 64, "a" * 63 + "\n", "٠" * 64])
def test_nothing_else_is_one(text: str) -> None:
    assert not is_token(text)


def test_links_are_the_peer_s() -> None:
    alone = invitation_link("https://h.example/cal", "abc", is_of_organization=False)
    assert alone == "https://h.example/cal/teams?token=abc"
    within = invitation_link("https://h.example/cal", "abc", is_of_organization=True)
    assert within == "https://h.example/cal/signup?token=abc&callbackUrl=/getting-started"
