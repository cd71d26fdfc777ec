"""Every SELECT of managed organizations."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit.paging import Page
from locum.organizations.models import Team


@dataclass(frozen=True, slots=True)
class Filters:
    """Which managed organizations a list is about; the value of the metadata is compared as text."""

    slug: str | None = None
    metadata: tuple[str, str] | None = None


_MANAGED = select(Team).where(Team.manager_organization_id == bindparam("manager_id"), Team.is_organization.is_(True))
_ONE = _MANAGED.where(Team.id == bindparam("organization_id"))
_SLUG = select(Team.id).where(
    Team.manager_organization_id == bindparam("manager_id"),
    Team.is_organization.is_(True),
    Team.slug == bindparam("slug"),
)


def _filtered(filters: Filters) -> Select[Team]:
    statement = _MANAGED
    if filters.slug is not None:
        statement = statement.where(Team.slug == filters.slug)
    if filters.metadata is not None:
        key, value = filters.metadata
        statement = statement.where(Team.properties.contains({key: value}))
    return statement


async def managed(session: AsyncSession, manager_id: int, filters: Filters, page: Page) -> tuple[Sequence[Team], int]:
    """A page of what an organization manages, and how many there are in all."""
    statement = _filtered(filters)
    total = await session.scalar(select(func.count()).select_from(statement.subquery()), {"manager_id": manager_id})
    rows = statement.order_by(Team.id).limit(page.take).offset(page.skip)
    return (await session.scalars(rows, {"manager_id": manager_id})).all(), total or 0


async def one(session: AsyncSession, manager_id: int, organization_id: int) -> Team | None:
    """A managed organization of this manager."""
    parameters = {"manager_id": manager_id, "organization_id": organization_id}
    return (await session.scalars(_ONE, parameters)).first()


async def slug_taken(session: AsyncSession, manager_id: int, slug: str) -> bool:
    """Whether this manager has another organization of that slug."""
    return await session.scalar(_SLUG, {"manager_id": manager_id, "slug": slug}) is not None
