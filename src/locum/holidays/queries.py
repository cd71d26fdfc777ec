"""Every SELECT of holidays."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, any_, bindparam, case, or_, select
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

    def days_off(self, first: date, last: date, language: str = "en") -> list[Holiday]:
        """The holidays that close his days, both ends included, named in a language where they are known in it."""
        return closed_days(self.place, self.working, first, last, language) if self.place else []


NOTHING_KEPT = Kept(None)

_own, _common = aliased(HolidayChoice), aliased(HolidayChoice)
_is_own = _own.id.is_not(None)
KEPT = (
    select(
        User.id.label("user_id"),
        case((_is_own, _own.country), else_=_common.country).label("country"),
        case((_is_own, _own.region), else_=_common.region).label("region"),
        case((_is_own, _own.working), else_=_common.working).label("working"),
        _is_own.label("is_own"),
    )
    .outerjoin(_own, _own.user_id == User.id)
    .outerjoin(_common, _common.team_id == User.organization_id)
    .where(
        User.id == any_(bindparam("user_ids", type_=ARRAY(BigInteger))),
        or_(_is_own, _common.id.is_not(None)),
    )
    .subquery("kept")
)
"""What each of many people (`user_ids`) keeps; for those who ask for something else in the same statement."""
_KEPT = select(KEPT)
_OF_ORGANIZATION = select(HolidayChoice).where(HolidayChoice.team_id == bindparam("organization_id"))


async def kept_by(session: AsyncSession, user_ids: Collection[int]) -> Mapping[int, Kept]:
    """Whose holidays many people keep, in one statement; people who keep none are left out."""
    rows = await session.execute(_KEPT, {"user_ids": list(user_ids)})
    return {user_id: kept_as(*choice) for user_id, *choice in rows}


def kept_as(country: str | None, region: str | None, working: Collection[str], is_own: bool) -> Kept:
    """The columns of a choice as others see them."""
    return Kept(Place(country, region) if country else None, frozenset(working), is_own)


async def kept_by_organization(session: AsyncSession, organization_id: int) -> Kept | None:
    """An organization's choice, if it made one."""
    choice = (await session.scalars(_OF_ORGANIZATION, {"organization_id": organization_id})).first()
    return None if choice is None else kept_as(choice.country, choice.region, choice.working, False)
