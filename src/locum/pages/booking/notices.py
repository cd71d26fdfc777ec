"""What is said on days that are closed because somebody is away or has a public holiday, and whom to book instead."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from locum.absences import queries as absences
from locum.absences.rules import Days, ShownAbsence
from locum.holidays.calendar import holidays_between
from locum.holidays.queries import kept_by
from locum.pages.booking.month import DayTimes
from locum.pages.booking.substitutes import name_of, path_to_substitute
from locum.pages.booking.visit import Visit
from locum.pages.people import display_name
from locum.pages.rendering import url
from locum.slots.schedule import PUBLIC_HOLIDAY
from locum.users import queries as users

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AwayNotice:
    """What is said on a day off."""

    text: str
    note: str | None = None
    link: str | None = None
    link_text: str | None = None


@dataclass(frozen=True, slots=True)
class _Away:
    """Somebody's absence as visitors may know of it; `path` is where his substitute is booked."""

    name: str
    absence: ShownAbsence
    path: str | None


async def notices_on(visit: Visit, days: Sequence[DayTimes]) -> Mapping[str, AwayNotice]:
    """What is said on the days off among those shown, by day.

    Where several could serve, somebody's absence is told only on days that it closes.
    """
    is_one = visit.event.inviter.person is not None
    off = [day for day in days if day.absence_id is not None and (is_one or not day.times)]
    if not off:
        return {}
    # The absence is in the host's zone, the day in the visitor's: one day more at both ends.
    span = Days(date.fromisoformat(days[0].value) - _ONE_DAY, date.fromisoformat(days[-1].value) + _ONE_DAY)
    away = await _away(visit, span, {day.absence_id for day in off if day.absence_id})
    holidays = await _holidays(visit, span) if any(day.absence_id == PUBLIC_HOLIDAY for day in off) else {}
    said: dict[str, AwayNotice] = {}
    for day in off:
        if day.absence_id in away:
            said[day.value] = _of_absence(visit, day.name, away[day.absence_id])
        elif name := holidays.get(date.fromisoformat(day.value)):
            said[day.value] = AwayNotice(visit.clock.words.text("book.holiday", day=day.name, name=name))
    return said


async def _away(visit: Visit, span: Days, wanted: Collection[int | None]) -> Mapping[int | None, _Away]:
    hosts = [host.user_id for host in visit.event.bookable.hosts]
    found = [one for one in await absences.shown(visit.session, hosts, span) if one.id in wanted]
    names = {user.id: display_name(user) for user in await users.by_ids(visit.session, {one.user_id for one in found})}
    slug = visit.event.row.slug
    return {one.id: _Away(names[one.user_id], one, await path_to_substitute(visit.session, one, slug)) for one in found}


def _of_absence(visit: Visit, day: str, away: _Away) -> AwayNotice:
    words, substitute = visit.clock.words, away.absence.substitute
    return AwayNotice(
        text=words.text("book.away_on", name=away.name, day=day),
        note=away.absence.note,
        link=url(visit.request, away.path) if away.path else None,
        link_text=words.text("book.away_instead", name=name_of(substitute)) if substitute and away.path else None,
    )


async def _holidays(visit: Visit, span: Days) -> Mapping[date, str]:
    """The public holidays that close days of a host, by their names in the visitor's language."""
    names: dict[date, str] = {}
    for kept in (await kept_by(visit.session, [host.user_id for host in visit.event.bookable.hosts])).values():
        if kept.place is None:
            continue
        closed = {holiday.key for holiday in kept.days_off(span.first, span.last)}
        language = visit.clock.words.locale.language
        for holiday in holidays_between(kept.place, span.first, span.last, language):
            if holiday.key in closed:
                names.setdefault(holiday.day, holiday.name)
    return names
