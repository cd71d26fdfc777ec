"""What subscribers are told of a booking through the API: each act, its body, and what is not told."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from locum.bookings.models import Booking, BookingAttendee
from locum.host_choice.rules import Reason
from locum.kit import clock
from locum.kit.wire import format_instant
from locum.users.models import User
from locum.webhooks.assignment import TEXTS
from locum.webhooks.booking_events import TRIGGERS
from tests.factories.bookings import NOW, Practice, practice
from tests.factories.crews import crew
from tests.factories.event_types import event_type
from tests.factories.oauth import oauth_client
from tests.factories.webhooks import webhook
from tests.factories.world import World
from tests.http.test_statements import counted
from tests.support.snapshots import matches
from tests.webhooks.told import SNAPSHOTS, settled, told, triggers

ALWAYS = {"type": "always", "blockUnconfirmedBookingsInBooker": False}
FORM = [{"type": "text", "slug": "pet", "label": "Which pet?", "required": False}]
EVERY = tuple(dict.fromkeys(TRIGGERS.values()))


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


async def ada(world: World, **values: Any) -> User:
    named: dict[str, Any] = {"email": "ada@house.example", "username": "ada", "name": "Ada Adams"}
    return await world.user(**{**named, "time_zone": "America/New_York", "time_format": 24, **values})


async def house_of(world: World, host: User, **values: Any) -> Practice:
    """Ada's check-up, and a webhook of hers for everything."""
    usual: dict[str, Any] = {"slug": "check-up", "title": "Check-up", "booking_fields": FORM}
    house = await practice(world, host, **{**usual, **values})
    await webhook(world, *EVERY, user_id=host.id)
    return house


async def test_an_organization_hears_of_bookings_whose_host_has_no_account_any_more(
    world: World, session: AsyncSession
) -> None:
    organization = await world.organization()
    house = await practice(world, await world.member(organization))
    await webhook(world, *EVERY, team_id=organization.id)
    booking = await house.booked()
    await session.execute(delete(User).where(User.id == house.host.id))
    await session.commit()
    assert (await house.act(booking["uid"], "cancel", {"cancellationReason": "ill"})).status_code == 200
    assert (await triggers(session))[-1:] == ["BOOKING_CANCELLED"]


async def test_each_act_has_its_body(world: World, session: AsyncSession) -> None:
    house = await house_of(world, await ada(world))
    first = await house.booked(
        bookingFieldsResponses={"pet": "cat", "notes": "She is shy"},
        metadata={"order": "17"},
        location="https://m.example",
    )
    moved = await house.act(first["uid"], "reschedule", {"start": "2050-03-28T12:00:00Z", "reschedulingReason": "Ill"})
    second = moved.json()["data"]
    await house.act(second["uid"], "cancel", {"cancellationReason": "No time"}, await house.as_host())
    created, rescheduled, _ = (event.body["payload"] for event in await told(session))
    assert (created["bookingId"], created["eventTypeId"], created["organizer"]["id"]) == (
        first["id"],
        house.event_type.id,
        house.host.id,
    )
    assert (rescheduled["bookingId"], rescheduled["rescheduleId"]) == (second["id"], first["id"])
    known = {first["uid"]: "first", second["uid"]: "second"}
    for event, name in zip(await told(session), ("created", "rescheduled", "cancelled"), strict=True):
        assert event.trigger == f"BOOKING_{name.upper()}"
        assert matches(SNAPSHOTS, f"booking-{name}", settled(event.body, known))


async def test_each_act_on_a_request_has_its_body(world: World, session: AsyncSession) -> None:
    house = await house_of(world, await ada(world), confirmation_policy=ALWAYS)
    host = await house.as_host()
    first = await house.booked()
    second = (await house.act(first["uid"], "reschedule", {"start": "2050-01-06T12:00:00Z"})).json()["data"]
    await house.act(second["uid"], "confirm", api=host)
    third = await house.booked("2050-01-07T10:00:00Z")
    await house.act(third["uid"], "decline", {"reason": "Full"}, api=host)
    known = {first["uid"]: "first", second["uid"]: "second", third["uid"]: "third"}
    events = await told(session)
    assert [event.trigger for event in events] == [
        "BOOKING_REQUESTED",
        "BOOKING_REQUESTED",
        "BOOKING_CREATED",
        "BOOKING_REQUESTED",
        "BOOKING_REJECTED",
    ]
    for event, name in zip(events, ("requested", "requested-move", "confirmed", None, "rejected"), strict=True):
        if name is not None:
            assert matches(SNAPSHOTS, f"booking-{name}", settled(event.body, known))


async def test_a_team_and_its_platform(world: World, session: AsyncSession) -> None:
    """Team bookings are made elsewhere; their rows are told from here."""
    organization = await world.organization(name="House", slug="house")
    client = await oauth_client(
        world,
        organization,
        id="portal",
        booking_redirect_uri="https://p.example/done",
        booking_reschedule_redirect_uri="https://p.example/move",
        booking_cancel_redirect_uri="https://p.example/cancel",
    )
    host = await ada(world, platform_client_id=client.id)
    team = await world.team(organization, name="Surgery")
    ben = await world.member(team, email="ben@house.example", username="ben", name="Ben", time_zone="Asia/Tokyo")
    await world.join(host, organization)
    house = await house_of(world, host)
    booked = await house.booked()
    kind = await event_type(world, team, slug="surgery", title="Surgery", seats=SEATS, scheduling_type="roundRobin")
    await session.execute(
        update(Booking).values(event_type_id=kind.id, organization_id=organization.id, recurring_uid="series")
    )
    for position, (email, name) in enumerate((("BEN@house.example", "Ben"), ("gone@house.example", "Gone")), 1):
        session.add(host_row(booked["id"], position, email, name))
    await session.commit()
    await webhook(world, "BOOKING_CANCELLED", team_id=team.id)
    await house.act(booked["uid"], "cancel", {"cancellationReason": "Ill"}, api=await house.as_host())
    event = (await told(session))[-1]
    assert (event.user_id, event.team_id, event.organization_id) == (None, team.id, organization.id)
    assert (event.event_type_id, event.oauth_client_id) == (kind.id, client.id)
    surgery = event.body["payload"]["team"]
    assert (surgery["id"], [member["id"] for member in surgery["members"]]) == (team.id, [ben.id, None])
    assert matches(SNAPSHOTS, "booking-team", settled(event.body, {booked["uid"]: "uid"}))


async def test_why_the_hosts_of_a_round_have_it(world: World, session: AsyncSession) -> None:
    team = await crew(world, 2, each=[{"priority": "high"}, {}])
    await webhook(world, "BOOKING_CREATED", "BOOKING_CANCELLED", team_id=team.team.id)
    uid = (await team.booked())["uid"]
    moved = f"/v2/bookings/{uid}/reassign/{team.hosts[1].id}"
    admin = await team.as_admin()
    assert (await admin.post(moved, {"reason": "She is ill"})).status_code == 200
    assert (await admin.post(f"/v2/bookings/{uid}/reassign")).status_code == 200
    assert (await admin.post(f"/v2/bookings/{uid}/cancel", {"cancellationReason": "Ill"})).status_code == 200
    assert set(TEXTS) == set(Reason)
    created, cancelled = [event.body["payload"]["assignmentReason"] for event in await told(session)]
    assert created == [
        {"reasonEnum": "ROUND_ROBIN", "reasonString": "The highest priority", "createdAt": format_instant(NOW)}
    ]
    assert [(one["reasonEnum"], one["reasonString"]) for one in cancelled] == [
        ("ROUND_ROBIN", "The highest priority"),
        ("REASSIGNED", "Given the booking by a person: She is ill"),
        ("RR_REASSIGNED", "The only host who was free"),
    ]


SEATS = {"seatsPerTimeSlot": 4, "showAttendeeInfo": True, "showAvailabilityCount": False}


def host_row(booking_id: int, position: int, email: str, name: str) -> BookingAttendee:
    return BookingAttendee(
        booking_id=booking_id, position=position, kind="host", email=email, name=name, time_zone="Asia/Tokyo"
    )


@pytest.mark.parametrize(
    ("zone", "start", "offset"),
    [("Europe/Rome", "2050-03-26T12:00:00Z", 60), ("Europe/Rome", "2050-03-27T12:00:00Z", 120)],
)
async def test_offsets_follow_the_clock_changes(
    world: World, session: AsyncSession, zone: str, start: str, offset: int
) -> None:
    house = await house_of(world, await ada(world, time_zone=zone))
    await house.booked(start)
    payload = (await told(session))[0].body["payload"]
    assert payload["organizer"]["utcOffset"] == payload["attendees"][0]["utcOffset"] == offset
    assert payload["startTime"] == start


async def test_nothing_is_written_where_nobody_listens(
    world: World, session: AsyncSession, engine: AsyncEngine
) -> None:
    house = await practice(world)
    await webhook(world, *EVERY, user_id=(await world.user()).id)
    await webhook(world, "BOOKING_PAID", user_id=house.host.id)
    with counted(engine) as statements:
        booked = await house.booked()
    assert sum("webhooks" in statement for statement in statements) == 1
    await house.act(booked["uid"], "cancel")
    assert await told(session) == []


async def test_telling_takes_as_many_statements_whoever_attends(
    world: World, session: AsyncSession, engine: AsyncEngine
) -> None:
    house = await house_of(world, await ada(world))
    numbers = []
    for day, guests in ((5, []), (6, [f"guest{number}@example.com" for number in range(20)])):
        with counted(engine) as statements:
            await house.booked(f"2050-01-0{day}T10:00:00Z", guests=guests)
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
    assert [len(event.body["payload"]["attendees"]) for event in await told(session)] == [1, 21]


async def test_refusals_are_not_told(world: World, session: AsyncSession) -> None:
    house = await house_of(world, await ada(world))
    booked = await house.booked()
    assert (await house.book()).status_code == 400
    assert (await house.act(booked["uid"], "confirm", api=await house.as_host())).status_code == 400
    assert await triggers(session) == ["BOOKING_CREATED"]


async def test_an_event_type_that_is_gone(world: World, session: AsyncSession) -> None:
    house = await house_of(world, await ada(world))
    booked = await house.booked()
    await session.delete(await session.merge(house.event_type))
    await session.commit()
    await house.act(booked["uid"], "cancel")
    payload = (await told(session))[-1].body["payload"]
    assert (payload["type"], payload["eventTypeId"], payload["length"]) == ("", None, 60)
    assert payload["responses"]["name"]["value"] == "Bea Booker"


async def test_when_it_happened(world: World, session: AsyncSession) -> None:
    house = await house_of(world, await ada(world))
    with clock.frozen(NOW + timedelta(milliseconds=1500)):
        booked = await house.booked()
    event = (await told(session))[0]
    assert event.body["createdAt"] == "2050-01-03T08:00:01.500Z"
    assert event.booking_uid == booked["uid"]


async def test_each_seat_has_its_body(world: World, session: AsyncSession) -> None:
    seats = {"seatsPerTimeSlot": 5, "showAttendeeInfo": False, "showAvailabilityCount": True}
    house = await house_of(world, await ada(world), seats=seats)
    ann = {"name": "Ann Adler", "email": "ann@guest.example", "timeZone": "Europe/Rome"}
    first = await house.booked(bookingFieldsResponses={"pet": "cat"}, metadata={"order": "1"})
    answers = {"pet": "dog", "notes": "She is shy"}
    second = await house.booked(attendee=ann, bookingFieldsResponses=answers, metadata={"order": "2"})
    later = {"start": "2050-01-06T12:00:00Z", "seatUid": second["seatUid"]}
    moved = (await house.act(second["uid"], "reschedule", later)).json()["data"]
    third = await house.booked(attendee={**ann, "email": "eve@guest.example", "name": "Eve"})
    await house.act(first["uid"], "cancel", {"seatUid": third["seatUid"], "cancellationReason": "Ill"})
    await house.act(first["uid"], "cancel", {"cancellationReason": "Flood"}, api=await house.as_host())
    known = {first["uid"]: "first", moved["uid"]: "second", first["seatUid"]: "seat 1", second["seatUid"]: "seat 2"}
    known |= {moved["seatUid"]: "seat 2 moved", third["seatUid"]: "seat 3"}
    names = ("created", "taken", "moved", "taken-again", "left", "called-off")
    for event, name in zip(await told(session), names, strict=True):
        assert matches(SNAPSHOTS, f"seat-{name}", settled(event.body, known))


async def test_each_occurrence_of_a_series_is_told(world: World, session: AsyncSession) -> None:
    weekly = {"interval": 1, "occurrences": 3, "frequency": "weekly"}
    house = await house_of(world, await ada(world), recurrence=weekly)
    series: Any = await house.booked()
    await house.act(series[1]["uid"], "cancel", {"cancelSubsequentBookings": True})
    events = await told(session)
    assert [event.trigger for event in events] == ["BOOKING_CREATED"] * 3 + ["BOOKING_CANCELLED"] * 2
    assert [event.body["payload"]["uid"] for event in events[3:]] == [series[1]["uid"], series[2]["uid"]]


async def test_who_did_not_come(world: World, session: AsyncSession) -> None:
    house = await house_of(world, await ada(world))
    await webhook(world, "BOOKING_NO_SHOW_UPDATED", user_id=house.host.id, subscriber_url="https://r.example/absent")
    booking = await house.booked(guests=["eve@guest.example"])
    host = await house.as_host()
    with clock.frozen(NOW + timedelta(days=3)):
        for said in (
            {"bea@example.com": True},
            {"bea@example.com": False},
            {"bea@example.com": 1, "eve@guest.example": 1},
        ):
            attendees = [{"email": email, "absent": bool(absent)} for email, absent in said.items()]
            await house.act(booking["uid"], "mark-absent", {"host": True, "attendees": attendees}, host)
        await house.act(booking["uid"], "mark-absent", {"host": False}, host)
    first, second, third = (event.body for event in (await told(session))[1:])
    assert matches(SNAPSHOTS, "no-show", settled(first, {booking["uid"]: "uid"}))
    assert second["payload"]["message"] == "bea@example.com unmarked as no-show"
    assert third["payload"]["message"] == "No-show status updated for attendees"
