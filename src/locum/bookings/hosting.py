"""Who hosts a booking: asked once for every way of booking, moving and giving away."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import availability, queries
from locum.bookings.availability import Found, Wanted
from locum.bookings.rules import times
from locum.bookings.rules.people import Attendee
from locum.bookings.turns import Occasion, Turn, facts_of, groups_of, take_turns
from locum.bookings.views import Organizer
from locum.event_types.loading import Bookable
from locum.event_types.rules.hosts import Host
from locum.host_choice.rules import Wishes
from locum.kit.errors import Unprocessable
from locum.slots import queries as slot_queries
from locum.slots.answer import Reason

MOST_HELD = 50
"""Of a larger round only those whose turn it is are held, one round at a time: locks are few in a database."""


@dataclass(frozen=True, slots=True)
class Hosting:
    """The organizer, and whoever hosts with him."""

    organizer: Organizer
    title_name: str
    """What titles call the host: his name, or the team's where several take part."""
    others: tuple[Attendee, ...] = ()
    """Other hosts; they are kept among the attendees."""
    other_ids: tuple[int, ...] = ()
    """Their accounts: their time is taken like the organizer's."""
    turns: tuple[Turn, ...] = ()
    """Whose turn it was, and why."""
    team_addresses: frozenset[str] = frozenset()
    """Of all hosts of a team's event type: they are nobody's guests (bookings sheet, section 3.2)."""

    @property
    def host_ids(self) -> tuple[int, ...]:
        """Everybody whose time is taken."""
        return (self.organizer.id, *self.other_ids)


def is_round_robin(bookable: Bookable) -> bool:
    """Whether hosts take turns."""
    return bookable.settings.scheduling_type == "roundRobin"


def _is_large(bookable: Bookable) -> bool:
    return is_round_robin(bookable) and len(bookable.hosts) > MOST_HELD


def candidates(bookable: Bookable) -> Sequence[int]:
    """Everybody who may have to host. Raises Unprocessable for an event type without hosts."""
    if not bookable.hosts:
        raise Unprocessable(f"Can't book event type with id={bookable.settings.id} because it has no hosts")
    return [host.user_id for host in bookable.hosts]


async def hold(session: AsyncSession, bookable: Bookable, also: Iterable[int] = ()) -> None:
    """Let nobody else give away the time of the candidates until the transaction ends. Raises Unprocessable.

    Always before any booking is held: who holds a booking never waits for hosts. Of a large round only the fixed hosts
    are held here, and the round itself.
    """
    candidates(bookable)
    await hold_all(session, [bookable], also)


async def hold_all(session: AsyncSession, bookables: Iterable[Bookable], also: Iterable[int] = ()) -> None:
    """The same for several event types at once, and for other people besides: once in a transaction."""
    held, rounds = set(also), set()
    for bookable in bookables:
        large = _is_large(bookable)
        if large:
            rounds.add(bookable.settings.id)
        held |= {host.user_id for host in bookable.hosts if host.mandatory or not large}
    for event_type_id in sorted(rounds):
        await availability.hold_round(session, event_type_id)
    await availability.hold_hosts(session, held)


async def hosts_of(session: AsyncSession, bookable: Bookable, wanted: Wanted, now: datetime) -> Hosting:
    """Who hosts at a time; the candidates have to be held. Raises the sheet's refusal when nobody can.

    The number of statements does not depend on the number of hosts.
    """
    found = await availability.free_hosts(session, bookable, wanted, now)
    if not is_round_robin(bookable):
        return _together(bookable, candidates(bookable), found)
    turns = await _turns(session, bookable, wanted, now, found, all_held=not _is_large(bookable))
    if turns is None:
        raise times.refusal(Reason.BUSY, of_team=True, by_count=False)
    chosen = [turn.choice.user_id for turn in turns]
    fixed = [host.user_id for host in bookable.hosts if host.mandatory]
    return _together(bookable, [*fixed, *chosen], found, turns)


async def next_host(
    session: AsyncSession,
    bookable: Bookable,
    in_turn: Sequence[Host],
    wanted: Wanted,
    now: datetime,
    may: Callable[[Organizer], bool],
) -> tuple[Organizer, Turn] | None:
    """Whose turn it is of these hosts, all of one group, among those who may and are free; None when nobody is.

    The candidates have to be held. What stands against the time itself, such as short notice, is not looked at: the
    booking is there already.
    """
    if not in_turn:
        return None
    asked = replace(bookable, hosts=tuple(in_turn))
    found = await availability.who_is_free(session, asked, wanted, now)
    free = frozenset(user_id for user_id in found.free if may(found.people[user_id]))
    turns = await _turns(session, asked, wanted, now, replace(found, free=free), all_held=not _is_large(bookable))
    if not turns:
        return None
    return found.people[turns[0].choice.user_id], turns[0]


async def _turns(
    session: AsyncSession, bookable: Bookable, wanted: Wanted, now: datetime, found: Found, *, all_held: bool
) -> Sequence[Turn] | None:
    """Whose turn it is; None when a group has nobody who may be asked. Who is not held yet is held if he is chosen."""
    zones = {user_id: person.time_zone for user_id, person in found.people.items()}
    facts = await facts_of(session, bookable, zones, Occasion(now, wanted.start, wanted.moved_id))
    wishes = await _wishes(session, bookable, wanted, found.people)
    free = set(found.free)
    for _ in range(MOST_HELD):
        turns = take_turns(bookable, facts, free, wishes)
        if len(turns) < len(groups_of(bookable.hosts)):
            break
        chosen = [turn.choice.user_id for turn in turns]
        lost = set() if all_held else await _lost(session, wanted, chosen)
        if not lost:
            return turns
        free -= lost
    return None


async def _lost(session: AsyncSession, wanted: Wanted, chosen: Sequence[int]) -> set[int]:
    """Who of a large round, whose hosts were not held when they were looked at, is not free any more."""
    held = await availability.try_to_hold(session, chosen)
    people = await queries.hosts_at(session, chosen, wanted.start, wanted.end, left_out=wanted.moved_id)
    return {user_id for user_id in chosen if user_id not in held or people[user_id].taken}


async def _wishes(session: AsyncSession, bookable: Bookable, wanted: Wanted, people: Mapping[int, Organizer]) -> Wishes:
    keep: frozenset[int] = frozenset()
    if wanted.moved_uid is not None:
        keep = await slot_queries.hosts_to_keep(session, bookable.settings.id, wanted.moved_uid)
    owner = next((id_ for id_, person in people.items() if person.email == wanted.contact_email), None)
    return Wishes(keep=keep, routed=wanted.routed, contact_owner=owner)


def _together(bookable: Bookable, host_ids: Sequence[int], found: Found, turns: Sequence[Turn] = ()) -> Hosting:
    """The first of these hosts is the organizer, the others attend (bookings sheet, sections 3.5 and 13.1)."""
    organizer, *others = (found.people[host_id] for host_id in host_ids)
    team_id = bookable.settings.team_id
    return Hosting(
        organizer,
        title_name(bookable, [organizer, *others]),
        tuple(map(_attendee, others)),
        tuple(other.id for other in others),
        tuple(turns),
        frozenset() if team_id is None else frozenset(person.email for person in found.people.values()),
    )


class Named(Protocol):
    """Somebody whom a title may name."""

    @property
    def shown_name(self) -> str:
        """His name, or what stands for it."""
        ...


def title_name(bookable: Bookable, hosts: Sequence[Named]) -> str:
    """What titles call these hosts."""
    if bookable.team is not None and (len(hosts) > 1 or not is_round_robin(bookable)):
        return bookable.team.name or hosts[0].shown_name
    return ", ".join(host.shown_name for host in hosts)


def _attendee(host: Organizer) -> Attendee:
    return Attendee("host", host.email, host.shown_name, host.time_zone, host.language)
