"""From rows to a question for the slot engine, in a constant number of statements however many hosts there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries as absences
from locum.absences.rules import Away, Days
from locum.event_types.loading import Bookable, OwningTeam
from locum.event_types.rules import hosts as event_hosts
from locum.event_types.rules.settings import EventTypeSettings
from locum.holidays.queries import Kept
from locum.kit.intervals import Interval
from locum.kit.zones import minute_ceil, minute_floor
from locum.schedules.queries import schedules_in_use
from locum.schedules.rules import ScheduleInUse
from locum.slots import queries
from locum.slots.data_window import DataWindow, data_window
from locum.slots.question import BusyBooking, CalendarBusy, EventSettings, Host, Limits, SlotQuestion
from locum.slots.schedule import PUBLIC_HOLIDAY, Absence, DateOverride, Schedule, WeeklyRule
from locum.slots.translation import engine_settings, team_limits

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about an event type. Instants are aware; `duration` in minutes, None and 0: the event type's."""

    start: datetime
    end: datetime
    now: datetime
    booker_zone: str = "UTC"
    duration: int | None = None
    moved_uid: str | None = None
    """The booking that is to be moved: neither busy nor counted, nor is its calendar copy."""
    left_out_id: int | None = None
    """A booking that is treated as if it were not there, by id."""
    own_reservation: UUID | None = None
    """A reservation that is not in the way of whoever asks: it is his."""
    routed: frozenset[int] = frozenset()
    """The hosts that a routing form found, by user id; nobody: all may be asked."""
    contact_id: int | None = None
    """The host whom the booker belongs to."""
    sources: bool = True
    """Whether it matters which booking takes which time; for slots alone it does not, unless there are seats."""


async def load_question(session: AsyncSession, bookable: Bookable, asked: Asked) -> SlotQuestion:
    """The question with all that the engine needs to know. Without hosts for what has none (slots sheet, 2.1 and 9)."""
    event_type = bookable.settings
    hosts = await _taking_part(session, bookable, asked)
    team = _team_pool(bookable.team) if hosts else _NO_LIMITS
    question = _without_hosts(replace(engine_settings(event_type), team_limits=team.limits), asked)
    if not hosts:
        return question
    # A time that is to be examined may lie sooner than the notice allows, and its hosts are looked at all the same.
    window = data_window(replace(question, settings=replace(question.settings, minimum_notice=0)))
    question = await _with_counts(session, event_type, question, window, team, asked)
    return await _with_period_zone(session, await _with_hosts(session, event_type, hosts, question, window, asked))


def _without_hosts(settings: EventSettings, asked: Asked) -> SlotQuestion:
    return SlotQuestion(
        settings=settings,
        hosts=(),
        start=asked.start,
        end=asked.end,
        now=asked.now,
        booker_zone=asked.booker_zone,
        duration=asked.duration,
        reschedule_uid=asked.moved_uid,
    )


async def _taking_part(session: AsyncSession, bookable: Bookable, asked: Asked) -> Sequence[event_hosts.Host]:
    """All hosts; of those who take turns perhaps only the one whom a moved booking keeps, or who are asked for."""
    event_type, hosts = bookable.settings, bookable.hosts
    if event_type.is_managed_parent:
        return ()
    if event_type.scheduling_type != "roundRobin":
        return hosts
    kept: frozenset[int] = frozenset()
    if asked.moved_uid is not None:
        kept = await queries.hosts_to_keep(session, event_type.id, asked.moved_uid)
    owner = frozenset() if asked.contact_id is None else frozenset({asked.contact_id})
    return reduce(event_hosts.narrowed, (kept, asked.routed, owner), hosts)


@dataclass(frozen=True, slots=True)
class _TeamPool:
    """Limits over all event types of a team."""

    limits: Limits
    with_managed: bool = False


_NO_LIMITS = _TeamPool(Limits())


def _team_pool(team: OwningTeam | None) -> _TeamPool:
    return _NO_LIMITS if team is None else _TeamPool(team_limits(team.booking_limits), team.counts_managed)


async def _with_counts(
    session: AsyncSession,
    event_type: EventTypeSettings,
    question: SlotQuestion,
    window: DataWindow,
    team: _TeamPool,
    asked: Asked,
) -> SlotQuestion:
    """With the bookings that limits and seats count; most event types have neither."""
    settings, left_out = question.settings, asked.left_out_id
    span = window.counted_from, window.counted_to
    if settings.seats is not None or settings.limits.count or settings.limits.duration:
        counted = await queries.counted(session, event_type.id, *span, left_out=left_out)
        question = replace(question, bookings=counted)
    if event_type.team_id is not None and team.limits.count:
        of_team = await queries.counted_of_team(
            session, event_type.team_id, *span, with_managed=team.with_managed, left_out=left_out
        )
        question = replace(question, team_bookings=of_team)
    return question


async def _with_hosts(
    session: AsyncSession,
    event_type: EventTypeSettings,
    hosts: Sequence[event_hosts.Host],
    question: SlotQuestion,
    window: DataWindow,
    asked: Asked,
) -> SlotQuestion:
    chosen = {host.user_id: event_type.schedule_id or host.schedule_id for host in hosts}
    in_use = await schedules_in_use(session, chosen, window.first_absent, window.last_absent)
    away, kept = await absences.away_and_holidays(session, chosen, _days_around(window))
    span = window.busy_from, window.busy_to
    held = await queries.held(session, event_type.id, chosen, *span, question.now, asked.own_reservation)
    facts = _Facts(
        in_use,
        _days_off(away, kept, window),
        _away_hours(away),
        await _bookings(session, event_type, chosen, window, asked),
        await _busy_times(session, event_type, chosen, window, asked),
        _reservations(held),
    )
    return replace(
        question,
        settings=replace(question.settings, zone=_own_zone(event_type, in_use)),
        hosts=tuple(facts.host(host) for host in hosts if host.user_id in in_use),
        seat_reservations=tuple(row.start for row in held if row.is_seat),
    )


def _pending_of(event_type: EventTypeSettings) -> int | None:
    """Bookings that wait for a yes close their slot only where the event type says so (slots sheet, section 5)."""
    policy = event_type.rules.confirmation
    return event_type.id if policy is not None and policy.blocks_slot else None


def _own_zone(event_type: EventTypeSettings, in_use: Mapping[int, ScheduleInUse]) -> str | None:
    """The zone of the event type's own schedule."""
    if event_type.schedule_id is None:
        return None
    return next((hours.zone for hours in in_use.values() if hours.schedule_id == event_type.schedule_id), None)


async def _with_period_zone(session: AsyncSession, question: SlotQuestion) -> SlotQuestion:
    """With the first host's profile zone, in which limits count (section 6); asked for only where it matters."""
    settings = question.settings
    has_limits = any(limits.count or limits.duration for limits in (settings.limits, settings.team_limits))
    if not has_limits or settings.zone is not None or not question.hosts:
        return question
    first, *others = question.hosts
    zone = await queries.profile_zone(session, first.user_id)
    return replace(question, hosts=(replace(first, profile_zone=zone), *others))


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of the hosts, by user id."""

    in_use: Mapping[int, ScheduleInUse]
    absences: Mapping[int, Sequence[Absence]]
    away_hours: Mapping[int, Sequence[CalendarBusy]]
    bookings: Mapping[int, Sequence[BusyBooking]]
    busy: Mapping[int, tuple[Interval, ...]]
    reservations: Mapping[int, Sequence[Interval]]

    def host(self, host: event_hosts.Host) -> Host:
        """One host as the engine wants him."""
        user_id = host.user_id
        return Host(
            user_id,
            _schedule(self.in_use[user_id]),
            fixed=host.mandatory,
            group=host.group_key,
            absences=tuple(self.absences.get(user_id, ())),
            bookings=tuple(self.bookings.get(user_id, ())),
            busy=self.busy.get(user_id, ()),
            calendar=tuple(self.away_hours.get(user_id, ())),
            reservations=tuple(self.reservations.get(user_id, ())),
        )


def _schedule(hours: ScheduleInUse) -> Schedule:
    return Schedule(
        hours.zone, tuple(map(WeeklyRule._make, hours.weekly)), tuple(map(DateOverride._make, hours.overrides))
    )


def _days_off(rows: Iterable[Away], kept: Mapping[int, Kept], window: DataWindow) -> dict[int, list[Absence]]:
    """Absences of whole days, and after them public holidays: of two on one day the absence counts."""
    by_host: dict[int, list[Absence]] = defaultdict(list)
    for away in rows:
        if away.covers_days:
            by_host[away.user_id].append(Absence(away.id, away.days.first, away.days.last))
    first, last = window.first_absent, window.last_absent
    closed = {
        person: [Absence(PUBLIC_HOLIDAY, holiday.day, holiday.day) for holiday in person.days_off(first, last)]
        for person in set(kept.values())
    }
    for user_id, person in kept.items():
        by_host[user_id] += closed[person]
    return by_host


def _days_around(window: DataWindow) -> Days:
    """Where absences have to lie to matter: what they take beyond their whole days is on the days next to these."""
    first = min(window.first_absent, window.busy_from.date())
    return Days(first - _DAY, max(window.last_absent, window.busy_to.date()) + _DAY)


def _away_hours(rows: Iterable[Away]) -> dict[int, list[CalendarBusy]]:
    """Exact windows, such as an afternoon: busy time like that of a calendar (bridge sheet, rule R4)."""
    by_host: dict[int, list[CalendarBusy]] = defaultdict(list)
    for away in rows:
        if away.starts_at is not None and away.ends_at is not None:
            by_host[away.user_id].append(CalendarBusy(minute_floor(away.starts_at), minute_ceil(away.ends_at)))
    return by_host


def _needs_sources(event_type: EventTypeSettings, asked: Asked) -> bool:
    """A booking that moves is left out, and one with open seats can be joined: both have to be told from others."""
    return asked.sources or asked.moved_uid is not None or event_type.rules.seats is not None


async def _bookings(
    session: AsyncSession, event_type: EventTypeSettings, host_ids: Collection[int], window: DataWindow, asked: Asked
) -> Mapping[int, Sequence[BusyBooking]]:
    if not _needs_sources(event_type, asked):
        return {}
    pending_of, left_out, event_type_id = _pending_of(event_type), asked.left_out_id, event_type.id
    span = window.busy_from, window.busy_to
    by_host: dict[int, list[BusyBooking]] = defaultdict(list)
    rows = await queries.busy(session, host_ids, *span, pending_of=pending_of, left_out=left_out)
    for host_id, start, end, before, after, uid, joined_by in rows:
        by_host[host_id].append(BusyBooking(start, end, before, after, uid, joined_by == event_type_id))
    return by_host


async def _busy_times(
    session: AsyncSession, event_type: EventTypeSettings, host_ids: Collection[int], window: DataWindow, asked: Asked
) -> Mapping[int, tuple[Interval, ...]]:
    if _needs_sources(event_type, asked):
        return {}
    pending_of, span = _pending_of(event_type), (window.busy_from, window.busy_to)
    return await queries.busy_times(session, host_ids, *span, pending_of=pending_of, left_out=asked.left_out_id)


def _reservations(rows: Iterable[queries.HeldRow]) -> dict[int, list[Interval]]:
    """Those that are not of a seat."""
    by_host: dict[int, list[Interval]] = defaultdict(list)
    for row in rows:
        if not row.is_seat:
            by_host[row.host_id].append((row.start, row.end))
    return by_host
