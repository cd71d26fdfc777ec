"""Tokens and links of invitations."""

import pytest

from locum.invitations.rules import invitation_link, is_token


def test_tokens_are_64_hexadecimal_digits() -> None:
    assert is_token("0123456789abcdef" * 4)


@pytest.mark.parametrize("text", ["", "a" * 63, "a" * 65, "A" * 64, "g" * 64, "a" * 63 + "\n", "٠" * 64])
def test_nothing_else_is_one(text: str) -> None:
    assert not is_token(text)


def test_links_are_the_peer_s() -> None:
    alone = invitation_link("https://h.example/cal", "abc", is_of_organization=False)
    assert alone == "https://h.example/cal/teams?token=abc"
    within = invitation_link("https://h.example/cal", "abc", is_of_organization=True)
    assert within == "https://h.example/cal/signup?token=abc&callbackUrl=/getting-started"
