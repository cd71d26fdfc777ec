"""Signed tokens: ours are read, whatever somebody else makes up is not."""

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from locum.kit.crypto import derive_key
from locum.kit.signing import LONGEST, Signer


def test_what_was_signed_is_read_also_with_a_retired_secret() -> None:
    token = Signer("letters", "old").sign({"a": 1})
    assert Signer("letters", "old").read(token) == {"a": 1}
    assert Signer("letters", "new", ["older", "old"]).read(token) == {"a": 1}
    assert Signer("letters", "new").read(token) is None


def test_a_token_for_one_thing_is_none_for_another() -> None:
    assert Signer("parcels", "secret").read(Signer("letters", "secret").sign({"a": 1})) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "cal_1234",
        "a.b.c",
        "....",
        "é.é.é",
        "x" * (LONGEST + 1),
        "eyJhbGciOiJub25lIn0.eyJhIjoxfQ.",
        "eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.",
        "eyJhbGciOiJIUzI1NiJ9.bm90IGpzb24.AAAA",
    ],
)
def test_made_up_texts_are_no_tokens(text: str) -> None:
    assert Signer("letters", "secret").read(text) is None


def test_another_algorithm_is_not_accepted() -> None:
    key = OctKey.import_key(derive_key("secret", "letters"))
    token = jwt.encode({"alg": "HS512"}, {"a": 1}, key, algorithms=["HS512"])
    assert Signer("letters", "secret").read(token) is None


def test_a_changed_token_is_not_read() -> None:
    token = Signer("letters", "secret").sign({"a": 1})
    header, _, signature = token.split(".")
    assert Signer("letters", "secret").read(f"{header}.eyJhIjoyfQ.{signature}") is None
