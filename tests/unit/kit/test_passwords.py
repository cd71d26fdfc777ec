"""Passwords: kept as digests, and as slow for nobody as for somebody."""

from importlib.util import find_spec, module_from_spec

from locum.kit.passwords import hash_password, verify_password


def test_a_digest_costs_what_its_makers_recommend() -> None:
    """In a module of its own: other tests do with cheap digests (tests/conftest.py)."""
    spec = find_spec("locum.kit.passwords")
    assert spec is not None
    assert spec.loader is not None
    fresh = module_from_spec(spec)
    spec.loader.exec_module(fresh)
    assert fresh.hash_password("correct horse").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_only_the_right_password_fits() -> None:
    digest = hash_password("correct horse")
    assert "correct" not in digest
    assert verify_password("correct horse", digest)
    assert not verify_password("wrong horse", digest)


def test_nobody_never_signs_in() -> None:
    assert not verify_password("nobody has this password", None)
    assert not verify_password("", "damaged digest")
