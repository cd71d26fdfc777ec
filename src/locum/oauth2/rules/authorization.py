"""What a browser brings from an application: pure (RFC 6749, section 4.1.1; client surface sheet, 2.1 to 2.3)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from locum.oauth2.rules import pkce, scopes
from locum.oauth2.rules.refusals import Refused, invalid_request

Pairs = Sequence[tuple[str, str]]

_KNOWN = ("response_type", "scope", "state", "code_challenge", "code_challenge_method")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an application wants to be given, and the digest by which it will prove that it was the one who asked."""

    scopes: frozenset[str]
    challenge: str | None


def only(pairs: Pairs, name: str) -> str | None:
    """A parameter that is there once and not empty (RFC 6749, section 3.1)."""
    values = [value for known, value in pairs if known == name]
    return (values[0] or None) if len(values) == 1 else None


def read(pairs: Pairs, registered: Collection[str], *, is_public: bool) -> Wanted:
    """Everything but who asks and where the answer goes, which are checked before. Raises Refused.

    A missing `response_type` is a code: one client leaves it out.
    """
    for name in _KNOWN:
        if sum(known == name for known, _ in pairs) > 1:
            raise invalid_request(f"{name} is given more than once")
    if (only(pairs, "response_type") or "code") != "code":
        raise Refused("unsupported_response_type", "response_type must be 'code'")
    challenge = _challenge(pairs, is_public)
    return Wanted(scopes.granted(registered, scopes.parse(only(pairs, "scope"))), challenge)


def _challenge(pairs: Pairs, is_public: bool) -> str | None:
    challenge, method = only(pairs, "code_challenge"), only(pairs, "code_challenge_method")
    if challenge is None:
        if is_public or method is not None:
            raise invalid_request("code_challenge is required")
        return None
    if method != "S256":
        raise invalid_request("code_challenge_method must be 'S256'")
    if not pkce.is_challenge(challenge):
        raise invalid_request("code_challenge must be a SHA-256 digest in base64url")
    return challenge
