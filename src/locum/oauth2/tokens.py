"""Use cases of the token addresses: a code or a refresh token for a pair of tokens (platform sheet, section 5).

What goes wrong here is returned and not raised, because it has to be kept: a code is used up by the first attempt of
its application, and whoever shows a used one ends all that came of it (RFC 6749, section 4.1.2; RFC 9700, 4.14.2).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.credentials import digest
from locum.kit import clock
from locum.memberships.queries import owner_ids
from locum.oauth2 import queries, tickets
from locum.oauth2.models import AccessToken, Application, AuthorizationCode, Grant, RefreshToken
from locum.oauth2.rules import pkce, token_request
from locum.oauth2.rules.managing import Kind, may_act_for
from locum.oauth2.rules.refusals import Refused, invalid_client, invalid_grant, invalid_request
from locum.oauth2.rules.token_request import Client, Exchange, Manners, Refresh, Sent

ACCESS_LASTS = timedelta(minutes=30)
REFRESH_LASTS = timedelta(days=30)
"""From the last refresh on: whoever is away for longer signs in again."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A new pair, whole: only digests are kept."""

    access_token: str
    refresh_token: str
    scopes: tuple[str, ...]


async def answer(session: AsyncSession, sent: Sent, manners: Manners) -> Issued | Refused:
    """The pair, or why there is none."""
    try:
        asked = token_request.read(sent, manners)
        application = await authenticated(session, asked.client)
        if isinstance(asked, Exchange):
            grant = await _redeem(session, application, asked, clock.now())
        else:
            grant = await _renew(session, application, asked, clock.now())
        return await _issue(session, grant)
    except Refused as refusal:
        return refusal


async def authenticated(session: AsyncSession, client: Client) -> Application:
    """The application that sends, once it has proven to be it, if it can. Raises Refused."""
    application = await queries.by_client_id(session, client.client_id)
    if application is None:
        raise invalid_client("client_not_found")
    if application.kind == Kind.CONFIDENTIAL:
        shown = digest(client.client_secret or "")
        known = await queries.secrets_of(session, application.id)
        if not any(compare_digest(shown, secret.digest) for secret in known):
            raise invalid_client("invalid_client_credentials")
    return application


async def _redeem(session: AsyncSession, application: Application, asked: Exchange, now: datetime) -> Grant:
    """What a code stands for; the code is used up, whatever comes after."""
    held = await queries.held_code(session, application.id, digest(asked.code))
    if held is None:
        raise invalid_grant("code_invalid_or_expired")
    code, grant = held
    if code.used_at is not None or grant.revoked_at is not None:
        grant.revoked_at = grant.revoked_at or now
        raise invalid_grant("code_invalid_or_expired")
    code.used_at = now
    _check(code, asked, now, is_public=application.kind == Kind.PUBLIC)
    await _check_standing(session, application, grant)
    return grant


def _check(code: AuthorizationCode, asked: Exchange, now: datetime, *, is_public: bool) -> None:
    if code.expires_at <= now:
        raise invalid_grant("code_invalid_or_expired")
    if code.redirect_uri != asked.redirect_uri:
        raise invalid_grant("redirect_uri_mismatch")
    if asked.verifier is None:
        if code.challenge is not None or is_public:
            raise invalid_request("code_verifier is required")
    # A verifier where no challenge was: somebody took the challenge away (RFC 9700, section 4.8.2).
    elif code.challenge is None or not pkce.fits(code.challenge, asked.verifier):
        raise invalid_grant("pkce_verification_failed")


async def _renew(session: AsyncSession, application: Application, asked: Refresh, now: datetime) -> Grant:
    """What a refresh token stands for; the token is used up. Whoever shows a used one ends the whole family."""
    held = await queries.held_refresh_token(session, digest(asked.refresh_token))
    if held is None:
        raise invalid_grant("invalid_refresh_token")
    token, grant = held
    if grant.application_id != application.id:
        raise invalid_grant("client_id_mismatch")
    if token.used_at is not None or grant.revoked_at is not None:
        grant.revoked_at = grant.revoked_at or now
        raise invalid_grant("refresh_token_revoked")
    if token.expires_at <= now:
        raise invalid_grant("invalid_refresh_token")
    await _check_standing(session, application, grant)
    token.used_at = now
    return grant


async def _check_standing(session: AsyncSession, application: Application, grant: Grant) -> None:
    """Raises Refused when the application may not be used any more, or the team has another owner."""
    if not may_act_for(application.status, application.owner_id, grant.user_id):
        raise Refused("unauthorized_client", "client_not_approved", 401)
    if grant.team_id is not None and grant.user_id not in await owner_ids(session, grant.team_id):
        raise invalid_grant("not_an_owner_of_the_team")


async def _issue(session: AsyncSession, grant: Grant) -> Issued:
    access, refresh = tickets.fresh(tickets.ACCESS), tickets.fresh(tickets.REFRESH)
    now = clock.now()
    session.add_all(
        [
            AccessToken(grant_id=grant.id, digest=digest(access), expires_at=now + ACCESS_LASTS),
            RefreshToken(grant_id=grant.id, digest=digest(refresh), expires_at=now + REFRESH_LASTS),
        ]
    )
    await session.flush()
    return Issued(access, refresh, tuple(grant.scopes))
