"""Who is behind a key."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from locum.db.session import Database
from locum.http.admission import Admission, admitting, count_and_find
from locum.http.credentials import Credentials, Trackers, digest
from locum.http.limits import Allowance
from locum.http.principal import API_KEY_PREFIX, CredentialKind, Principal
from locum.kit import clock
from locum.kit.errors import Unauthorized

_ADMIT = admitting("""
    SELECT true AS proven, k.id AS key_id, k.expires_at, k.organization_id, u.id, u.email, u.is_system_admin,
           u.organization_id AS main_organization_id
    FROM api_keys k JOIN users u ON u.id = k.user_id
    WHERE k.digest = %(digest)s
""")


@dataclass(frozen=True, slots=True)
class KeyReader:
    """Admits callers by API key."""

    database: Database

    async def admit(self, credentials: Credentials, trackers: Trackers) -> Admission | None:
        """Unknown and expired keys are a refusal; None for callers without a key."""
        if credentials.api_key is None:
            return None
        parameters = {"digest": digest(credentials.api_key.removeprefix(API_KEY_PREFIX))}
        own = trackers.of_key(digest(credentials.api_key))
        allowance, row = await count_and_find(self.database, _ADMIT, parameters, own, trackers.address)
        if row is None:
            return Admission(allowance, refusal=Unauthorized(_unknown(trackers)))
        return _admission(allowance, row)


def _unknown(trackers: Trackers) -> str:
    """The general limiter looks keys up first; routes with a limit of their own do without it (sheet, section 1.2)."""
    if trackers.limit is None:
        return "CustomThrottlerGuard - Invalid API Key"
    return "ApiAuthStrategy - api key - Your api key is not valid"


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
