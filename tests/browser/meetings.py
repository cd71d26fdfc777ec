"""What is booked with the people of the observatory, and what can be booked with their team."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.models import Booking, BookingAttendee
from locum.event_types.models import EventType, EventTypeHost
from locum.event_types.rules.defaults import default_settings
from locum.host_choice.models import HostChoice
from locum.organizations.models import Team
from locum.slots.models import HostBusy
from locum.users.models import User

_BOOKER = {"name": "Annie Jump Cannon", "email": "annie.jump.cannon@a-very-long-name-of-a-house.example.com"}


async def meet(session: AsyncSession, team: Team, people: Sequence[User]) -> dict[str, str]:
    """Addresses of the pages by what they show; the first of these people runs the place, and is away on Wednesday."""
    pages = await _event_types(session, team, people)
    plates = EventType(**default_settings(), user_id=people[0].id, title="A look at the sky", slug="sky")
    plates.length_in_minutes = 30
    round_robin = await session.get_one(EventType, int(pages["event type of a team"].rpartition("/")[2]))
    session.add(plates)
    await session.flush()
    past = await _book(session, plates, people[0], datetime(2027, 1, 25, 15, tzinfo=UTC))
    waiting = await _book(session, plates, people[0], datetime(2027, 2, 9, 15, tzinfo=UTC), status="pending")
    given = await _book(session, round_robin, people[0], datetime(2027, 2, 3, 15, tzinfo=UTC))
    session.add(_choice(given, people))
    await _book(session, round_robin, people[1], datetime(2027, 2, 8, 16, tzinfo=UTC))
    await _book(session, plates, people[0], datetime(2027, 2, 11, 15, tzinfo=UTC), status="cancelled")
    named = {"meeting that is over": past, "request": waiting, "meeting to give away": given}
    return pages | {name: f"/bookings/{booking.uid}" for name, booking in named.items()}


def _choice(booking: Booking, people: Sequence[User]) -> HostChoice:
    """Why the first of these people has a booking."""
    first, *others = people
    considered = [{"userId": first.id, "outcome": "chosen", "bookings": 1, "shortfall": 0.5}]
    considered += [{"userId": one.id, "outcome": "less_behind", "bookings": 2, "shortfall": -0.5} for one in others]
    choice = HostChoice(booking_id=booking.id, host_id=first.id, reason="share", considered=considered)
    choice.group_key, choice.made_at = "Refractors", datetime(2027, 1, 29, 9, tzinfo=UTC)
    return choice


async def _event_types(session: AsyncSession, team: Team, people: Sequence[User]) -> dict[str, str]:
    usual: dict[str, Any] = {**default_settings(), "team_id": team.id, "organization_id": team.organization_id}
    usual["length_in_minutes"] = 30
    rounds, managed = (
        EventType(**{**usual, "title": title, "slug": slug, "scheduling_type": together})
        for title, slug, together in (
            ("Night with the great refractor", "night", "roundRobin"),
            ("Own hours", "own-hours", "managed"),
        )
    )
    session.add_all([rounds, managed])
    await session.flush()
    for position, person in enumerate(people):
        host = EventTypeHost(event_type_id=rounds.id, user_id=person.id, position=position, mandatory=False)
        host.priority, host.weight = "medium", 100
        session.add(host)
    await session.flush()
    base = f"/teams/{team.id}/event-types"
    return {
        "event types of a team": base,
        "new event type of a team": f"{base}/new",
        "hosts of an event type": f"{base}/{rounds.id}/hosts",
        "who has a managed event type": f"{base}/{managed.id}/hosts",
        "removing an event type of a team": f"{base}/{managed.id}/delete",
        "event type of a team": f"{base}/{rounds.id}",
    }


async def _book(
    session: AsyncSession, kind: EventType, host: User, start: datetime, status: str = "accepted"
) -> Booking:
    end = start + timedelta(minutes=kind.length_in_minutes)
    attendee = BookingAttendee(**_BOOKER, time_zone="America/New_York")
    booking = Booking(event_type_id=kind.id, user_id=host.id, organization_id=host.organization_id, status=status)
    booking.title, booking.starts_at, booking.ends_at = f"{kind.title} between {host.name} and Annie", start, end
    booking.ics_uid, booking.attendees = "ics", [attendee]
    session.add(booking)
    await session.flush()
    if status == "cancelled":
        booking.cancellation_reason = "Clouds."
        return booking
    taken = HostBusy(booking_id=booking.id, booking_uid=booking.uid, event_type_id=kind.id, host_id=host.id)
    taken.starts_at, taken.ends_at = start, end
    taken.blocks, taken.pending = status == "accepted", status == "pending"
    session.add(taken)
    await session.flush()
    return booking
