"""Managed organizations over HTTP."""

from typing import Annotated

from fastapi import Depends

from locum.api_keys.rules import expiry
from locum.http.envelope import Envelope, PagedEnvelope, paged, success
from locum.http.parameters import CurrentPage, PathId
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.kit import clock
from locum.kit.errors import Forbidden
from locum.kit.paging import pagination
from locum.managed_organizations import queries, service
from locum.managed_organizations.queries import Filters
from locum.managed_organizations.schemas import (
    ManagedOrganizationCreate,
    ManagedOrganizationOut,
    ManagedOrganizationUpdate,
    ManagedOrganizationWithKeyOut,
    managed_organization_out,
    with_key_out,
)
from locum.organizations.models import Team

managed_organizations = Resource("managed organizations")

READ, CREATE, WRITE = (
    Permission.MANAGED_ORGANIZATIONS_READ,
    Permission.MANAGED_ORGANIZATIONS_CREATE,
    Permission.MANAGED_ORGANIZATIONS_WRITE,
)


async def _manager(realm: CurrentRealm, session: Session) -> int:
    service.check_platform(await session.get(Team, realm.organization))
    return realm.organization


async def _managed(realm: CurrentRealm, session: Session, managedOrganizationId: PathId) -> Team:
    organization = await queries.one(session, realm.organization, managedOrganizationId)
    if organization is None:
        raise Forbidden(
            f"IsManagedOrgInManagerOrg - Managed organization with id={managedOrganizationId} is not owned by "
            f"manager organization with id={realm.organization}."
        )
    return organization


Managed = Annotated[Team, Depends(_managed)]


@managed_organizations.get(permission=READ)
async def list_managed_organizations(
    realm: CurrentRealm,
    session: Session,
    page: CurrentPage,
    slug: str | None = None,
    metadataKey: str | None = None,
    metadataValue: str | None = None,
) -> PagedEnvelope[list[ManagedOrganizationOut]]:
    """What this organization manages; metadata is compared only when both key and value are named."""
    metadata = (metadataKey, metadataValue) if metadataKey and metadataValue else None
    found, total = await queries.managed(session, realm.organization, Filters(slug or None, metadata), page)
    return paged([managed_organization_out(organization) for organization in found], pagination(page, total))


@managed_organizations.post(permission=CREATE)
async def create_managed_organization(
    manager_id: Annotated[int, Depends(_manager)],
    realm: CurrentRealm,
    session: Session,
    body: ManagedOrganizationCreate,
) -> Envelope[ManagedOrganizationWithKeyOut]:
    """Make an organization below this one; the caller owns it and gets its key."""
    ends = expiry(clock.now(), body.api_key_days_valid, body.api_key_never_expires or False)
    new = service.NewOrganization(body.name, body.slug, body.metadata, ends)
    return success(with_key_out(*await service.create_managed(session, manager_id, realm.caller.user_id, new)))


@managed_organizations.get("/{managedOrganizationId}", permission=READ)
async def get_managed_organization(organization: Managed) -> Envelope[ManagedOrganizationOut]:
    """One of them."""
    return success(managed_organization_out(organization))


@managed_organizations.patch("/{managedOrganizationId}", permission=WRITE)
async def update_managed_organization(
    organization: Managed, session: Session, body: ManagedOrganizationUpdate
) -> Envelope[ManagedOrganizationOut]:
    """Change what the body names."""
    return success(managed_organization_out(await service.change_managed(session, organization, body.given())))


@managed_organizations.delete("/{managedOrganizationId}", permission=WRITE)
async def delete_managed_organization(organization: Managed, session: Session) -> Envelope[ManagedOrganizationOut]:
    """Remove one with all that hangs from it; answers with what it was."""
    shown = managed_organization_out(organization)
    await service.remove_managed(session, organization)
    return success(shown)
