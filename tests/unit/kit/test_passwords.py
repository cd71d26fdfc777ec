"""Passwords: kept as digests, and as slow for nobody as for somebody."""

from locum.kit.passwords import hash_password, verify_password


def test_only_the_right_password_fits() -> None:
    digest = hash_password("correct horse")
    assert "correct" not in digest
    assert verify_password("correct horse", digest)
    assert not verify_password("wrong horse", digest)


def test_nobody_never_signs_in() -> None:
    assert not verify_password("nobody has this password", None)
    assert not verify_password("", "damaged digest")
