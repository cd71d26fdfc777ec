"""Passwords are kept as Argon2id digests."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """The digest to keep. Takes some tens of milliseconds by design: call it in a thread."""
    return _hasher.hash(password)


@cache
def _nobodys_digest() -> str:
    return _hasher.hash("nobody has this password")


def verify_password(password: str, digest: str | None) -> bool:
    """Whether a password fits. Takes as long for an account that has none or does not exist."""
    try:
        fits = _hasher.verify(digest or _nobodys_digest(), password)
    except (VerificationError, InvalidHashError):
        return False
    return fits and digest is not None
