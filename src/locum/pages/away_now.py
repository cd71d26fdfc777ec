"""Who of some people is away today, as their public pages tell it, and whom to book instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries as absences
from locum.absences.rules import Days, ShownAbsence
from locum.kit import clock
from locum.kit.zones import local_date
from locum.mail.catalogue import Words
from locum.pages.booking.substitutes import name_of, path_to_substitute
from locum.pages.people import display_name
from locum.pages.rendering import url
from locum.pages.when import full_day
from locum.pages.zones import wanted_zone
from locum.users.models import User

MOST = 5
"""Of many people's absences a page tells so many."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AwayNow:
    """What is said of somebody who is away."""

    text: str
    note: str | None
    link: str | None
    link_text: str | None


async def away_now(request: Request, session: AsyncSession, words: Words, people: Sequence[User]) -> list[AwayNow]:
    """Those of the people who are away on the date where each of them is: of several absences the longest."""
    known = {user.id: user for user in people}
    today = clock.now().astimezone(UTC).date()
    longest: dict[int, ShownAbsence] = {}
    for one in await absences.shown(session, known, Days(today - _ONE_DAY, today + _ONE_DAY)) if known else ():
        there = local_date(clock.now(), wanted_zone(known[one.user_id].time_zone))
        kept = longest.get(one.user_id)
        if one.days.first <= there <= one.days.last and (kept is None or kept.days.last < one.days.last):
            longest[one.user_id] = one
    told = [longest[user.id] for user in people if user.id in longest][:MOST]
    return [await _told(request, session, words, known[one.user_id], one) for one in told]


async def _told(request: Request, session: AsyncSession, words: Words, user: User, one: ShownAbsence) -> AwayNow:
    path = await path_to_substitute(session, one)
    return AwayNow(
        words.text("profile.away", name=display_name(user), day=full_day(words.locale, one.days.last)),
        one.note,
        url(request, path) if path else None,
        words.text("book.away_instead", name=name_of(one.substitute)) if path and one.substitute else None,
    )
