"""What bulk entry looks up, each for all rows in one statement."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import BigInteger, String, and_, any_, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.absences.models import Absence
from locum.absences.rules import Cover, Days
from locum.memberships.models import Membership
from locum.memberships.reach import in_organization
from locum.users.models import User

_emails = User.email == any_(bindparam("emails", type_=ARRAY(String)))
_ids = any_(bindparam("ids", type_=ARRAY(BigInteger)))
_shares_days = and_(Absence.first_day <= bindparam("last_day"), Absence.last_day >= bindparam("first_day"))
_EVERYBODY = select(User).where(_emails)
_PRESENT = select(Absence).where(Absence.user_id == _ids, Absence.series_id.is_(None), _shares_days)
_covers = and_(Absence.substitute_id.is_not(None), Absence.covers_days.is_(True), _shares_days)
_person = select(func.unnest(bindparam("ids", type_=ARRAY(BigInteger))).label("id")).cte("person", recursive=True)
_person = _person.union(select(Absence.substitute_id).join(_person, Absence.user_id == _person.c.id).where(_covers))
_COVERS = select(Absence.user_id, Absence.substitute_id, Absence.first_day, Absence.last_day).where(
    _covers, or_(Absence.user_id.in_(select(_person.c.id)), Absence.substitute_id == _ids)
)
_asked = (
    func.unnest(bindparam("absent", type_=ARRAY(BigInteger)), bindparam("standing_in", type_=ARRAY(BigInteger)))
    .table_valued("absent", "standing_in", name="asked")
    .render_derived()
)
_theirs, _others = aliased(Membership), aliased(Membership)
_MAY_COVER = (
    select(_asked.c.absent, _asked.c.standing_in)
    .join(_theirs, and_(_theirs.user_id == _asked.c.absent, _theirs.accepted.is_(True)))
    .join(
        _others,
        and_(_others.user_id == _asked.c.standing_in, _others.team_id == _theirs.team_id, _others.accepted.is_(True)),
    )
    .distinct()
)


async def people(session: AsyncSession, organization_id: int, emails: Collection[str]) -> Mapping[str, User]:
    """The people of an organization with these addresses, by address."""
    statement = _EVERYBODY.where(in_organization(organization_id))
    return {user.email: user for user in await session.scalars(statement, {"emails": list(emails)})}


async def present(session: AsyncSession, user_ids: Collection[int], days: Days) -> Sequence[Absence]:
    """What these people have entered on these days already, held until the end of the transaction."""
    parameters = {"ids": list(user_ids), "first_day": days.first, "last_day": days.last}
    return (await session.scalars(_PRESENT.with_for_update(), parameters)).all()


async def covers(session: AsyncSession, user_ids: Collection[int], days: Days) -> list[Cover]:
    """Who stands in for whom: for these people, for those who stand in for them, and so on; and these for others."""
    parameters = {"ids": list(user_ids), "first_day": days.first, "last_day": days.last}
    rows = await session.execute(_COVERS, parameters)
    return [Cover(user_id, substitute_id or 0, Days(first, last)) for user_id, substitute_id, first, last in rows]


async def may_cover(session: AsyncSession, pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Of pairs of an absent person and a substitute those that share a team or organization, both accepted."""
    asked = {"absent": [absent for absent, _ in pairs], "standing_in": [other for _, other in pairs]}
    return {(absent, other) for absent, other in await session.execute(_MAY_COVER, asked)}
