"""Organizations and teams by the names in addresses. Statements are built once."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.organizations.models import Team


def managed_last(organization: Any) -> tuple[Any, Any]:
    """The order of organizations of one slug: one that a platform manages may share it with others, and comes last."""
    return organization.manager_organization_id.asc().nulls_first(), organization.id


_organization = aliased(Team)
_ORGANIZATION = (
    select(Team.id)
    .where(Team.slug == bindparam("slug"), Team.is_organization.is_(True))
    .order_by(*managed_last(Team))
    .limit(1)
)
_TEAM = select(Team).where(Team.slug == bindparam("slug"), Team.is_organization.is_(False)).order_by(Team.id).limit(1)
_TEAM_ALONE = _TEAM.where(Team.organization_id.is_(None))
_TEAM_OF = _TEAM.where(Team.organization_id == bindparam("organization_id"))
_TEAM_WITHIN = (
    _TEAM.join(_organization, _organization.id == Team.organization_id)
    .where(_organization.slug == bindparam("organization"), _organization.is_organization.is_(True))
    .order_by(None)
    .order_by(*managed_last(_organization))
)


async def organization_called(session: AsyncSession, slug: str) -> int | None:
    """The id of the organization with a slug."""
    return (await session.scalars(_ORGANIZATION, {"slug": slug})).first()


async def team_called(session: AsyncSession, slug: str, organization_id: int | None) -> Team | None:
    """The team with a slug in an organization, or, without one, among the teams that stand alone."""
    if organization_id is None:
        return (await session.scalars(_TEAM_ALONE, {"slug": slug})).first()
    return (await session.scalars(_TEAM_OF, {"slug": slug, "organization_id": organization_id})).first()


async def team_at(session: AsyncSession, slug: str, organization: str | None) -> Team | None:
    """The same where the organization is named by its slug, too. One statement."""
    if organization is None:
        return await team_called(session, slug, None)
    return (await session.scalars(_TEAM_WITHIN, {"slug": slug, "organization": organization})).first()
