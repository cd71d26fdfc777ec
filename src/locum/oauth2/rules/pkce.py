"""Proof that whoever exchanges a code is whoever asked for it: pure (RFC 7636, method S256 only)."""

import hmac
import re
from base64 import urlsafe_b64encode
from hashlib import sha256

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


def is_challenge(text: str) -> bool:
    """Whether this can be the digest of a verifier."""
    return _CHALLENGE.fullmatch(text) is not None


def fits(challenge: str, verifier: str) -> bool:
    """Whether the verifier is the one that the challenge was made from."""
    if not _VERIFIER.fullmatch(verifier):
        return False
    made = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return hmac.compare_digest(made, challenge)
