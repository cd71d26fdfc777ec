"""Who is behind an access token of an application.

No token makes anybody a system administrator, whoever he is otherwise: he allowed an application to act for him, not to
run the server.
"""

from dataclasses import dataclass

from locum.db.session import Database
from locum.http.admission import INVALID_TOKEN, Admission, admitting, count_and_find
from locum.http.credentials import Credentials, Trackers, digest
from locum.http.principal import CredentialKind, Principal
from locum.http.scopes import effective_scopes
from locum.kit.errors import Unauthorized
from locum.oauth2 import tickets

# Of a grant for a team, whoever allowed it must own the team still.
_ADMIT = admitting("""
    SELECT true AS proven, u.id, u.email, u.organization_id, t.id AS token_id, g.scopes, a.client_id,
           CASE WHEN team.is_organization THEN team.id END AS acts_in
    FROM oauth2_access_tokens t
    JOIN oauth2_grants g ON g.id = t.grant_id
    JOIN oauth2_applications a ON a.id = g.application_id
    JOIN users u ON u.id = g.user_id
    LEFT JOIN teams team ON team.id = g.team_id
    WHERE t.digest = %(digest)s AND t.expires_at > %(now)s AND g.revoked_at IS NULL
      AND (a.status = 'APPROVED' OR a.owner_id = u.id)
      AND (g.team_id IS NULL OR EXISTS (
          SELECT FROM memberships m
          WHERE m.team_id = g.team_id AND m.user_id = u.id AND m.accepted AND m.role = 'OWNER'))
""")


@dataclass(frozen=True, slots=True)
class ApplicationTokenReader:
    """Admits applications by the access token of somebody who allowed it (organization plane sheet, section 1.1)."""

    database: Database

    async def admit(self, credentials: Credentials, trackers: Trackers) -> Admission | None:
        """Tokens that are unknown, over or taken back are a refusal, a plain 401; None for callers without one."""
        if credentials.token is None or not credentials.token.startswith(tickets.ACCESS):
            return None
        shown = digest(credentials.token)
        own = trackers.of_token(shown)
        allowance, row = await count_and_find(self.database, _ADMIT, {"digest": shown}, own, trackers.address)
        if row is None:
            return Admission(allowance, refusal=Unauthorized(INVALID_TOKEN))
        user_id, email, main_organization_id, token_id, scopes, client_id, organization_id = row
        principal = Principal(
            user_id=user_id,
            email=email,
            kind=CredentialKind.OAUTH2_TOKEN,
            organization_id=organization_id,
            main_organization_id=main_organization_id,
            credential_id=str(token_id),
            scopes=effective_scopes(scopes),
            client_id=client_id,
        )
        return Admission(allowance, principal)
