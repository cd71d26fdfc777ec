"""What people are written when seats and series change (e-mails sheet, section 3)."""

from typing import Any

import icalendar
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from locum.mail.models import MailMessage
from locum.mail.reading import open_message
from tests.factories.bookings import ATTENDEE, Practice, practice
from tests.factories.crews import crew
from tests.factories.world import World
from tests.mail.told import calendar, happen

pytestmark = pytest.mark.usefixtures("jobs_here", "monday")

SEATS = {"seatsPerTimeSlot": 5, "showAttendeeInfo": True, "showAvailabilityCount": True}
WEEKLY = {"interval": 1, "occurrences": 3, "frequency": "weekly"}
LATER = "2050-01-05T14:00:00Z"
ALWAYS = {"type": "always", "blockUnconfirmedBookingsInBooker": False}
EVE = "eve@guest.example"


async def _house(world: World, **values: Any) -> Practice:
    host = await world.user(name="Ada", email="ada@house.example", username="ada")
    return await practice(world, host, **{"title": "Class", "slug": "class", **values})


async def _sit(house: Practice, name: str) -> dict[str, Any]:
    return await house.booked(attendee={**ATTENDEE, "name": name, "email": f"{name.lower()}@guest.example"})


async def _new(session: AsyncSession, before: list[MailMessage]) -> list[tuple[str, str]]:
    """Recipient and subject of what was written since."""
    known = {message.id for message in before}
    messages = await happen(session)
    return [(one.recipient.split("@")[0], one.subject) for one in messages if one.id not in known]


async def test_each_seat_is_told_once(world: World, session: AsyncSession) -> None:
    house = await _house(world, seats=SEATS)
    await _sit(house, "Ann")
    await _sit(house, "Bob")
    await _sit(house, "Eve")
    assert await _new(session, []) == [
        ("ada", "Class between Ada and Ann"),
        ("ada", "New Attendee: Class between Ada and Ann"),
        ("ada", "New Attendee: Class between Ada and Ann"),
        ("ann", "Class between Ada and Ann"),
        ("bob", "Class between Ada and Ann"),
        ("eve", "Class between Ada and Ann"),
    ]


async def test_who_leaves_is_told_and_the_host(world: World, session: AsyncSession) -> None:
    house = await _house(world, seats=SEATS)
    first = await _sit(house, "Ann")
    await _sit(house, "Bob")
    before = await happen(session)
    await house.act(first["uid"], "cancel", {"seatUid": first["seatUid"], "cancellationReason": "Flu"})
    told = await _new(session, before)
    assert [(name, subject.split(" Class")[0]) for name, subject in told] == [
        ("ada", "Canceled:"),
        ("ann", "No longer attending"),
    ]
    (ann,) = [one for one in await happen(session) if one.subject.startswith("No longer")]
    assert "Flu" in open_message(ann.content).text


async def test_everybody_hears_that_it_is_off(world: World, session: AsyncSession) -> None:
    house = await _house(world, seats=SEATS)
    first = await _sit(house, "Ann")
    await _sit(house, "Bob")
    before = await happen(session)
    await house.act(first["uid"], "cancel", {"cancellationReason": "Flu"}, await house.as_host())
    told = await _new(session, before)
    assert [name for name, subject in told if subject.startswith("Canceled:")] == ["ada", "ann", "bob"]


async def test_only_who_moves_is_told_of_it(world: World, session: AsyncSession) -> None:
    house = await _house(world, seats=SEATS)
    first = await _sit(house, "Ann")
    await _sit(house, "Bob")
    before = await happen(session)
    there = (await house.act(first["uid"], "reschedule", {"start": LATER, "seatUid": first["seatUid"]})).json()["data"]
    assert [name for name, _ in await _new(session, before)] == ["ada", "ann"]
    before = await happen(session)
    back = {"start": "2050-01-05T10:00:00Z", "seatUid": there["seatUid"]}
    await house.act(there["uid"], "reschedule", back)
    assert [name for name, _ in await _new(session, before)] == ["ada", "ann"]


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (["Ann", "Bob"], [("ada", "Canceled"), ("ada", "Your"), ("ann", "Canceled"), ("bob", "Your")]),
        (["Ann"], [("ada", "Canceled"), ("ann", "Canceled")]),
    ],
)
async def test_who_sits_in_both_of_two_meetings_that_become_one_hears_that_one_is_off(
    world: World, session: AsyncSession, first: list[str], expected: list[tuple[str, str]]
) -> None:
    house = await _house(world, seats=SEATS)
    earlier = [await _sit(house, name) for name in first]
    for name in ("Ann", "Cid"):
        await house.booked(LATER, attendee={**ATTENDEE, "name": name, "email": f"{name.lower()}@guest.example"})
    before = await happen(session)
    moved = await house.act(earlier[0]["uid"], "reschedule", {"start": LATER}, await house.as_host())
    assert moved.status_code == 201, moved.text
    told = await _new(session, before)
    assert sorted((name, subject.split()[0].rstrip(":")) for name, subject in told) == expected


async def test_a_series_is_told_once(world: World, session: AsyncSession) -> None:
    house = await _house(world, recurrence=WEEKLY)
    await house.booked()
    assert [name for name, _ in await _new(session, [])] == ["ada", "bea"]


async def test_the_rest_of_a_series_is_cancelled_in_one_mail(world: World, session: AsyncSession) -> None:
    house = await _house(world, recurrence=WEEKLY)
    series: Any = await house.booked()
    before = await happen(session)
    await house.act(series[1]["uid"], "cancel", {"cancelSubsequentBookings": True})
    assert [name for name, _ in await _new(session, before)] == ["ada", "bea"]
    bea = (await happen(session))[-1]
    opened = open_message(bea.content)
    parsed = icalendar.Calendar.from_ical(opened.attachments[0].content)
    events: list[Any] = parsed.walk("VEVENT")
    assert [event["RECURRENCE-ID"].dt.day for event in events] == [12, 19]
    assert {str(event["STATUS"]) for event in events} == {"CANCELLED"}
    assert "January 19" in opened.text


async def _invite(house: Practice, booking: dict[str, Any]) -> None:
    answer = await (await house.as_host()).post(f"/v2/bookings/{booking['uid']}/guests", {"guests": [EVE]})
    assert answer.status_code == 200, answer.text


async def test_who_comes_to_one_meeting_of_a_series_hears_that_it_is_cancelled(
    world: World, session: AsyncSession
) -> None:
    house = await _house(world, recurrence=WEEKLY)
    series: Any = await house.booked()
    await _invite(house, series[2])
    before = await happen(session)
    await house.act(series[0]["uid"], "cancel", {"cancelSubsequentBookings": True})
    assert [name for name, _ in await _new(session, before)] == ["ada", "ada", "bea", "bea", "eve"]


async def test_another_host_of_one_meeting_of_a_series_hears_that_it_is_cancelled(
    world: World, session: AsyncSession
) -> None:
    team = await crew(world, 2, recurrence=WEEKLY)
    series: Any = await team.booked()
    first, second = (host.email.partition("@")[0] for host in team.hosts)
    admin = await team.as_admin()
    given = await admin.post(f"/v2/bookings/{series[1]['uid']}/reassign/{team.hosts[1].id}", {})
    assert given.status_code == 200, given.text
    before = await happen(session)
    await admin.post(f"/v2/bookings/{series[0]['recurringBookingUid']}/cancel", {})
    told = [name for name, _ in await _new(session, before)]
    assert sorted(told) == sorted([first, second, "bea", "bea"])


@pytest.mark.parametrize(("answer", "text"), [("confirm", "Class between"), ("decline", "Declined")])
async def test_who_comes_to_one_meeting_of_a_series_hears_of_the_answer(
    world: World, session: AsyncSession, answer: str, text: str
) -> None:
    house = await _house(world, recurrence=WEEKLY, confirmation_policy=ALWAYS)
    series: Any = await house.booked()
    await _invite(house, series[1])
    before = await happen(session)
    await house.act(series[0]["uid"], answer, {}, await house.as_host())
    told = await _new(session, before)
    hosts = ["ada", "ada"] if answer == "confirm" else []
    assert [name for name, _ in told] == [*hosts, "bea", "bea", "eve"]
    assert all(subject.startswith(text) for _, subject in told)
    invitations = [calendar(message) for message in (await happen(session)) if message.recipient == EVE]
    if answer == "confirm":
        assert [(method, event["RECURRENCE-ID"].dt.day) for method, event in filter(None, invitations)] == [
            ("REQUEST", 12)
        ]


async def test_a_guest_more(world: World, session: AsyncSession) -> None:
    house = await _house(world)
    booking = await house.booked()
    before = await happen(session)
    host = await house.as_host()
    await host.post(f"/v2/bookings/{booking['uid']}/guests", {"guests": ["eve@guest.example"]})
    told = await _new(session, before)
    assert [(name, subject.split(":")[0]) for name, subject in told] == [
        ("ada", "Guests Added"),
        ("bea", "Guests Added"),
        ("eve", booking["title"]),
    ]
    before = await happen(session)
    cleo = {"name": "Cleo", "email": "cleo@guest.example", "timeZone": "UTC"}
    await host.post(f"/v2/bookings/{booking['uid']}/attendees", cleo)
    assert await _new(session, before) == [("cleo", booking["title"])]


async def test_another_place_each_time(world: World, session: AsyncSession) -> None:
    house = await _house(world)
    booking = await house.booked()
    host = await house.as_host()
    for address in ("1 High St", "2 High St"):
        before = await happen(session)
        place = {"location": {"type": "address", "address": address}}
        await host.patch(f"/v2/bookings/{booking['uid']}/location", place)
        told = await _new(session, before)
        assert [(name, subject.split(":")[0]) for name, subject in told] == [
            ("ada", "Location Changed"),
            ("bea", "Location Changed"),
        ]


async def test_who_waits_is_told_with_the_answer(world: World, session: AsyncSession) -> None:
    house = await _house(world, confirmation_policy={"type": "always", "blockUnconfirmedBookingsInBooker": False})
    booking = await house.booked()
    before = await happen(session)
    host = await house.as_host()
    await host.post(f"/v2/bookings/{booking['uid']}/guests", {"guests": ["eve@guest.example"]})
    assert await _new(session, before) == []
    await house.act(booking["uid"], "confirm", api=host)
    assert [name for name, _ in await _new(session, before)] == ["ada", "bea", "eve"]


async def test_what_somebody_adds_with_his_seat_is_told(world: World, session: AsyncSession) -> None:
    house = await _house(world, seats=SEATS)
    await house.booked(bookingFieldsResponses={"notes": "I come late"})
    bob = {**ATTENDEE, "name": "Bob", "email": "bob@guest.example"}
    await house.booked(attendee=bob, bookingFieldsResponses={"notes": "I bring a dog"})
    first, second = ("I come late", "I bring a dog")
    told = [(one.recipient.split("@")[0], open_message(one.content).text) for one in await happen(session)]
    assert [(name, first in text, second in text) for name, text in told if name in ("ada", "bob")] == [
        ("ada", True, False),
        ("ada", False, True),
        ("bob", False, True),
    ]
