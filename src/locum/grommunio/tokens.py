"""Tokens of this face: RS256 JSON web tokens, and the CSRF token that belongs to each (mailbox sheet, section 2)."""

import base64
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha3_256

from joserfc import jwt
from joserfc.errors import BadSignatureError, JoseError
from joserfc.jwk import RSAKey
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.grommunio.models import TokenKey
from locum.grommunio.refusals import access_denied
from locum.kit.crypto import Vault

LASTS = timedelta(days=7)
LONGEST = 4096
EXPIRED = "Token has expired"
_ALGORITHM = "RS256"
_NEWEST = select(TokenKey.private_key).order_by(TokenKey.id.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose a good token is, and a digest of what his account was when it was made (`users.tokens.state_of`)."""

    address: str
    state: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A token, and what every request that changes something must repeat."""

    token: str
    csrf: str


async def signing_key(session: AsyncSession, vault: Vault) -> RSAKey | None:
    """The key in force; None before the first sign-in."""
    sealed = await session.scalar(_NEWEST)
    return None if sealed is None else _opened(vault.open(sealed))


async def signing_key_or_new(session: AsyncSession, vault: Vault) -> RSAKey:
    """The key in force, made by the first who needs it."""
    present = await signing_key(session, vault)
    if present is not None:
        return present
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext("grommunio.token_keys"))))
    present = await signing_key(session, vault)
    if present is None:
        present = RSAKey.generate_key(2048)
        session.add(TokenKey(private_key=vault.seal(present.as_pem(private=True).decode())))
        await session.flush()
    return present


@lru_cache(maxsize=4)
def _opened(pem: str) -> RSAKey:
    """Reading a key takes longer than using it."""
    return RSAKey.import_key(pem)


def issue(key: RSAKey, claim: Claim, now: datetime) -> Pair:
    """A token for somebody, good for a week or until his password is another one, with its CSRF token."""
    claims = {
        "usr": claim.address,
        "state": claim.state,
        "exp": int((now + LASTS).timestamp()),
        "iat": int(now.timestamp()),
    }
    token = jwt.encode({"alg": _ALGORITHM}, claims, key)
    return Pair(token, csrf_of(token))


def csrf_of(token: str) -> str:
    """What belongs to a token: base64 of SHA3-256 over it."""
    return base64.b64encode(sha3_256(token.encode()).digest()).decode()


def fits(token: str, csrf: str | None) -> bool:
    """Whether a CSRF token belongs to a token; compared in constant time."""
    return csrf is not None and hmac.compare_digest(csrf_of(token).encode(), csrf.encode("utf-8", "replace"))


def read(key: RSAKey | None, token: str, now: datetime) -> Claim:
    """What a token says. Raises NotProven with the reason."""
    if key is None or len(token) > LONGEST or not token.isascii():
        raise access_denied("invalid token")
    try:
        claims = jwt.decode(token, key, algorithms=[_ALGORITHM]).claims
    except BadSignatureError as error:
        raise access_denied("Invalid token signature") from error
    except (JoseError, ValueError) as error:
        raise access_denied("invalid token") from error
    address, state, ends = claims.get("usr"), claims.get("state", ""), claims.get("exp")
    if not isinstance(address, str) or not isinstance(state, str) or not isinstance(ends, int):
        raise access_denied("invalid token")
    if now.timestamp() >= ends:
        raise access_denied(EXPIRED)
    return Claim(address, state)
