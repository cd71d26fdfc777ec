"""Use case: see what mail would be answered during an absence, before or after it is entered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.absences.windows import Window, window_of_absence
from locum.kit import clock
from locum.replies.current import current, policy_of
from locum.replies.drafting import languages_of, texts_of
from locum.replies.state import Audience, Texts
from locum.settings import Settings
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class Preview:
    """What a message is answered with that comes in during an absence.

    `because_of` is the absence that decides then, which may be another one; None where it is the mailbox itself.
    `period` is the whole time away. Nobody outside is answered where the audience is none.
    """

    is_answering: bool
    audience: Audience
    because_of: int | None
    period: Window | None
    languages: tuple[str, ...]
    texts: Texts


async def preview(session: AsyncSession, settings: Settings, user: User, absence: Absence) -> Preview:
    """Look at the first instant of an absence that is still to come, or at its first one if it is over."""
    at = _moment(window_of_absence(absence, user.time_zone), clock.now())
    found = await current(session, user.id, at, policy_of(settings))
    if found is None or not found.state.is_answering(at):
        return Preview(False, "none", None, None, (), Texts())
    state = found.state
    texts = await texts_of(session, settings, user, state)
    languages = tuple(words.tag for words in languages_of(settings, user))
    driving = state.driving.id if state.driving else None
    return Preview(True, state.audience, driving, state.period, languages, texts)


def _moment(window: Window, now: datetime) -> datetime:
    return now if window.holds(now) else window.start
