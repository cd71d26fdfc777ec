"""Every SELECT of absences."""

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.absences.models import Absence
from locum.absences.rules import Cover, Days
from locum.kit.paging import Page
from locum.memberships.models import Membership, Profile
from locum.users.models import User

Order = Literal["asc", "desc"]


def _sorted(statement: Select[Absence], start: Order | None, end: Order | None) -> Select[Absence]:
    """The end wins over the start (out-of-office sheet, section 5); the id settles ties."""
    column, order = (Absence.last_day, end) if end else (Absence.first_day, start)
    if order is None:
        return statement.order_by(Absence.id)
    return statement.order_by(column.asc() if order == "asc" else column.desc(), Absence.id)


async def of_person(
    session: AsyncSession, user_id: int, page: Page, sort_start: Order | None, sort_end: Order | None
) -> Sequence[Absence]:
    """All absences of a person, past ones included."""
    statement = select(Absence).where(Absence.user_id == user_id).limit(page.take).offset(page.skip)
    return (await session.scalars(_sorted(statement, sort_start, sort_end))).all()


async def of_organization(
    session: AsyncSession,
    organization_id: int,
    email: str | None,
    page: Page,
    sort_start: Order | None,
    sort_end: Order | None,
) -> Sequence[Absence]:
    """The absences of everybody who has a profile in the organization now, perhaps of one address only."""
    statement = (
        select(Absence)
        .join(Profile, Profile.user_id == Absence.user_id)
        .where(Profile.organization_id == organization_id)
        .limit(page.take)
        .offset(page.skip)
    )
    if email is not None:
        statement = statement.join(User, User.id == Absence.user_id).where(User.email == email)
    return (await session.scalars(_sorted(statement, sort_start, sort_end))).all()


async def owned(session: AsyncSession, user_id: int, absence_id: int) -> Absence | None:
    """One absence of a person, held until the end of the transaction."""
    statement = select(Absence).where(Absence.id == absence_id, Absence.user_id == user_id).with_for_update()
    return (await session.scalars(statement)).first()


async def covers_overlapping(session: AsyncSession, days: Days, without_id: int | None) -> Sequence[Cover]:
    """Absences with a substitute that share a day with `days`, except one."""
    statement = select(Absence.user_id, Absence.substitute_id, Absence.first_day, Absence.last_day).where(
        Absence.substitute_id.is_not(None), Absence.first_day <= days.last, Absence.last_day >= days.first
    )
    if without_id is not None:
        statement = statement.where(Absence.id != without_id)
    rows = await session.execute(statement)
    return [Cover(user_id, substitute_id, Days(first, last)) for user_id, substitute_id, first, last in rows]


async def has_duplicate(session: AsyncSession, user_id: int, days: Days, without_id: int | None) -> bool:
    """Whether the person has another absence on exactly these days."""
    statement = select(Absence.id).where(
        Absence.user_id == user_id, Absence.first_day == days.first, Absence.last_day == days.last
    )
    if without_id is not None:
        statement = statement.where(Absence.id != without_id)
    return (await session.scalar(statement.limit(1))) is not None


_theirs, _others = aliased(Membership), aliased(Membership)
_MAY_COVER = select(
    exists().where(
        _theirs.user_id == bindparam("user_id"),
        _theirs.accepted.is_(True),
        _others.team_id == _theirs.team_id,
        _others.user_id == bindparam("substitute_id"),
        _others.accepted.is_(True),
    )
)


async def may_cover(session: AsyncSession, user_id: int, substitute_id: int) -> bool:
    """Whether two people share a team or organization, both accepted (sheet, section 4.4)."""
    found = await session.scalar(_MAY_COVER, {"user_id": user_id, "substitute_id": substitute_id})
    return bool(found)
