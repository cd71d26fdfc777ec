"""Use case: which options of an attribute are held, and by whom (members sheet, section 6.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from locum.attributes import assignment_queries, holders
from locum.attributes.assignment_queries import Whose
from locum.attributes.options import refuse_foreign
from locum.attributes.queries import Option
from locum.kit.errors import NotFound
from locum.kit.paging import Page

NOBODY = "Nobody holds an option of assignedOptionIds, or nobody of teamIds does: assignedOptionIds={}, teamIds={}."

Found = list[tuple[Option, list[int]]]
"""Options with the user ids of all of their holders."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Only options that somebody holds who holds one of these, is in one of these teams, or both; None leaves out."""

    option_ids: Sequence[UUID] | None = None
    team_ids: Sequence[int] | None = None


async def by_id(session: AsyncSession, organization_id: int, attribute: UUID, filters: Filters, page: Page) -> Found:
    """The held options of an attribute; none of an unknown one.

    Raises NotFound for an attribute of another organization, and when nobody is left who holds one of the options
    that were asked for.
    """
    found = await _assigned(session, organization_id, attribute, filters, page)
    if not found:
        await refuse_foreign(session, organization_id, attribute)
    return found


async def by_slug(session: AsyncSession, organization_id: int, slug: str, filters: Filters, page: Page) -> Found:
    """The same of an attribute named by its slug, which other organizations may have, too. Raises NotFound."""
    return await _assigned(session, organization_id, slug, filters, page)


async def _assigned(
    session: AsyncSession, organization_id: int, attribute: UUID | str, filters: Filters, page: Page
) -> Found:
    whose = await _whose(session, organization_id, filters)
    return await assignment_queries.assigned(session, organization_id, attribute, whose, page)


async def _whose(session: AsyncSession, organization_id: int, filters: Filters) -> Whose:
    if filters.option_ids is None:
        return Whose(team_ids=filters.team_ids)
    whose = Whose(await holders.counting(session, organization_id, filters.option_ids), filters.team_ids)
    if not await assignment_queries.is_anybody(session, organization_id, whose):
        option_ids, team_ids = (", ".join(map(str, ids or ())) for ids in (filters.option_ids, filters.team_ids))
        raise NotFound(NOBODY.format(option_ids, team_ids))
    return whose
