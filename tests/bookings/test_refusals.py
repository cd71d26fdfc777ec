"""What is refused, and in which words (bookings sheet, section 2)."""

from datetime import date
from typing import Any

import pytest

from locum.absences.models import Absence
from tests.factories.bookings import ATTENDEE, open_schedule, practice
from tests.factories.event_types import event_type
from tests.factories.world import World

START = "2050-01-05T10:00:00Z"


def _attendee(**changes: Any) -> dict[str, Any]:
    return {"attendee": {**ATTENDEE, **changes}}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (None, "Body is required"),
        ([], "Body should be an object"),
        ("x", "Body should be an object"),
        ({}, "start property is wrong,start should not be null or undefined"),
        ({"attendee": 1}, "attendee property is wrong,attendee must be an object"),
        ({"attendee": {}}, "name property is wrong,name should not be null or undefined"),
        ({"start": "tomorrow"}, "start property is wrong,start must be a valid ISO 8601 date string"),
        ({"start": START, "instant": False}, "property instant should not exist"),
        ({"start": START, "recurrenceCount": 2, "instant": True}, "property instant should not exist"),
        ({"start": START, "allowConflicts": True}, "allowConflicts property is wrong,property allowConflicts should"),
        ({**_attendee(zone="x")}, "property zone should not exist"),
        ({**_attendee(timeZone="Europe/Nowhere")}, "timeZone must be a valid IANA time-zone"),
        ({**_attendee(email="bea")}, "Invalid email format"),
        ({**_attendee(phoneNumber="12")}, "Invalid phone number format"),
        ({**_attendee(language="xx")}, "language must be one of the following values"),
        ({"metadata": {"a": None}}, "Metadata must have at most 50 keys"),
        ({"metadata": {str(i): 1 for i in range(51)}}, "Metadata must have at most 50 keys"),
        ({"metadata": {"a": "x" * 501}}, "Metadata must have at most 50 keys"),
        ({"metadata": {"x" * 41: 1}}, "Metadata must have at most 50 keys"),
        ({"guests": "gus@example.com"}, "guests must be an array"),
        ({"meetingUrl": "nowhere"}, "meetingUrl must be a URL address"),
        ({"location": {}}, "must have a 'type' property"),
        ({"location": {"type": "moon"}}, "Unsupported booking location type 'moon'"),
        ({"location": {"type": "attendeeAddress", "address": ""}}, "address should not be empty"),
        ({"routing": {"responseId": 1}}, "teamMemberIds should not be null or undefined"),
    ],
)
async def test_bodies_out_of_form(world: World, body: Any, text: str) -> None:
    api = await world.api(None)
    answer = await api.post("/v2/bookings", body, **({"content": b""} if body is None else {}))
    assert answer.status_code == 400, answer.text
    error = answer.json()["error"]
    assert error["code"] == "BadRequestException"
    assert text in error["message"]


async def test_no_way_to_reach_the_booker(world: World) -> None:
    house = await practice(world)
    answer = await house.book(attendee={"name": "Bea", "timeZone": "UTC"})
    assert answer.status_code == 400
    assert "at least one contact method" in answer.json()["error"]["message"].lower()


async def test_a_number_alone_is_not_enough_where_the_address_is_required(world: World) -> None:
    house = await practice(world)
    answer = await house.book(attendee={"name": "Bea", "timeZone": "UTC", "phoneNumber": "+491701234567"})
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, "{email}error_required_field")


@pytest.mark.parametrize(
    ("named", "status", "text"),
    [
        ({}, 400, "Either eventTypeId or eventTypeSlug + username or eventTypeSlug + teamSlug must be provided"),
        ({"username": "u"}, 400, "Either eventTypeId"),
        ({"eventTypeSlug": "s"}, 400, "Either eventTypeId"),
        ({"eventTypeId": 999999999}, 404, "Event type with id 999999999 not found."),
        ({"eventTypeId": 10**30}, 400, "Bad request"),
        ({"eventTypeSlug": "s", "username": "nobody"}, 404, "User with username nobody not found"),
        ({"eventTypeSlug": "s", "username": "HOST"}, 404, "Event type with slug s belonging to user HOST not found"),
        ({"eventTypeSlug": "s", "username": "a+b"}, 404, "User with username a+b not found"),
        ({"eventTypeSlug": "s", "teamSlug": "none"}, 404, "Team with slug none not found"),
        (
            {"eventTypeSlug": "s", "teamSlug": "none", "organizationSlug": "nix"},
            404,
            "Organization with slug nix not found",
        ),
        ({"eventTypeSlug": "s", "teamSlug": "TEAM"}, 404, "Team with slug TEAM not found"),
        (
            {"eventTypeSlug": "s", "teamSlug": "TEAM", "organizationSlug": "ORG"},
            404,
            "Event type with slug s belonging to team TEAM within organization ORG not found",
        ),
        (
            {"eventTypeSlug": "s", "username": "HOST", "organizationSlug": "ORG"},
            404,
            "Event type with slug s belonging to user HOST within organization ORG not found",
        ),
    ],
)
async def test_event_types_that_are_not_there(world: World, named: dict[str, Any], status: int, text: str) -> None:
    organization = await world.organization()
    host = await world.member(organization)
    team = await world.team(organization)
    words = {"HOST": host.username, "TEAM": team.slug, "ORG": organization.slug}

    def filled(value: Any) -> Any:
        for word, name in words.items():
            value = value.replace(word, str(name)) if isinstance(value, str) else value
        return value

    api = await world.api(None)
    body = {"start": START, "attendee": ATTENDEE, **{key: filled(value) for key, value in named.items()}}
    answer = await api.post("/v2/bookings", body)
    assert answer.status_code == status
    assert filled(text) in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("values", "more", "status", "text"),
    [
        ({}, {"start": "2050-01-03T07:59:00Z"}, 400, "Attempting to book a meeting in the past."),
        ({}, {"start": "1969-01-03T07:59:00Z"}, 400, "Attempting to book a meeting in the past."),
        ({}, {"start": "9999-12-31T23:59:59Z"}, 400, 'can\'t be booked at the "start" time provided'),
        ({"minimum_booking_notice": 180}, {"start": "2050-01-03T10:30:00Z"}, 400, 'can\'t be booked at the "start"'),
        (
            {"booking_window": {"type": "calendarDays", "value": 1, "rolling": False}},
            {},
            400,
            'can\'t be booked at the "start"',
        ),
        ({}, {"lengthInMinutes": 30}, 400, "Can't specify 'lengthInMinutes'"),
        ({"length_in_minutes_options": [30, 60]}, {"lengthInMinutes": 45}, 400, "not one of the possible lengths"),
        ({"length_in_minutes_options": [30, 60]}, {"lengthInMinutes": 45}, 400, "30, 60"),
        ({"length_in_minutes": 2**31 - 1}, {}, 400, "can't be longer than a year"),
        ({"length_in_minutes_options": [2**31]}, {"lengthInMinutes": 2**31}, 400, "can't be longer than a year"),
        ({}, {"recurrenceCount": 2}, 400, "is not recurring"),
        (
            {"recurrence": {"interval": 1, "occurrences": 3, "frequency": "weekly"}},
            {"recurrenceCount": 4},
            400,
            "recurrence count is higher",
        ),
        ({}, {"instant": True}, 400, "Instant bookings are only supported for team event types"),
        ({"requires_booker_email_verification": True}, {}, 400, "email_verification_required"),
        (
            {"requires_booker_email_verification": True},
            {"emailVerificationCode": "123456"},
            400,
            "invalid_verification_code",
        ),
        ({}, {"guests": ["gus"]}, 400, "{guests}email_validation_error"),
        ({}, {"guests": ["gus@example.com", "GUS@example.com"]}, 400, "{guests}duplicate_email"),
        ({}, {"guests": [f"g{i}@example.com" for i in range(31)]}, 400, "Maximum total guests allowed is 30"),
        ({}, _attendee(name=" "), 400, "{name}error_required_field"),
        ({}, {"location": {"type": "address"}}, 400, "Booking location with type address not valid for event type"),
        ({}, {"location": {"type": "address"}}, 400, "following location types: integration"),
        (
            {},
            {"location": {"type": "integration", "integration": "zoom"}},
            400,
            "Booking location with integration zoom not valid",
        ),
        ({}, {"location": {"type": "organizersDefaultApp"}}, 400, "with type organizersDefaultApp not valid"),
    ],
)
async def test_what_the_event_type_does_not_allow(
    world: World, values: dict[str, Any], more: dict[str, Any], status: int, text: str
) -> None:
    house = await practice(world, **values)
    answer = await house.book(more.pop("start", START), **more)
    assert answer.status_code == status, answer.text
    assert text in answer.json()["error"]["message"]


async def test_managed_parents_cannot_be_booked(world: World) -> None:
    team = await world.team()
    parent = await event_type(world, team, scheduling_type="managed")
    api = await world.api(None)
    answer = await api.post("/v2/bookings", {"eventTypeId": parent.id, "start": START, "attendee": ATTENDEE})
    assert answer.status_code == 400
    assert "is the parent managed event type that can't be booked" in answer.json()["error"]["message"]


async def test_nobody_hosts(world: World) -> None:
    team = await world.team()
    hostless = await event_type(world, team)
    api = await world.api(None)
    answer = await api.post("/v2/bookings", {"eventTypeId": hostless.id, "start": START, "attendee": ATTENDEE})
    assert answer.status_code == 422
    assert "because it has no hosts" in answer.json()["error"]["message"]


async def test_some_event_types_want_to_know_who_books(world: World) -> None:
    house = await practice(world, booking_requires_authentication=True)
    stranger = await world.api(await world.user())
    for api, status in ((house.nobody, 401), (stranger, 403), (await house.as_host(), 201)):
        answer = await house.book(api=api)
        assert answer.status_code == status
        if status != 201:
            assert "checkBookingRequiresAuthentication" in answer.json()["error"]["message"]


NOT_FREE = "User either already has booking at this time or is not available"


@pytest.mark.parametrize("start", ["2050-01-05T09:01:00Z", START, "2050-01-05T10:59:00Z"])
async def test_the_host_is_busy(world: World, start: str) -> None:
    house = await practice(world)
    await house.booked()
    answer = await house.book(start)
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, NOT_FREE)


@pytest.mark.parametrize("start", ["2050-01-05T09:00:00Z", "2050-01-05T11:00:00Z"])
async def test_neighbours_may_touch(world: World, start: str) -> None:
    house = await practice(world)
    await house.booked()
    await house.booked(start)


@pytest.mark.parametrize(("start", "status"), [("2050-01-05T11:29:00Z", 400), ("2050-01-05T11:30:00Z", 201)])
async def test_buffers_add_up(world: World, start: str, status: int) -> None:
    """Twenty minutes after the earlier meeting and ten before the later one."""
    house = await practice(world, before_event_buffer=10, after_event_buffer=20)
    await house.booked()
    assert (await house.book(start)).status_code == status


async def test_the_host_is_busy_with_other_event_types_and_as_a_guest(world: World) -> None:
    house = await practice(world)
    other = await event_type(world, house.host)
    await house.booked()
    body = {"eventTypeId": other.id, "start": START, "attendee": ATTENDEE}
    assert (await house.nobody.post("/v2/bookings", body)).status_code == 400
    elsewhere = await practice(world)
    await elsewhere.booked("2050-01-06T10:00:00Z", guests=[house.host.email])
    assert (await house.book("2050-01-06T10:00:00Z")).status_code == 400


async def test_outside_opening_hours(world: World) -> None:
    house = await practice(world)
    await open_schedule(world, house.host, "America/New_York", 9 * 60, 17 * 60)
    assert (await house.book("2050-01-05T13:59:00Z")).json()["error"]["message"] == NOT_FREE
    assert (await house.book("2050-01-05T14:00:00Z")).status_code == 201
    assert (await house.book("2050-01-05T21:01:00Z")).json()["error"]["message"] == NOT_FREE


@pytest.mark.parametrize(
    ("start", "status"), [("2050-01-04T23:00:00Z", 201), ("2050-01-05T10:00:00Z", 400), ("2050-01-06T00:00:00Z", 201)]
)
async def test_the_host_is_away(world: World, start: str, status: int) -> None:
    house = await practice(world)
    day = date(2050, 1, 5)
    world.session.add(Absence(user_id=house.host.id, first_day=day, last_day=day))
    await world.session.commit()
    assert (await house.book(start)).status_code == status


@pytest.mark.parametrize(
    ("limits", "text"),
    [
        ({"booking_limits_count": {"day": 1}}, "booking_limit_reached"),
        ({"booking_limits_duration": {"day": 60}}, "duration_limit_reached"),
        ({"booking_limits_count": {"day": 1}, "booking_limits_duration": {"day": 600}}, "booking_limit_reached"),
        ({"booking_limits_count": {"day": 5}, "booking_limits_duration": {"day": 60}}, "duration_limit_reached"),
    ],
)
async def test_limits_of_a_period(world: World, limits: dict[str, Any], text: str) -> None:
    house = await practice(world, **limits)
    await house.booked()
    answer = await house.book("2050-01-05T15:00:00Z")
    assert (answer.status_code, answer.json()["error"]["message"]) == (403, text)
    await house.booked("2050-01-06T15:00:00Z")


@pytest.mark.parametrize("offers", [True, False])
async def test_a_booker_has_enough_bookings(world: World, offers: bool) -> None:
    limit = {"maximumActiveBookings": 1, "offerReschedule": offers}
    house = await practice(world, booker_active_bookings_limit=limit)
    first = await house.booked()
    answer = await house.book("2050-01-06T10:00:00Z", **_attendee(email="BEA@example.com"))
    message = answer.json()["error"]["message"]
    assert answer.status_code == 400
    assert "maximum number of active bookings has been reached" in message
    assert (f"You can reschedule your existing booking ({first['uid']})" in message) is offers
    await house.booked("2050-01-06T10:00:00Z", **_attendee(email="other@example.com"))


async def test_texts_that_no_database_holds(world: World) -> None:
    house = await practice(world)
    for text in ("a\x00b", "\ud800"):
        raw = f'{{"eventTypeId": {house.event_type.id}, "bookingFieldsResponses": {{"n": [{text!a}]}}}}'
        answer = await house.nobody.post(
            "/v2/bookings",
            content=raw.replace("'", '"').replace("\\x00", "\\u0000").encode(),
            headers={"content-type": "application/json"},
        )
        assert answer.status_code == 400, answer.text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (_attendee(name="N" * 1001), "name must be shorter than or equal to 1000 characters"),
        ({"bookingFieldsResponses": {"notes": "n" * 100_001}}, "must hold at most 500 answers and 100000 characters"),
        ({"bookingFieldsResponses": {f"k{i}": "v" for i in range(501)}}, "must hold at most 500 answers"),
        ({"location": "x" * 5001}, "location must be at most 5000 characters long"),
        ({"guests": ["nonsense"] * 31}, "Maximum total guests allowed is 30"),
    ],
)
async def test_nobody_sends_more_than_somebody_reads(world: World, body: dict[str, Any], text: str) -> None:
    """What a stranger sends is kept, listed and mailed: megabytes of it kept everybody waiting."""
    house = await practice(world)
    api = await world.api(None)
    sent = {"eventTypeId": house.event_type.id, "start": START, "attendee": ATTENDEE, **body}
    answer = await api.post("/v2/bookings", sent)
    assert answer.status_code == 400
    assert text in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("cancel", {"cancellationReason": "r" * 10_001}),
        ("reschedule", {"start": "2050-01-06T10:00:00Z", "reschedulingReason": "r" * 10_001}),
        ("decline", {"reason": "r" * 10_001}),
    ],
)
async def test_reasons_are_for_reading(world: World, verb: str, body: dict[str, Any]) -> None:
    house = await practice(world)
    uid = (await house.booked())["uid"]
    answer = await house.act(uid, verb, body, await house.as_host())
    assert answer.status_code == 400
    assert "at most 10000 characters" in answer.json()["error"]["message"]
