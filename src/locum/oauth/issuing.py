"""Use cases of tokens: hand out a pair, exchange a used-up one, take all back."""

import secrets

from sqlalchemy import bindparam, delete
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.credentials import digest
from locum.kit import clock
from locum.kit.errors import BadRequest
from locum.kit.signing import Signer
from locum.oauth.models import OAuthToken
from locum.oauth.tokens import ACCESS, REFRESH, TokenPair, is_over, make_token
from locum.users import queries as users

INVALID_REFRESH_TOKEN = "Invalid refresh token"  # noqa: S105 - a text
_NONCE_BYTES = 24

_USE_UP = (
    delete(OAuthToken)
    .where(
        OAuthToken.digest == bindparam("digest"),
        OAuthToken.client_id == bindparam("client_id"),
        OAuthToken.kind == REFRESH,
    )
    .returning(OAuthToken.user_id)
)


async def issue_pair(session: AsyncSession, signer: Signer, client_id: str, user_id: int) -> TokenPair:
    """New tokens of somebody whom a client manages, whole; only their digests are kept."""
    now = clock.now()
    access, refresh = (
        make_token(signer, kind, client_id, user_id, now, secrets.token_urlsafe(_NONCE_BYTES))
        for kind in (ACCESS, REFRESH)
    )
    session.add_all(
        OAuthToken(
            kind=token.kind,
            digest=digest(token.text),
            client_id=client_id,
            user_id=user_id,
            expires_at=token.expires_at,
        )
        for token in (access, refresh)
    )
    await session.flush()
    return TokenPair(access, refresh)


async def refresh(session: AsyncSession, signer: Signer, client_id: str, text: str) -> TokenPair:
    """Exchange a refresh token, which is good once; access tokens handed out before live until they end.

    Of several who come with one token at the same moment, one gets the pair. Raises BadRequest for a token that is
    unknown, used up, past its end or another client's.
    """
    claims = signer.read(text)
    if claims is None or is_over(claims, clock.now()):
        raise BadRequest(INVALID_REFRESH_TOKEN)
    # Whoever takes all tokens back at this moment has to see the new ones, too.
    await users.held(session, int(claims["ownerId"]))
    user_id = await session.scalar(_USE_UP, {"digest": digest(text), "client_id": client_id})
    if user_id is None:
        raise BadRequest(INVALID_REFRESH_TOKEN)
    return await issue_pair(session, signer, client_id, user_id)


async def force_refresh(session: AsyncSession, signer: Signer, client_id: str, user_id: int) -> TokenPair:
    """A new pair instead of all tokens that somebody has of this client. Whoever asks holds his account."""
    await session.execute(delete(OAuthToken).where(OAuthToken.client_id == client_id, OAuthToken.user_id == user_id))
    return await issue_pair(session, signer, client_id, user_id)
