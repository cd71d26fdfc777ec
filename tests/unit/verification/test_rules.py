"""Codes: six digits, one for each address under each salt, and nobody's without the secret."""

import pytest

from locum.verification.rules import Channel, code_of, is_same
from locum.verification.texts import phone_text

SALTS = [f"{number:032x}" for number in range(3000)]


def test_codes_are_six_digits_spread_evenly() -> None:
    codes = [code_of("secret", Channel.EMAIL, "jane@acme.com", salt) for salt in SALTS]
    assert {len(code) for code in codes} == {6}
    assert all(code.isdecimal() and code.isascii() for code in codes)
    assert len(set(codes)) > 2980
    firsts = [sum(code[0] == digit for code in codes) for digit in "0123456789"]
    assert min(firsts) > 230
    assert max(firsts) < 370


@pytest.mark.parametrize(
    "other",
    [
        ("another", Channel.EMAIL, "jane@acme.com", SALTS[0]),
        ("secret", Channel.PHONE, "jane@acme.com", SALTS[0]),
        ("secret", Channel.EMAIL, "june@acme.com", SALTS[0]),
        ("secret", Channel.EMAIL, "jane@acme.com", SALTS[1]),
    ],
)
def test_a_code_hangs_from_everything(other: tuple[str, str, str, str]) -> None:
    known = ("secret", Channel.EMAIL, "jane@acme.com", SALTS[0])
    assert code_of(*known) == code_of(*known)
    assert code_of(*known) != code_of(*other)


@pytest.mark.parametrize(
    ("typed", "fits"), [("012345", True), (" 012 345\n", True), ("12345", False), ("٠١٢٣٤٥", False)]
)
def test_what_somebody_typed(typed: str, fits: bool) -> None:
    assert is_same("012345", typed) is fits


@pytest.mark.parametrize("typed", ["", "\ud800", "x" * 100_000])
def test_nonsense_is_just_wrong(typed: str) -> None:
    assert not is_same("012345", typed)


@pytest.mark.parametrize(
    ("language", "beginning"),
    [("en", "012345 is your"), ("de-AT", "012345 ist Ihr"), ("ar", "012345 هو"), ("fr", "012345 is")],
)
def test_a_message_is_in_the_reader_s_language(language: str, beginning: str) -> None:
    text = phone_text(language, "012345", "Locum", 15)
    assert text.startswith(beginning)
    assert len(text.encode("utf-16-le")) // 2 <= (70 if language == "ar" else 160)
