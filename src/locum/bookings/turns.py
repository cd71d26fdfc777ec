"""Whose turn it is among the free hosts of a round robin: the facts are read here, the rules decide."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries as absences
from locum.absences.rules import Away, Days
from locum.absences.windows import window_of_away
from locum.bookings import turn_queries
from locum.event_types.loading import Bookable
from locum.event_types.rules.hosts import Host
from locum.host_choice.calibration import Presence, Taken, credits_of
from locum.host_choice.rules import Choice, Taker, Wishes, choose

DEFAULT_WEIGHT = 100


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


def goes_by_weight(hosts: Sequence[Host]) -> bool:
    """Weights decide as soon as somebody has another one than hosts have by default."""
    return any(host.weight != DEFAULT_WEIGHT for host in hosts)


def take_turns(bookable: Bookable, facts: "Facts", free: Collection[int], wishes: Wishes) -> list[Turn]:
    """One host of each group, in order; a group of which nobody may be asked has none."""
    turns = []
    for key, hosts in groups_of(bookable.hosts).items():
        choice = choose(facts.takers(hosts, free), replace(wishes, by_weight=goes_by_weight(hosts)))
        if choice is not None:
            turns.append(Turn(key, choice))
    return turns


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the hosts, by user id; what they took and where they were only where weights decide."""

    last: Mapping[int, datetime | None]
    taken: Sequence[Taken] = ()
    away: Mapping[int, Sequence[tuple[datetime, datetime]]] | None = None

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


async def facts_of(
    session: AsyncSession, bookable: Bookable, zones: Mapping[int, str], now: datetime, left_out: int | None = None
) -> Facts:
    """What choices go by, in three statements at most: `zones` are the hosts' own, `left_out` does not count."""
    takers = [host for host in bookable.hosts if not host.mandatory]
    ids, since = [host.user_id for host in takers], _month_of(now)
    about = (bookable.settings.id, ids, since, left_out)
    last = await turn_queries.last_booked(session, *about)
    if not goes_by_weight(takers):
        return Facts(last)
    taken = await turn_queries.taken_since(session, *about)
    away = await absences.away(session, ids, Days(since.date(), now.astimezone(UTC).date()))
    return Facts(last, taken, _spans(away, zones))


def _month_of(now: datetime) -> datetime:
    """The interval that is counted: since the first of this month, UTC (bookings sheet, section 13.2)."""
    return now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _spans(away: Sequence[Away], zones: Mapping[int, str]) -> dict[int, list[tuple[datetime, datetime]]]:
    """Absences as instants, by the zone of who is away."""
    spans: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for absence in away:
        window = window_of_away(absence, zones.get(absence.user_id, "UTC"))
        spans[absence.user_id].append((window.start, window.end))
    return spans
