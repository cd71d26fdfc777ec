"""Free times of an event type, or of several persons at once. For the API and for pages alike."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types.dynamic import dynamic_settings
from locum.event_types.loading import Bookable
from locum.event_types.rules.hosts import Host
from locum.event_types.rules.settings import settings_of
from locum.slots import engine
from locum.slots.answer import SlotAnswer
from locum.slots.loading import Asked, load_question

_NOBODYS = dict.fromkeys(("user_id", "team_id", "parent_id", "scheduling_type", "assign_all_team_members"))


async def find_slots(session: AsyncSession, bookable: Bookable, asked: Asked) -> SlotAnswer:
    """Every slot in the asked window, and for one host what his days off take away. Reads only, and never a cache."""
    return engine.find_slots(await load_question(session, bookable, asked))


def together(user_ids: Sequence[int]) -> Bookable:
    """The meeting of several persons, which exists only in the asking: all must be free (slots sheet, section 2.1)."""
    return Bookable(settings_of({**_NOBODYS, **dynamic_settings()}), tuple(map(Host, user_ids)))
