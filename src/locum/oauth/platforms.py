"""Use case: an organization becomes a platform, or ceases to be one. Only the operator of the server decides that."""

from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit.errors import Conflict, NotFound
from locum.organizations.models import OAuthClient, Team

_BY_SLUG = (
    select(Team)
    .where(Team.slug == bindparam("slug"), Team.is_organization.is_(True), Team.manager_organization_id.is_(None))
    .with_for_update()
)
_IN_USE = select(
    or_(
        exists().where(OAuthClient.organization_id == bindparam("organization_id")),
        exists().where(Team.manager_organization_id == bindparam("organization_id")),
    )
)
STILL_USED = "It has OAuth clients or manages organizations; remove these first. Nothing was changed."


async def set_platform(session: AsyncSession, slug: str, is_platform: bool) -> Team:
    """Let an organization, named by its slug, have OAuth clients and manage others, or not any more.

    Raises NotFound for an unknown one (organizations that others manage are platforms always), Conflict while it
    still has clients or manages others.
    """
    organization = (await session.scalars(_BY_SLUG, {"slug": slug})).first()
    if organization is None:
        raise NotFound(f"There is no organization with the slug {slug}.")
    if not is_platform and await session.scalar(_IN_USE, {"organization_id": organization.id}):
        raise Conflict(STILL_USED)
    organization.is_platform = is_platform
    await session.flush()
    return organization
