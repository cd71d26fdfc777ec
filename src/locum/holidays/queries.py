"""Every SELECT of holidays."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, any_, bindparam, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.holidays.calendar import Holiday, Place, closed_days
from locum.holidays.models import HolidayChoice
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class Kept:
    """What holds for a person: the place, the holidays on which he works, and whether that is his own choice."""

    place: Place | None
    working: frozenset[str] = frozenset()
    is_own: bool = False

    def days_off(self, first: date, last: date) -> list[Holiday]:
        """The holidays that close his days, both ends included."""
        return closed_days(self.place, self.working, first, last) if self.place else []


NOTHING_KEPT = Kept(None)

_own, _common = aliased(HolidayChoice), aliased(HolidayChoice)
_KEPT = (
    select(User.id, _own, _common)
    .outerjoin(_own, _own.user_id == User.id)
    .outerjoin(_common, _common.team_id == User.organization_id)
    .where(
        User.id == any_(bindparam("user_ids", type_=ARRAY(BigInteger))),
        or_(_own.id.is_not(None), _common.id.is_not(None)),
    )
)
_OF_USER = select(HolidayChoice).where(HolidayChoice.user_id == bindparam("owner_id"))
_OF_TEAM = select(HolidayChoice).where(HolidayChoice.team_id == bindparam("owner_id"))


async def kept_by(session: AsyncSession, user_ids: Collection[int]) -> Mapping[int, Kept]:
    """Whose holidays many people keep, in one statement; people who keep none are left out."""
    rows = await session.execute(_KEPT, {"user_ids": list(user_ids)})
    return {user_id: kept(own or common, is_own=own is not None) for user_id, own, common in rows}


def kept(choice: HolidayChoice | None, *, is_own: bool) -> Kept:
    """A row as others see it."""
    if choice is None:
        return NOTHING_KEPT
    place = Place(choice.country, choice.region) if choice.country else None
    return Kept(place, frozenset(choice.working), is_own)


async def choice_of_person(session: AsyncSession, user_id: int) -> HolidayChoice | None:
    """A person's own choice, if he made one."""
    return (await session.scalars(_OF_USER, {"owner_id": user_id})).first()


async def choice_of_organization(session: AsyncSession, organization_id: int) -> HolidayChoice | None:
    """An organization's choice, if it made one."""
    return (await session.scalars(_OF_TEAM, {"owner_id": organization_id})).first()
