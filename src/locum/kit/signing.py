"""Tokens that carry what they say: JSON web tokens (RFC 7519), signed with HS256 under the server's secret.

Each purpose has a key of its own, so that a token for one thing is none for another. Retired secrets still verify.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from locum.kit.crypto import derive_key

_ALGORITHM = "HS256"
LONGEST = 4096
"""Characters. Longer texts are not even looked at."""


class Signer:
    """Signs and reads the tokens of one purpose. `retired` are former secrets, newest first."""

    def __init__(self, purpose: str, secret: str, retired: Iterable[str] = ()) -> None:
        self._keys = [OctKey.import_key(derive_key(known, purpose)) for known in (secret, *retired)]

    def sign(self, claims: Mapping[str, Any]) -> str:
        """A token that says this."""
        return jwt.encode({"alg": _ALGORITHM}, dict(claims), self._keys[0])

    def read(self, token: str) -> Mapping[str, Any] | None:
        """What a token says, if it was signed here for this purpose. Whether it is still good is not looked at."""
        if len(token) > LONGEST or not token.isascii():
            return None
        for key in self._keys:
            try:
                return jwt.decode(token, key, algorithms=[_ALGORITHM]).claims
            except (JoseError, ValueError):
                continue
        return None
