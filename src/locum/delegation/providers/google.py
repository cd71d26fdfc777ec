"""Google Workspace: a service account to which the domain has delegated its authority."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from locum.delegation.providers.asking import Granted, Line, granted
from locum.delegation.providers.port import NotGranted
from locum.kit import clock

TOKEN_ADDRESS = "https://oauth2.googleapis.com/token"  # noqa: S105 - never the one that a key names
SCOPE = "https://www.googleapis.com/auth/calendar"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LASTS_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Google:
    """Asks for a token in the name of a person: there is one only if his domain allows it (RFC 7523, section 2.1)."""

    line: Line

    async def check(self, key: Mapping[str, str], domain: str, person: str) -> None:
        """Raises NotGranted."""
        await self.token(key, person, SCOPE)

    async def token(self, key: Mapping[str, str], person: str, scope: str) -> Granted:
        """An access token for one scope in the name of a person. Raises NotGranted."""
        assertion = await asyncio.to_thread(_assertion, key, person, scope)
        told = await self.line.ask(TOKEN_ADDRESS, {"grant_type": GRANT, "assertion": assertion})
        return granted(told)


def _assertion(key: Mapping[str, str], person: str, scope: str) -> str:
    now = int(clock.now().timestamp())
    claims = {
        "iss": key["client_email"],
        "sub": person,
        "scope": scope,
        "aud": TOKEN_ADDRESS,
        "iat": now,
        "exp": now + LASTS_SECONDS,
    }
    try:
        return jwt.encode({"alg": "RS256"}, claims, RSAKey.import_key(key["private_key"]))
    except (JoseError, ValueError) as error:
        raise NotGranted("private_key is not an RSA key in PEM form") from error
