"""Whose turn it is among the free hosts of a round robin: the facts are read here, the rules decide."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries as absences
from locum.absences.rules import Days
from locum.absences.windows import Window, window_of, window_of_away
from locum.bookings import turn_queries
from locum.bookings.turn_queries import Takers
from locum.event_types.loading import Bookable
from locum.event_types.rules.hosts import Host
from locum.event_types.rules.settings import Turns
from locum.host_choice.calibration import Presence, Taken, credits_of
from locum.host_choice.intervals import Counting, Span, span_around
from locum.host_choice.rules import Choice, Taker, Wishes, choose

DEFAULT_WEIGHT = 100

Away = tuple[datetime, datetime]
"""From one aware instant to another, half-open."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A choice, and the group of hosts that it was made from."""

    group_key: str | None
    choice: Choice


def groups_of(hosts: Sequence[Host]) -> dict[str | None, list[Host]]:
    """Those who take turns, by group; whoever is in none makes up one with the others who are in none."""
    groups: dict[str | None, list[Host]] = defaultdict(list)
    for host in hosts:
        if not host.mandatory:
            groups[host.group_key].append(host)
    return dict(groups)


def goes_by_weight(turns: Turns, hosts: Sequence[Host]) -> bool:
    """Unless the event type says it, weights decide as soon as somebody has another one than hosts have by default."""
    return any(host.weight != DEFAULT_WEIGHT for host in hosts) if turns.by_weight is None else turns.by_weight


def take_turns(bookable: Bookable, facts: "Facts", free: Collection[int], wishes: Wishes) -> list[Turn]:
    """One host of each group, in order; a group of which nobody may be asked has none."""
    turns = []
    wishes = replace(wishes, most_ahead=facts.most_ahead)
    for key, hosts in groups_of(bookable.hosts).items():
        by_weight = goes_by_weight(bookable.settings.turns, hosts)
        choice = choose(facts.takers(hosts, free), replace(wishes, by_weight=by_weight))
        if choice is not None:
            turns.append(Turn(key, choice))
    return turns


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the hosts, by user id; what they took and where they were only where that decides."""

    last: Mapping[int, datetime | None]
    taken: Sequence[Taken] = ()
    away: Mapping[int, Sequence[Away]] | None = None
    most_ahead: int | None = None
    """How far a host may be ahead of another, where that is limited."""

    def takers(self, hosts: Sequence[Host], free: Collection[int]) -> list[Taker]:
        """The hosts of one group as the rules want them."""
        ids = {host.user_id for host in hosts}
        taken = [booking for booking in self.taken if booking.user_id in ids]
        counts = Counter(booking.user_id for booking in taken)
        credit = credits_of([self._presence(host) for host in hosts], taken)
        return [
            Taker(
                host.user_id,
                host.user_id in free,
                host.priority,
                host.weight,
                counts[host.user_id],
                credit[host.user_id],
                self.last.get(host.user_id),
            )
            for host in hosts
        ]

    def _presence(self, host: Host) -> Presence:
        away = (self.away or {}).get(host.user_id, ())
        return Presence(host.user_id, host.weight, host.since, tuple(away))


@dataclass(frozen=True, slots=True)
class Occasion:
    """What hosts are chosen for, and when they are."""

    now: datetime
    meets_at: datetime
    left_out: int | None = None
    """A booking that does not count, because it is moved or given away."""


async def facts_of(session: AsyncSession, bookable: Bookable, zones: Mapping[int, str], occasion: Occasion) -> Facts:
    """What choices go by, in four statements at most: `zones` are the hosts' own."""
    settings = bookable.settings
    hosts = [host for host in bookable.hosts if not host.mandatory]
    takers = Takers(settings.id, [host.user_id for host in hosts], occasion.left_out, settings.turns.counts_no_shows)
    last = await turn_queries.last_booked(session, takers, span_around(occasion.now, "MONTH").start)
    by_weight, most_ahead = goes_by_weight(settings.turns, hosts), settings.turns.most_ahead
    if not by_weight and most_ahead is None:
        return Facts(last)
    counting = await turn_queries.counting_of(session, settings.team_id or 0)
    if not counting.by_creation:
        most_ahead = None  # Not of turns that lie ahead themselves (section 13.4).
    taken, away = await _counted(session, takers, zones, occasion, counting if by_weight else Counting())
    return Facts(last, taken, away, most_ahead)


async def _counted(
    session: AsyncSession, takers: Takers, zones: Mapping[int, str], occasion: Occasion, counting: Counting
) -> tuple[Sequence[Taken], Mapping[int, Sequence[Away]]]:
    """What the hosts took in the interval, and when they were away in it."""
    span = span_around(occasion.now if counting.by_creation else occasion.meets_at, counting.interval)
    taken = await turn_queries.taken_in(session, takers, span, counting)
    return taken, await _away(session, zones, takers.host_ids, span)


async def _away(
    session: AsyncSession, zones: Mapping[int, str], host_ids: Sequence[int], span: Span
) -> Mapping[int, Sequence[Away]]:
    """Absences and public holidays of hosts, each in his own zone."""
    days = Days((span.start - timedelta(days=1)).date(), span.end.date())  # Dates of any zone.
    absent, kept = await absences.away_and_holidays(session, host_ids, days)
    away: dict[int, list[Away]] = defaultdict(list)
    for absence in absent:
        away[absence.user_id].append(_instants(window_of_away(absence, zones.get(absence.user_id, "UTC"))))
    for user_id, person in kept.items():
        zone = zones.get(user_id, "UTC")
        off = (Days(holiday.day, holiday.day) for holiday in person.days_off(days.first, days.last))
        away[user_id] += [_instants(window_of(day, zone)) for day in off]
    return away


def _instants(window: Window) -> Away:
    return window.start, window.end
