"""Who is behind the secret of an OAuth client, or behind the token of somebody whom one manages.

Neither makes anybody a system administrator, whoever he is otherwise: they were given away for one organization.
"""

from dataclasses import dataclass
from hmac import compare_digest
from typing import Any

from locum.db.session import Database
from locum.http.admission import INVALID_TOKEN, Admission, admitting, count_and_find
from locum.http.credentials import Credentials, Trackers, digest
from locum.http.limits import Allowance
from locum.http.principal import CredentialKind, Principal
from locum.kit import clock
from locum.kit.errors import TokenExpired, Unauthorized
from locum.oauth.rules import names_of, origin_is_registered
from locum.oauth.tokens import ACCESS, is_over
from locum.organizations.clients import is_client_id
from locum.settings import Settings

_CLIENT = "ApiAuthStrategy - oAuth client - "
EXPIRED = "ACCESS_TOKEN_IS_EXPIRED"

_ADMIT_PAIR = admitting("""
    SELECT c.secret_digest = %(digest)s AS proven, c.secret_digest, c.organization_id, c.permissions,
           u.id, u.email, u.organization_id AS main_organization_id
    FROM oauth_clients c
    LEFT JOIN LATERAL (
        SELECT u.id, u.email, u.organization_id
        FROM memberships m JOIN users u ON u.id = m.user_id
        WHERE m.team_id = c.organization_id AND m.accepted AND m.role IN ('OWNER', 'ADMIN')
        ORDER BY m.role = 'OWNER' DESC, m.id
        LIMIT 1
    ) u ON true
    WHERE c.id = %(client_id)s
""")

_ADMIT_TOKEN = admitting("""
    SELECT true AS proven, t.id AS token_id, c.id AS client_id, c.permissions, c.redirect_uris,
           u.id, u.email, u.organization_id
    FROM oauth_tokens t
    JOIN oauth_clients c ON c.id = t.client_id
    JOIN users u ON u.id = t.user_id
    WHERE t.digest = %(digest)s AND t.kind = %(kind)s
""")


@dataclass(frozen=True, slots=True)
class PairReader:
    """Admits OAuth clients by id and secret: as the first owner of their organization, else its first administrator."""

    database: Database

    async def admit(self, credentials: Credentials, trackers: Trackers) -> Admission | None:
        """Unknown clients, wrong secrets and organizations without anybody in charge are refusals."""
        if credentials.pair is None:
            return None
        client_id, secret = credentials.pair
        shown, possible = digest(secret), client_id if is_client_id(client_id) else ""
        parameters, own = {"client_id": possible, "digest": shown}, trackers.of_client(possible)
        allowance, row = await count_and_find(self.database, _ADMIT_PAIR, parameters, own, trackers.address)
        if row is None:
            text = f"{_CLIENT}Client with ID {client_id} not found"
            return Admission(allowance, refusal=Unauthorized(text))
        if not compare_digest(row[0], shown):
            return Admission(allowance, refusal=Unauthorized(f"{_CLIENT}Invalid client secret"))
        return _client(allowance, client_id, row[1:])


def _client(allowance: Allowance, client_id: str, row: tuple[Any, ...]) -> Admission:
    organization_id, permissions, user_id, email, main_organization_id = row
    if user_id is None:
        text = f"{_CLIENT}No owner ID found for this OAuth client"
        return Admission(allowance, refusal=Unauthorized(text))
    principal = Principal(
        user_id=user_id,
        email=email,
        kind=CredentialKind.OAUTH_CLIENT,
        organization_id=organization_id,
        main_organization_id=main_organization_id,
        credential_id=client_id,
        client_id=client_id,
        client_permissions=frozenset(names_of(permissions)),
    )
    return Admission(allowance, principal)


@dataclass(frozen=True, slots=True)
class ManagedTokenReader:
    """Admits people whom an OAuth client manages, by access token."""

    database: Database
    settings: Settings

    async def admit(self, credentials: Credentials, trackers: Trackers) -> Admission | None:
        """Expired and revoked tokens, and pages of origins that are not registered, are refusals."""
        claims = self.settings.managed_tokens.read(credentials.token) if credentials.token else None
        if claims is None or credentials.token is None or claims.get("type") != ACCESS:
            return None
        shown = digest(credentials.token)
        parameters, own = {"digest": shown, "kind": ACCESS}, trackers.of_token(shown)
        allowance, row = await count_and_find(self.database, _ADMIT_TOKEN, parameters, own, trackers.address)
        if is_over(claims, clock.now()):
            return Admission(allowance, refusal=TokenExpired(EXPIRED))
        if row is None:
            return Admission(allowance, refusal=Unauthorized(INVALID_TOKEN))
        return _managed(allowance, credentials.origin, row)


def _managed(allowance: Allowance, origin: str | None, row: tuple[Any, ...]) -> Admission:
    token_id, client_id, permissions, redirect_uris, user_id, email, organization_id = row
    if origin is not None and not origin_is_registered(origin, redirect_uris):
        text = (
            f"ApiAuthStrategy - access token - Invalid request origin - {origin} is not among the redirectUris of "
            f"the OAuth client"
        )
        return Admission(allowance, refusal=Unauthorized(text))
    principal = Principal(
        user_id=user_id,
        email=email,
        kind=CredentialKind.MANAGED_USER_TOKEN,
        organization_id=organization_id,
        main_organization_id=organization_id,
        credential_id=str(token_id),
        client_id=client_id,
        client_permissions=frozenset(names_of(permissions)),
    )
    return Admission(allowance, principal)
