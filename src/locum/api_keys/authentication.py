"""Who is behind a key. One statement counts the request against the key and looks it up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from locum.db.session import Database
from locum.http.credentials import Admission, Credentials, digest
from locum.http.limits import COUNT, Allowance, Tracker, count
from locum.http.principal import API_KEY_PREFIX, CredentialKind, Principal
from locum.kit import clock
from locum.kit.errors import Unauthorized

_ADMIT = f"""
WITH counted AS ({COUNT})
SELECT counted.hits, counted.reset, counted.blocked,
       k.id, k.expires_at, k.organization_id, u.id, u.email, u.is_system_admin, u.organization_id
FROM counted
LEFT JOIN api_keys k ON k.digest = %(digest)s
LEFT JOIN users u ON u.id = k.user_id
"""  # noqa: S608 - both parts are constants


@dataclass(frozen=True, slots=True)
class KeyAuthenticator:
    """Admits callers by API key and, without any credentials, counts them by address."""

    database: Database

    async def admit(self, credentials: Credentials, tracker: Tracker) -> Admission:
        """Raises Unauthorized for an unknown or expired key, and for credentials of other kinds."""
        if credentials.client_id and credentials.client_secret:
            raise Unauthorized(f"ApiAuthStrategy - oAuth client - Client with ID {credentials.client_id} not found")
        if credentials.api_key:
            return await self._by_key(credentials.api_key, tracker)
        if credentials.bearer:
            raise Unauthorized("ApiAuthStrategy - access token - Invalid Access Token.")
        return Admission(None, await count(self.database.quick, tracker))

    async def _by_key(self, key: str, tracker: Tracker) -> Admission:
        parameters = {**tracker.parameters(), "digest": digest(key.removeprefix(API_KEY_PREFIX))}
        async with self.database.quick.connection() as connection:
            cursor = await connection.execute(_ADMIT, parameters)
            row = await cursor.fetchone()
        if row is None:
            raise RuntimeError("the admitting statement returns a row")
        return Admission(_principal(row), Allowance(tracker, row[0], row[1], row[2]))


def _principal(row: tuple[Any, ...]) -> Principal:
    key_id, expires_at, organization_id, user_id, email, is_system_admin, main_organization_id = row[3:]
    if key_id is None:
        raise Unauthorized("CustomThrottlerGuard - Invalid API Key")
    if expires_at is not None and _is_past_its_day(expires_at):
        raise Unauthorized("ApiAuthStrategy - api key - Your api key is expired")
    return Principal(
        user_id=user_id,
        email=email,
        kind=CredentialKind.API_KEY,
        is_system_admin=is_system_admin,
        organization_id=organization_id,
        main_organization_id=main_organization_id,
        credential_id=str(key_id),
    )


def _is_past_its_day(expires_at: datetime) -> bool:
    """A key stays valid through the whole day it expires on (organization plane sheet, section 1.1); days are UTC."""
    return expires_at.date() < clock.now().date()
