"""The people of a team or organization as a calendar of absences shows them: one row each."""

from dataclasses import dataclass

from sqlalchemy import Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.absences.rules import Days
from locum.kit.paging import Page
from locum.memberships.models import Membership
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the place. `home` is his main organization, `zone` where he is."""

    id: int
    name: str | None
    username: str | None
    home: int | None
    zone: str


async def colleagues(
    session: AsyncSession, place_id: int, page: Page, *, only_id: int | None = None, away_in: Days | None = None
) -> tuple[list[Colleague], int]:
    """The accepted members by name, and how many there are on all pages.

    Perhaps only one of them, and only those who are away on one of the days. Beyond the last page the number is 0.
    """
    found: Select[int, str | None, str | None, int | None, str, int] = (
        select(User.id, User.name, User.username, User.organization_id, User.time_zone, func.count().over())
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.team_id == place_id, Membership.accepted.is_(True))
        .order_by(func.lower(func.coalesce(User.name, User.username)), User.id)
        .limit(page.take)
        .offset(page.skip)
    )
    if only_id is not None:
        found = found.where(User.id == only_id)
    if away_in is not None:
        days = (Absence.first_day <= away_in.last, Absence.last_day >= away_in.first)
        found = found.where(exists().where(Absence.user_id == User.id, *days))
    rows = (await session.execute(found)).all()
    return [Colleague(*row[:5]) for row in rows], rows[0][5] if rows else 0
