"""A desk at somebody's schedules."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit.errors import NotFound
from locum.pages.dashboard.desk import Trail
from locum.pages.dashboard.whose import Whose
from locum.schedules import queries
from locum.schedules.models import Schedule


def title_of(whose: Whose) -> str:
    """What the page of these schedules is called."""
    text = whose.desk.text
    return text("hours.title") if whose.is_self else text("hours.title_of", name=whose.name)


def above(whose: Whose) -> Trail:
    """The pages above a single schedule."""
    return [*whose.trail, (whose.base, title_of(whose))]


async def one(session: AsyncSession, whose: Whose, schedule_id: int, *, hold: bool = False) -> Schedule:
    """A schedule of the one whose these are. Raises NotFound for those of others."""
    found = await queries.one(session, schedule_id, hold=hold)
    if found is None or found.user_id != whose.owner.id:
        raise NotFound("There is no such schedule.")
    return found
