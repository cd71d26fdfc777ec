"""Free times of an event type, or of several persons at once. For the API and for pages alike."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types.dynamic import dynamic_settings
from locum.event_types.loading import Bookable
from locum.event_types.rules.hosts import Host
from locum.event_types.rules.settings import settings_of
from locum.kit.errors import BadRequest
from locum.slots import engine
from locum.slots.answer import AwaySlot, SlotAnswer
from locum.slots.loading import Asked, load_question
from locum.slots.question import SlotQuestion
from locum.slots.windows import slot_span

MOST_STEPS = 200_000
"""So many slots could be in one answer: half a second of work at most, and two years of ten minutes each."""

_NOBODYS = dict.fromkeys(
    ("user_id", "team_id", "organization_id", "parent_id", "scheduling_type", "assign_all_team_members")
)


async def find_slots(session: AsyncSession, bookable: Bookable, asked: Asked) -> SlotAnswer:
    """Every slot in the asked window, and for one host what his days off take away. Reads only, and never a cache.

    Raises BadRequest when the window is longer than slots of this length can be answered at once.
    """
    question = await load_question(session, bookable, replace(asked, sources=False))
    _check_size(question)
    return engine.find_slots(question)


async def find_slots_and_days_off(
    session: AsyncSession, bookable: Bookable, asked: Asked
) -> tuple[SlotAnswer, tuple[AwaySlot, ...]]:
    """The same, and what days off take away whatever the number of hosts. Raises BadRequest as above."""
    question = await load_question(session, bookable, replace(asked, sources=False))
    _check_size(question)
    answer = engine.find_slots(question)
    return answer, answer.away_slots or engine.away_slots(question)


def _check_size(question: SlotQuestion) -> None:
    """Anybody may ask for a year of single minutes, and everybody else would wait for the answer."""
    span = slot_span(question)
    if span.end - span.start > MOST_STEPS * question.step:
        minutes = question.step
        raise BadRequest(
            f"end property is wrong,end must not be so far after start for slots every {minutes} minutes: "
            f"at most {MOST_STEPS} of them are answered at once"
        )


def together(user_ids: Sequence[int]) -> Bookable:
    """The meeting of several persons, which exists only in the asking: all must be free (slots sheet, section 2.1)."""
    return Bookable(settings_of({**_NOBODYS, **dynamic_settings()}), tuple(map(Host, user_ids)))
