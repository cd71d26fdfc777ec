"""Delegation credentials over HTTP: made and changed, never shown again."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Depends

from locum.delegation import service
from locum.delegation.providers.asking import Line
from locum.delegation.providers.google import Google
from locum.delegation.providers.microsoft import Microsoft
from locum.delegation.schemas import DelegationCreate, DelegationOut, DelegationUpdate, delegation_out
from locum.delegation.service import Tools
from locum.http.envelope import Envelope, success
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import CurrentSettings, Session
from locum.kit.errors import NotFound
from locum.kit.ids import parse_uuid

delegation_credentials = Resource("delegation credentials")


async def _tools(settings: CurrentSettings) -> Tools:
    line = Line(settings.outbound_allow_private)
    return Tools(settings.vault, {"google": Google(line), "office365": Microsoft(line)})


async def _credential_id(credentialId: str) -> UUID:
    found = parse_uuid(credentialId)
    if found is None:
        raise NotFound(service.UNKNOWN.format(credentialId))
    return found


CredentialId = Annotated[UUID, Depends(_credential_id)]
CurrentTools = Annotated[Tools, Depends(_tools)]


@delegation_credentials.post(permission=Permission.DELEGATION_WRITE)
async def create_delegation_credential(
    realm: CurrentRealm, session: Session, tools: CurrentTools, body: DelegationCreate
) -> Envelope[DelegationOut]:
    """Keep the key of a service account; it is not used before it is enabled."""
    kept = await service.create(
        session, tools, realm.organization, body.workspace_platform_slug, body.domain, body.service_account_key
    )
    return success(delegation_out(kept))


@delegation_credentials.patch("/{credentialId}", permission=Permission.DELEGATION_WRITE)
async def update_delegation_credential(
    realm: CurrentRealm,
    session: Session,
    tools: CurrentTools,
    credential_id: CredentialId,
    body: Annotated[DelegationUpdate, Body(default_factory=DelegationUpdate)],
) -> Envelope[DelegationOut]:
    """Replace the key, enable (the provider is asked first) or disable."""
    kept = await service.change(
        session, tools, realm.organization, credential_id, key=body.service_account_key, enabled=body.enabled
    )
    return success(delegation_out(kept))
