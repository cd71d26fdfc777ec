"""Who is behind a key. One statement counts the request against the key and looks it up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from locum.db.session import Database
from locum.http.credentials import Admission, Credentials, Trackers, digest
from locum.http.limits import Allowance, count, counting
from locum.http.principal import API_KEY_PREFIX, CredentialKind, Principal
from locum.kit import clock
from locum.kit.errors import Unauthorized

_COUNTED = counting("CASE WHEN EXISTS (SELECT FROM known) THEN %(own)s ELSE %(tracker)s END")
_ADMIT = f"""
WITH known AS (
    SELECT k.id AS key_id, k.expires_at, k.organization_id, u.id, u.email, u.is_system_admin,
           u.organization_id AS main_organization_id
    FROM api_keys k JOIN users u ON u.id = k.user_id
    WHERE k.digest = %(digest)s
), counted AS ({_COUNTED})
SELECT counted.hits, counted.reset, counted.blocked, known.*
FROM counted LEFT JOIN known ON true
"""  # noqa: S608 - both parts are constants


@dataclass(frozen=True, slots=True)
class KeyAuthenticator:
    """Admits callers by API key; everybody else is counted by address."""

    database: Database

    async def admit(self, credentials: Credentials, trackers: Trackers) -> Admission:
        """Unknown and expired keys are a refusal, and so are credentials of other kinds."""
        pair = credentials.client_id and credentials.client_secret
        if credentials.api_key and not pair:
            return await self._by_key(credentials.api_key, trackers)
        allowance = await count(self.database.quick, trackers.address)
        if pair:
            text = f"ApiAuthStrategy - oAuth client - Client with ID {credentials.client_id} not found"
            return Admission(allowance, refusal=Unauthorized(text))
        if credentials.bearer:
            return Admission(allowance, refusal=Unauthorized("ApiAuthStrategy - access token - Invalid Access Token."))
        return Admission(allowance)

    async def _by_key(self, key: str, trackers: Trackers) -> Admission:
        parameters = {
            **trackers.address.parameters(),
            "own": trackers.own.parameters()["tracker"],
            "digest": digest(key.removeprefix(API_KEY_PREFIX)),
        }
        async with self.database.quick.connection() as connection:
            cursor = await connection.execute(_ADMIT, parameters)
            row = await cursor.fetchone()
        if row is None:
            raise RuntimeError("the admitting statement returns a row")
        is_known = row[3] is not None
        allowance = Allowance(trackers.own if is_known else trackers.address, row[0], row[1], row[2])
        if not is_known:
            return Admission(allowance, refusal=Unauthorized("CustomThrottlerGuard - Invalid API Key"))
        return _admission(allowance, row[3:])


def _admission(allowance: Allowance, row: tuple[Any, ...]) -> Admission:
    key_id, expires_at, organization_id, user_id, email, is_system_admin, main_organization_id = row
    if expires_at is not None and _is_past_its_day(expires_at):
        return Admission(allowance, refusal=Unauthorized("ApiAuthStrategy - api key - Your api key is expired"))
    principal = Principal(
        user_id=user_id,
        email=email,
        kind=CredentialKind.API_KEY,
        is_system_admin=is_system_admin,
        organization_id=organization_id,
        main_organization_id=main_organization_id,
        credential_id=str(key_id),
    )
    return Admission(allowance, principal)


def _is_past_its_day(expires_at: datetime) -> bool:
    """A key stays valid through the whole day it expires on (organization plane sheet, section 1.1); days are UTC."""
    return expires_at.date() < clock.now().date()
