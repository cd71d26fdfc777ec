"""Use cases of managed organizations: make, change, remove."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from locum.api_keys.service import issue_key
from locum.kit.errors import Conflict, Forbidden
from locum.kit.slugs import slugify
from locum.managed_organizations import queries
from locum.memberships.joining import join_organization
from locum.memberships.leaving import dissolve
from locum.memberships.rules import Terms
from locum.organizations.models import Team

NOT_A_PLATFORM = "Manager organization must be a platform organization."


@dataclass(frozen=True, slots=True)
class NewOrganization:
    """What a managed organization is made of, and when its key ends (aware UTC instant, None for never)."""

    name: str
    slug: str | None
    properties: dict[str, Any] | None
    key_expires_at: datetime | None


def check_platform(manager: Team | None) -> None:
    """Raises Forbidden when the manager is not a platform organization."""
    if manager is None or not manager.is_platform:
        raise Forbidden(f"{NOT_A_PLATFORM} Only platform organizations manage other organizations.")


async def create_managed(
    session: AsyncSession, manager_id: int, owner_id: int, new: NewOrganization
) -> tuple[Team, str]:
    """A platform organization below its manager, owned by the caller, with the one key that speaks for it.

    Raises Conflict for a slug that this manager has given already.
    """
    slug = new.slug or slugify(new.name) or f"org-{uuid4().hex[:8]}"
    if await queries.slug_taken(session, manager_id, slug):
        raise Conflict(f"Organization with slug '{slug}' already exists. Please choose a different slug.")
    organization = Team(
        name=new.name,
        slug=slug,
        properties=new.properties,
        is_organization=True,
        is_platform=True,
        manager_organization_id=manager_id,
    )
    session.add(organization)
    await session.flush()
    await join_organization(session, organization.id, owner_id, Terms("OWNER", accepted=True))
    key = await issue_key(
        session,
        owner_id,
        organization_id=organization.id,
        note=f"Managed organization {organization.id}",
        expires_at=new.key_expires_at,
    )
    return organization, key


async def change_managed(session: AsyncSession, organization: Team, changes: dict[str, Any]) -> Team:
    """Change the name, or replace the metadata (null empties it)."""
    if changes.get("name") is not None:
        organization.name = changes["name"]
    if "metadata" in changes:
        organization.properties = changes["metadata"]
    await session.flush()
    return organization


async def remove_managed(session: AsyncSession, organization: Team) -> None:
    """The organization goes with its teams, memberships, profiles and keys; the accounts of its members stay."""
    await dissolve(session, organization)
