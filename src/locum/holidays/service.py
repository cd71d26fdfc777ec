"""Use cases: a person or an organization chooses whose public holidays are kept."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.events import publish
from locum.holidays.calendar import Place, is_known
from locum.holidays.events import HolidaysChosen
from locum.holidays.models import HolidayChoice
from locum.kit import clock
from locum.kit.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Owner:
    """Who chooses: a person, or an organization for its people. One of the two."""

    user_id: int | None = None
    organization_id: int | None = None


async def choose(session: AsyncSession, owner: Owner, place: Place | None, working: Collection[str]) -> None:
    """Keep the holidays of a place, or none, but work on some. Raises InvalidInput for a place nobody knows."""
    if place is not None and not is_known(place):
        name = "region" if is_known(Place(place.country)) else "country"
        raise InvalidInput.of(name, "isIn", f"{name} must be one of those that GET /v2/holidays/countries lists")
    now = clock.now()
    columns = {
        "country": place.country if place else None,
        "region": place.region if place else None,
        "working": sorted(set(working)),
        "updated_at": now,
    }
    owned = {"user_id": owner.user_id, "team_id": owner.organization_id}
    chosen = insert(HolidayChoice).values(created_at=now, **owned, **columns)
    column = HolidayChoice.user_id if owner.user_id is not None else HolidayChoice.team_id
    await session.execute(chosen.on_conflict_do_update(index_elements=[column], set_=columns))
    await publish(session, HolidaysChosen(owner.user_id, owner.organization_id))


async def forget(session: AsyncSession, owner: Owner) -> None:
    """Choose nothing any more: a person then follows his organization."""
    column, value = (
        (HolidayChoice.user_id, owner.user_id)
        if owner.user_id is not None
        else (HolidayChoice.team_id, owner.organization_id)
    )
    await session.execute(delete(HolidayChoice).where(column == value))
    await publish(session, HolidaysChosen(owner.user_id, owner.organization_id))
