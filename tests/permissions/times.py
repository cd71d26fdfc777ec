"""What happens when: bookings, absences and who answers the mail meanwhile."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from locum.absences.models import Absence, AbsenceSeries
from locum.bookings.models import Booking, BookingAttendee
from locum.feeds.models import AbsenceFeed
from locum.http.credentials import digest
from locum.mailboxes.models import MailDomain
from locum.slots.models import HostBusy
from locum.targets.models import MailTarget
from tests.factories.world import World
from tests.permissions.house import House

TEAM_BOOKINGS = "/v2/organizations/{orgId}/teams/{teamId}/bookings"


async def name_bookings(world: World, house: House) -> None:
    own = await _booking(world, house, "eventTypeId", day=2)
    of_team = await _booking(world, house, "teamEventTypeId", day=3)
    asked = await _booking(world, house, "eventTypeId", day=4, status="pending")
    over = await _booking(world, house, "eventTypeId", year=2020)
    seated = await _booking(world, house, "eventTypeId", day=5, seat_uid=str(uuid4()))
    house.ids |= {
        "bookingUid": own.uid,
        "attendeeId": str(own.attendees[0].id),
        "seatUid": str(seated.attendees[0].seat_uid),
    }
    house.by_mount[(TEAM_BOOKINGS, "bookingUid")] = of_team.uid
    for act, uid in (
        ("confirm", asked.uid),
        ("decline", asked.uid),
        ("reassign", of_team.uid),
        ("mark-absent", over.uid),
    ):
        house.by_mount[(f"/v2/bookings/{{bookingUid}}/{act}", "bookingUid")] = uid
    to_somebody = "/v2/bookings/{bookingUid}/reassign/{userId}"
    house.by_mount[(to_somebody, "bookingUid")] = of_team.uid
    house.by_mount[(to_somebody, "userId")] = str(house.people["captain"].id)
    house.bodies |= {
        "POST /v2/bookings/{bookingUid}/attendees": {"name": "Guest", "email": "g@example.org", "timeZone": "UTC"},
        "POST /v2/bookings/{bookingUid}/mark-absent": {"host": True},
        "POST /v2/bookings/{bookingUid}/guests": {"guests": [{"email": "guest@example.org"}]},
        "PATCH /v2/bookings/{bookingUid}/location": {"location": {"type": "link", "link": "https://talk.example"}},
    }


async def _booking(
    world: World,
    house: House,
    of: str,
    day: int = 1,
    year: int = 2050,
    status: str = "accepted",
    seat_uid: str | None = None,
) -> Booking:
    starts_at = datetime(year, 5, day, 10, tzinfo=UTC)
    booking = Booking(
        event_type_id=int(house.ids[of]),
        user_id=house.people["self"].id,
        organization_id=house.organization.id,
        status=status,
        title="A talk",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        ics_uid=str(uuid4()),
        attendees=[BookingAttendee(email="booker@example.org", name="B", time_zone="UTC", seat_uid=seat_uid)],
    )
    world.session.add(booking)
    await world.session.flush()
    world.session.add(
        HostBusy(
            booking_id=booking.id,
            booking_uid=booking.uid,
            event_type_id=booking.event_type_id,
            host_id=house.people["self"].id,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            blocks=status == "accepted",
            pending=status == "pending",
        )
    )
    await world.session.commit()
    return booking


async def name_absences(world: World, house: House) -> None:
    person = house.people["self"]
    absence = Absence(user_id=person.id, first_day=date(2050, 5, 1), last_day=date(2050, 5, 3))
    series = AbsenceSeries(
        user_id=person.id,
        first_day=date(2050, 6, 3),
        zone="UTC",
        rule="FREQ=WEEKLY;COUNT=3",
        exceptions=[],
        expanded_to=date(2050, 7, 1),
        reason="vacation",
    )
    feeds = {
        "/v2/me/ooo/feeds": AbsenceFeed(user_id=person.id),
        "/v2/organizations/{orgId}/users/{userId}/ooo/feeds": AbsenceFeed(user_id=person.id),
        "/v2/organizations/{orgId}/ooo/feeds": AbsenceFeed(team_id=house.organization.id),
        "/v2/organizations/{orgId}/teams/{teamId}/ooo/feeds": AbsenceFeed(team_id=house.team.id),
        "/v2/teams/{teamId}/ooo/feeds": AbsenceFeed(team_id=house.team.id),
    }
    for feed in feeds.values():
        feed.name, feed.detail, feed.digest = "Wall", "away", digest(uuid4().hex)
    world.session.add_all([absence, series, *feeds.values()])
    await world.session.commit()
    house.ids |= {"oooId": str(absence.id), "seriesId": str(series.id)}
    house.by_mount |= {(at, "feedId"): str(feed.id) for at, feed in feeds.items()}
    own, of_team = house.ids["bookingUid"], house.by_mount[(TEAM_BOOKINGS, "bookingUid")]
    stands_in_the_way = {
        "me": own,
        "organizations/{orgId}/users/{userId}": own,
        "teams/{teamId}/users/{userId}": of_team,
    }
    for whose, uid in stands_in_the_way.items():
        decisions = [{"bookingUid": uid, "action": "keep"}]
        house.bodies[f"POST /v2/{whose}/ooo/{{oooId}}/affected-bookings"] = {"decisions": decisions}
        house.bodies[f"POST /v2/{whose}/ooo/recurring"] = {
            "start": "2050-07-01T00:00:00.000Z",
            "end": "2050-07-01T23:59:59.999Z",
            "rule": "FREQ=WEEKLY;COUNT=3",
        }


async def name_mail(world: World, house: House) -> None:
    person = house.people["self"]
    domain = MailDomain(name=f"{uuid4().hex[:8]}.example.org", organization_id=house.organization.id)
    world.session.add(domain)
    await world.session.flush()
    person.email = f"self@{domain.name}"
    targets = [MailTarget(backend="embedded", settings={}, domain_id=domain.id)]
    targets.append(MailTarget(backend="embedded", settings={}, user_id=person.id))
    world.session.add_all(targets)
    await world.session.commit()
    house.ids["domainId"] = str(domain.id)
    rows = f"email,start,end\n{person.email},2050-09-01,2050-09-02\n"
    house.bodies["POST /v2/organizations/{orgId}/ooo/bulk/csv"] = rows
