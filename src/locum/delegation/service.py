"""Use cases: keep the key of a service account, replace it, and let Locum act with it or not."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.audit_trail import let_go
from locum.db.events import publish
from locum.delegation import queries
from locum.delegation.events import DelegationDisabled, DelegationEnabled
from locum.delegation.models import DelegationCredential
from locum.delegation.providers.port import NotGranted, Provider
from locum.delegation.rules import PLATFORMS, plain_domain, platform_of_key
from locum.kit import clock
from locum.kit.crypto import Vault
from locum.kit.errors import BadRequest, Conflict, NotFound, PlainBadRequest, PlainNotFound

UNKNOWN = "DelegationCredential with id {} not found"

Key = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Tools:
    """What the use cases need besides the database."""

    vault: Vault
    providers: Mapping[str, Provider]


async def create(
    session: AsyncSession, tools: Tools, organization_id: int, platform: str, domain: str, key: Key
) -> DelegationCredential:
    """Keep a key, sealed; nothing is done with it before it is enabled.

    Raises NotFound for an unknown platform, BadRequest for another platform's key and for a domain that the
    organization has already, or on which another one acts.
    """
    if platform not in PLATFORMS:
        raise PlainNotFound
    _check_key(platform, key)
    domain, now = plain_domain(domain), clock.now()
    await queries.hold_domain(session, domain)
    if await queries.is_enabled_elsewhere(session, domain, organization_id):
        raise PlainBadRequest
    statement = insert(DelegationCredential).values(
        id=uuid4(),
        organization_id=organization_id,
        platform=platform,
        domain=domain,
        service_account_key=tools.vault.seal(json.dumps(key)),
        enabled=False,
        created_at=now,
        updated_at=now,
    )
    kept = await session.scalars(statement.on_conflict_do_nothing().returning(DelegationCredential))
    made = kept.first()
    if made is None:
        raise PlainBadRequest
    return made


async def change(
    session: AsyncSession,
    tools: Tools,
    organization_id: int,
    credential_id: UUID,
    *,
    key: Key | None = None,
    enabled: bool | None = None,
) -> DelegationCredential:
    """Replace the key, which switches the credential off unless the same call enables it; or switch it on or off.

    Whatever is enabled has been tried at its provider. Raises BadRequest when the provider refuses, when nobody in the
    organization has an address of the domain, or another organization acts on it; Conflict when the key was replaced
    meanwhile.
    """
    kept = await queries.one(session, organization_id, credential_id)
    if kept is None:
        raise NotFound(UNKNOWN.format(credential_id))
    if key is not None:
        _check_key(kept.platform, key)
    domain, sealed = kept.domain, kept.service_account_key if key is None else tools.vault.seal(json.dumps(key))
    is_tried = enabled is True and (key is not None or not kept.enabled)
    if is_tried:
        await _try(session, tools, kept, sealed)
    held = await _held(session, organization_id, credential_id, domain)
    if enabled and key is None and held.service_account_key != sealed:
        raise Conflict("The key was replaced meanwhile")
    was_enabled, becomes_enabled = held.enabled, enabled if enabled is not None else held.enabled and key is None
    if becomes_enabled and not was_enabled and await queries.is_enabled_elsewhere(session, domain, organization_id):
        raise PlainBadRequest
    held.enabled = becomes_enabled
    held.service_account_key = sealed if key is not None else held.service_account_key
    await session.flush()
    if is_tried or held.enabled != was_enabled:
        news = DelegationEnabled if held.enabled else DelegationDisabled
        await publish(session, news(held.id, organization_id, held.platform, domain))
    return held


async def _try(session: AsyncSession, tools: Tools, kept: DelegationCredential, sealed: str) -> None:
    """The live check. No transaction is open meanwhile."""
    provider, domain = tools.providers[kept.platform], kept.domain
    person = await queries.somebody_of(session, kept.organization_id, domain)
    if person is None:
        raise BadRequest(f"Nobody in the organization has an address that ends with @{domain}")
    async with let_go(session):
        try:
            await provider.check(json.loads(tools.vault.open(sealed)), domain, person)
        except NotGranted as error:
            raise BadRequest(f"Delegation credential could not be enabled: {error}") from error


async def _held(session: AsyncSession, organization_id: int, credential_id: UUID, domain: str) -> DelegationCredential:
    await queries.hold_domain(session, domain)
    held = await queries.one(session, organization_id, credential_id, hold=True)
    if held is None:
        raise NotFound(UNKNOWN.format(credential_id))
    return held


def _check_key(platform: str, key: Key) -> None:
    found = platform_of_key(key)
    if found is None or found.slug != platform:
        raise BadRequest(f"serviceAccountKey is not a key for {PLATFORMS[platform].name}")
