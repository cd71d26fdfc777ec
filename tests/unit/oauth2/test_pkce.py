"""Challenges and verifiers."""

import pytest

from locum.oauth2.rules.pkce import fits, is_challenge

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_the_example_of_rfc_7636_appendix_b() -> None:
    assert is_challenge(CHALLENGE)
    assert fits(CHALLENGE, VERIFIER)


@pytest.mark.parametrize(
    "verifier", [VERIFIER[:-1] + "l", VERIFIER[:-1], VERIFIER + "\n", VERIFIER.upper(), "", CHALLENGE, "x" * 129]
)
def test_any_other_verifier(verifier: str) -> None:
    assert not fits(CHALLENGE, verifier)


@pytest.mark.parametrize("text", ["", "short", CHALLENGE + "=", CHALLENGE + "\n", CHALLENGE[:-1] + "+"])
def test_what_is_no_challenge(text: str) -> None:
    assert not is_challenge(text)
