"""Whether the hosts are free, asked under their locks, so that the answer holds until the transaction ends."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Integer, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import queries
from locum.bookings.queries import HostAt
from locum.bookings.rules import times
from locum.bookings.rules.status import CONFLICT
from locum.bookings.turns import groups_of
from locum.bookings.views import Organizer
from locum.event_types.loading import Bookable
from locum.event_types.rules.settings import Timing
from locum.kit.errors import Conflict
from locum.slots.answer import Reason, Verdict
from locum.slots.examine import examine
from locum.slots.loading import Asked, load_question
from locum.slots.question import Limits, SlotQuestion

_LOCKS_OF_HOSTS, _LOCKS_OF_ROUNDS = 7_401, 7_402
"""Tell these advisory locks from others."""

_HOLD = select(
    func.pg_advisory_xact_lock(_LOCKS_OF_HOSTS, func.unnest(bindparam("keys", type_=ARRAY(Integer)))).label("held")
)


async def hold_hosts(session: AsyncSession, host_ids: Iterable[int]) -> None:
    """Let nobody else give away the time of these hosts until the transaction ends.

    In ascending order, so that two who want the same hosts wait for each other and never in a circle.
    """
    await session.execute(_HOLD, {"keys": sorted({host_id % 2**31 for host_id in host_ids})})


_HOLD_ROUND = select(func.pg_advisory_xact_lock(_LOCKS_OF_ROUNDS, bindparam("key", type_=Integer)))
_wanted = func.unnest(bindparam("keys", type_=ARRAY(Integer))).table_valued(column("id", Integer)).render_derived("w")
_TRY = select(_wanted.c.id).where(func.pg_try_advisory_xact_lock(_LOCKS_OF_HOSTS, _wanted.c.id))


async def hold_round(session: AsyncSession, event_type_id: int) -> None:
    """Let nobody else decide whose turn it is for an event type until the transaction ends. Before any host is held."""
    await session.execute(_HOLD_ROUND, {"key": event_type_id % 2**31})


async def try_to_hold(session: AsyncSession, host_ids: Sequence[int]) -> frozenset[int]:
    """Hold those of the hosts whom nobody else holds; who they are. Waits for nobody."""
    keys = {host_id % 2**31: host_id for host_id in host_ids}
    held = await session.scalars(_TRY, {"keys": sorted(keys)})
    return frozenset(keys[key] for key in held)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A time, as aware instants; the booking that is moved is not in its own way."""

    start: datetime
    end: datetime
    booker_zone: str
    moved_id: int | None = None
    moved_uid: str | None = None
    """The same booking, where its event type may want that it keeps its host."""
    routed: frozenset[int] = frozenset()
    """The hosts that a routing form found; nobody: all may be asked."""
    contact_email: str | None = None
    """The address of the host whom the booker belongs to, in lower case."""
    later: tuple[datetime, ...] = ()
    """The starts of further occurrences, each as long as the first."""


@dataclass(frozen=True, slots=True)
class Found:
    """All hosts of an event type by user id, and who of them could take a time."""

    people: Mapping[int, Organizer]
    free: frozenset[int]


async def free_hosts(session: AsyncSession, bookable: Bookable, wanted: Wanted, now: datetime) -> Found:
    """Who could take a time. Raises the sheet's refusal when they are too few for a booking, Conflict for a series.

    The answer holds for as long as they are held.
    """
    people = await _hosts_at(session, bookable, wanted)
    of_team = bookable.settings.team_id is not None
    left = {user_id for user_id, at in people.items() if not at.taken}
    if not _has_limits(bookable.settings.timing) and not _could_be_enough(bookable, left):
        # In a rush this is what nearly everybody hears: they should hear it soon. Limits would be told of first.
        raise times.refusal(Reason.BUSY, of_team=of_team, by_count=False)
    taken_later = await _taken_later(session, bookable, wanted)
    question, verdict = await _look(session, bookable, wanted, now)
    if verdict.bookable:
        found = _found(people, verdict)
        free = found.free - taken_later
        if taken_later and not _could_be_enough(bookable, free):
            raise Conflict(CONFLICT)
        return replace(found, free=free)
    reason = verdict.reason.reason if verdict.reason else None
    by_count = reason is Reason.LIMIT and _is_closed_by_count(question, wanted.start, wanted.end)
    raise times.refusal(reason, of_team=of_team, by_count=by_count)


async def who_is_free(session: AsyncSession, bookable: Bookable, wanted: Wanted, now: datetime) -> Found:
    """The same without a refusal, whether they are enough or not, and whatever the event type says about the time."""
    people = await _hosts_at(session, bookable, wanted)
    _, verdict = await _look(session, bookable, wanted, now)
    return _found(people, verdict)


async def _hosts_at(session: AsyncSession, bookable: Bookable, wanted: Wanted) -> dict[int, HostAt]:
    ids = [host.user_id for host in bookable.hosts]
    return await queries.hosts_at(session, ids, wanted.start, wanted.end, left_out=wanted.moved_id)


async def _taken_later(session: AsyncSession, bookable: Bookable, wanted: Wanted) -> frozenset[int]:
    """Which hosts cannot attend the whole of a series. Raises Conflict when too few are left for it."""
    if not wanted.later:
        return frozenset()
    ids, length = [host.user_id for host in bookable.hosts], wanted.end - wanted.start
    taken = await queries.taken_at_any(session, ids, [(start, start + length) for start in wanted.later])
    if not _could_be_enough(bookable, set(ids) - taken):
        raise Conflict(CONFLICT)
    return taken


async def _look(
    session: AsyncSession, bookable: Bookable, wanted: Wanted, now: datetime
) -> tuple[SlotQuestion, Verdict]:
    asked = Asked(wanted.start, wanted.end, now, wanted.booker_zone, left_out_id=wanted.moved_id)
    question = await load_question(session, bookable, asked)
    return question, examine(question, wanted.start, wanted.end)


def _found(people: Mapping[int, HostAt], verdict: Verdict) -> Found:
    return Found({user_id: at.person for user_id, at in people.items()}, frozenset(verdict.free_hosts))


def _could_be_enough(bookable: Bookable, left: Collection[int]) -> bool:
    """Whether these are the fixed hosts and somebody of each group; hours and absences are not looked at."""
    if bookable.settings.scheduling_type != "roundRobin":
        return all(host.user_id in left for host in bookable.hosts)
    fixed = all(host.user_id in left for host in bookable.hosts if host.mandatory)
    return fixed and all(any(host.user_id in left for host in hosts) for hosts in groups_of(bookable.hosts).values())


def _has_limits(timing: Timing) -> bool:
    return timing.count_limits.any or timing.duration_limits.any


def _is_closed_by_count(question: SlotQuestion, start: datetime, end: datetime) -> bool:
    """Whether limits of numbers alone would close the time, as opposed to limits of minutes."""
    settings = replace(question.settings, limits=Limits(count=question.settings.limits.count))
    verdict = examine(replace(question, settings=settings), start, end)
    return verdict.reason is not None and verdict.reason.reason is Reason.LIMIT
