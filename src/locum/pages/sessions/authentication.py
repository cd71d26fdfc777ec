"""Who is signed in on the browser that asks the API: what counts when a request shows nothing else."""

from dataclasses import dataclass

from locum.db.session import Database
from locum.http.admission import Admission, admitting, count_and_find
from locum.http.credentials import Credentials, Trackers, digest
from locum.http.principal import CredentialKind, Principal
from locum.pages.sessions.cookies import token_among
from locum.settings import Settings

_ADMIT = admitting("""
    SELECT true AS proven, s.id AS session_id, u.id, u.email, u.is_system_admin, u.organization_id
    FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.digest = %(digest)s AND s.expires_at > %(now)s
""")


@dataclass(frozen=True, slots=True)
class SessionReader:
    """Admits people who are signed in, by the cookie that a page of our own sends along."""

    database: Database
    settings: Settings

    async def admit(self, credentials: Credentials, trackers: Trackers) -> Admission | None:
        """A session that is over is no refusal: its browser is somebody whom we do not know."""
        shows_other = credentials.bearer is not None or credentials.cookie is None
        token = None if shows_other else token_among(credentials.cookie or "", self.settings)
        if token is None:
            return None
        parameters = {"digest": digest(token)}
        allowance, row = await count_and_find(self.database, _ADMIT, parameters, trackers.address, trackers.address)
        if row is None:
            return Admission(allowance)
        session_id, user_id, email, is_system_admin, organization_id = row
        principal = Principal(
            user_id=user_id,
            email=email,
            kind=CredentialKind.SESSION,
            is_system_admin=is_system_admin,
            main_organization_id=organization_id,
            credential_id=str(session_id),
        )
        return Admission(allowance, principal)
