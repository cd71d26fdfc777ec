"""Bookings in the older form, as the component library sends them (client surface sheet, sections 0 and 1.3)."""

from typing import Any

import pytest
from sqlalchemy import func, select

from locum.bookings.models import Booking
from tests.factories.bookings import ATTENDEE, Practice, open_schedule, practice
from tests.factories.world import Api, World

OLDER = {"cal-api-version": "2024-06-14"}


def body(house: Practice, **more: Any) -> dict[str, Any]:
    """What the component library sends."""
    return {
        "start": "2050-01-05T11:00:00+01:00",
        "end": "2050-01-05T12:00:00+01:00",
        "eventTypeId": house.event_type.id,
        "eventTypeSlug": house.event_type.slug,
        "timeZone": "Europe/Rome",
        "language": "it",
        "user": house.host.username,
        "metadata": {"order": "1", "nothing": None},
        "hasHashedBookingLink": False,
        "routedTeamMemberIds": None,
        "dub_id": None,
        "bookingUid": None,
        "responses": {
            "name": "Bea Booker",
            "email": "bea@example.com",
            "location": {"value": "integrations:daily", "optionValue": ""},
            "guests": ["eve@example.com"],
            "notes": "Hello",
        },
        **more,
    }


async def send(house: Practice, path: str, body: Any, version: str = "2024-06-14") -> Any:
    answer = await house.nobody.post(f"/v2/bookings{path}", body, headers={"cal-api-version": version})
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


async def read(house: Practice, path: str, api: Api | None = None, version: str = "2024-06-14") -> Any:
    answer = await (api or house.nobody).get(f"/v2/bookings{path}", headers={"cal-api-version": version})
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


async def test_a_booking(world: World) -> None:
    house = await practice(world)
    data = await send(house, "", body(house))
    assert (data["status"], data["startTime"], data["endTime"]) == (
        "ACCEPTED",
        "2050-01-05T10:00:00.000Z",
        "2050-01-05T11:00:00.000Z",
    )
    assert [one["email"] for one in data["attendees"]] == ["bea@example.com", "eve@example.com"]
    assert (data["user"]["username"], data["metadata"]) == (house.host.username, {"order": "1"})
    assert (data["responses"]["notes"], data["location"]) == ("Hello", "integrations:daily")
    documented = (await house.nobody.get(f"/v2/bookings/{data['uid']}")).json()["data"]
    assert documented["attendees"][0]["language"] == "it"


async def test_the_form_goes_with_the_version(world: World) -> None:
    house = await practice(world)
    newer = await house.nobody.post("/v2/bookings", body(house), headers={"cal-api-version": "2024-08-13"})
    assert newer.status_code == 400
    newest = await house.nobody.post("/v2/bookings", body(house), headers={"cal-api-version": "2026-02-25"})
    assert newest.status_code == 400
    await send(house, "", body(house), "nonsense")


async def test_names_in_parts_and_one_of_several_lengths(world: World) -> None:
    house = await practice(world, length_in_minutes_options=[30, 60])
    responses = {"name": {"firstName": "Bea", "lastName": "Booker"}, "email": "bea@example.com"}
    data = await send(house, "", body(house, end="2050-01-05T11:30:00+01:00", responses=responses))
    assert (data["attendees"][0]["name"], data["endTime"]) == ("Bea Booker", "2050-01-05T10:30:00.000Z")


async def test_a_move_is_the_same_call(world: World) -> None:
    house = await practice(world)
    first = await send(house, "", body(house))
    looked = await house.nobody.get(f"/v2/bookings/{first['uid']}/reschedule")
    assert (looked.status_code, looked.json()["data"]["responses"]["name"]) == (200, "Bea Booker")
    later = body(house, start="2050-01-06T11:00:00+01:00", rescheduleUid=first["uid"])
    later["responses"] = {**later["responses"], "rescheduleReason": "ill"}
    second = await send(house, "", later)
    assert second["fromReschedule"] == first["uid"]
    old = (await house.nobody.get(f"/v2/bookings/{first['uid']}")).json()["data"]
    assert (old["status"], old["rescheduledToUid"]) == ("cancelled", second["uid"])


async def test_a_seat_is_moved_by_its_key(world: World) -> None:
    seats = {"seatsPerTimeSlot": 2, "showAttendeeInfo": True, "showAvailabilityCount": True}
    house = await practice(world, seats=seats)
    first = await send(house, "", body(house))
    key = first["seatReferenceUid"]
    looked = (await house.nobody.get(f"/v2/bookings/{key}/reschedule")).json()["data"]
    assert looked["responses"]["email"] == "bea@example.com"
    moved = await send(house, "", body(house, start="2050-01-06T11:00:00+01:00", rescheduleUid=key))
    assert moved["startTime"] == "2050-01-06T10:00:00.000Z"
    assert [one["email"] for one in moved["attendees"]] == ["bea@example.com"]


async def test_a_series_and_what_is_left_of_it(world: World) -> None:
    house = await practice(world, recurrence={"interval": 1, "occurrences": 4, "frequency": "weekly"})
    days = ("05", "12", "19")
    bodies = [body(house, start=f"2050-01-{day}T11:00:00+01:00", recurringCount=3) for day in days]
    series = await send(house, "/recurring", bodies)
    assert [one["startTime"][8:10] for one in series] == ["05", "12", "19"]
    off = {"allRemainingBookings": True, "cancellationReason": "x", "id": series[1]["id"]}
    assert (await send(house, f"/{series[1]['uid']}/cancel", off))["bookingUid"] == series[1]["uid"]
    left = await read(house, f"/{series[0]['recurringEventId']}")
    assert [one["status"] for one in left] == ["ACCEPTED", "CANCELLED", "CANCELLED"]


async def test_cancelling(world: World) -> None:
    house = await practice(world)
    first = await send(house, "", body(house))
    newer = {"cal-api-version": "2024-08-13"}
    refused = await house.nobody.post(
        f"/v2/bookings/{first['uid']}/cancel", {"allRemainingBookings": False}, headers=newer
    )
    assert refused.status_code == 400
    off = await send(house, f"/{first['uid']}/cancel", {"id": first["id"], "cancellationReason": "no"})
    assert (off["status"], off["cancellationReason"]) == ("CANCELLED", "no")
    assert (off["bookingId"], off["bookingUid"], off["onlyRemovedAttendee"]) == (first["id"], first["uid"], False)


async def test_a_trial_keeps_nothing(world: World) -> None:
    house = await practice(world)
    data = await send(house, "", body(house, _isDryRun=True))
    assert data["status"] == "ACCEPTED"
    assert await world.session.scalar(select(func.count(Booking.id))) == 0
    taken = await house.booked()
    assert taken["status"] == "accepted"
    refused = await house.nobody.post("/v2/bookings", body(house, _isDryRun=True), headers=OLDER)
    assert refused.status_code == 400


VERSIONS = ["", "2024-04-15", "2024-06-11", "2024-06-14", "nonsense"]


@pytest.mark.parametrize("version", VERSIONS)
async def test_reading_and_cancelling_in_every_older_version(world: World, version: str) -> None:
    house = await practice(world)
    booked = await house.booked()
    shown = await read(house, f"/{booked['uid']}", version=version)
    assert (shown["uid"], shown["startTime"], shown["status"]) == (booked["uid"], booked["start"], "ACCEPTED")
    assert shown["eventType"] == booked["eventType"]
    assert "start" not in shown
    page = await read(house, "", await house.as_host(), version)
    assert [one["uid"] for one in page["bookings"]] == [booked["uid"]]
    assert (page["nextCursor"], page["recurringInfo"]) == (None, [])
    off = await house.nobody.post(f"/v2/bookings/{booked['uid']}/cancel", headers={"cal-api-version": version})
    assert (off.status_code, off.json()["data"]["status"]) == (201, "CANCELLED")
    unknown = await house.nobody.get("/v2/bookings/unknown", headers={"cal-api-version": version})
    assert (unknown.status_code, (await house.nobody.get("/v2/bookings", headers=OLDER)).status_code) == (404, 401)


async def test_what_older_versions_do_not_know_is_answered_as_documented(world: World) -> None:
    house = await practice(world)
    body = {"eventTypeId": house.event_type.id, "start": "2050-01-05T10:00:00Z", "attendee": ATTENDEE}
    for version, day in (("", "05"), ("2024-06-14", "06")):
        made = await house.nobody.post(
            "/v2/bookings", {**body, "start": f"2050-01-{day}T10:00:00Z"}, headers={"cal-api-version": version}
        )
        assert (made.status_code, made.json()["data"]["status"]) == (201, "accepted")
        move = {"start": f"2050-01-{day}T12:00:00Z"}
        path = f"/v2/bookings/{made.json()['data']['uid']}/reschedule"
        moved = await house.nobody.post(path, move, headers={"cal-api-version": version})
        assert (moved.status_code, moved.json()["data"]["status"]) == (201, "accepted")


async def test_the_older_list_by_status_and_page(world: World) -> None:
    house = await practice(world, recurrence={"interval": 1, "occurrences": 3, "frequency": "weekly"})
    host = await house.as_host()
    series: Any = await house.booked()
    single = await practice(world, house.host)
    plain = await single.booked("2050-01-06T10:00:00Z")
    await house.act(series[0]["uid"], "cancel")
    coming = await read(house, "?limit=2&cursor=1", host)
    assert [one["uid"] for one in coming["bookings"]] == [series[1]["uid"], series[2]["uid"]]
    assert (coming["totalCount"], coming["nextCursor"]) == (3, None)
    (info,) = coming["recurringInfo"]
    assert (info["recurringEventId"], info["count"]) == (series[0]["recurringBookingUid"], 3)
    assert info["bookings"]["CANCELLED"] == [series[0]["start"]]
    assert (await read(house, "?limit=1", host))["nextCursor"] == 1
    off = await read(house, "?filters[status]=cancelled", host)
    assert [one["uid"] for one in off["bookings"]] == [series[0]["uid"]]
    own = await read(house, f"?filters[eventTypeIds][]={single.event_type.id}&filters[status]=upcoming", host)
    assert [one["uid"] for one in own["bookings"]] == [plain["uid"]]
    theirs = await read(house, "?take=200&skip=1&attendeeEmail=bea@example.com", host)
    assert [one["uid"] for one in theirs["bookings"]] == [series[1]["uid"], series[2]["uid"]]
    for query in ("?limit=0", "?limit=101", "?filters[status]=moon", "?cursor=-1"):
        assert (await host.get(f"/v2/bookings{query}", headers=OLDER)).status_code == 400


async def test_the_older_list_of_some_people(world: World) -> None:
    organization = await world.organization()
    boss, ada, stranger = (
        await world.member(organization, "ADMIN"),
        await world.member(organization),
        await world.user(),
    )
    house = await practice(world, ada)
    hers = await house.booked()
    own = await (await practice(world, boss)).booked("2050-01-06T10:00:00Z")
    api = await world.api(boss)

    async def uids(query: str, api: Api = api) -> list[str]:
        return [one["uid"] for one in (await read(house, query, api))["bookings"]]

    assert await uids("") == [hers["uid"], own["uid"]]
    assert await uids(f"?filters[userIds]={ada.id}") == [hers["uid"]]
    assert await uids(f"?filters[userIds][]={ada.id}&filters[userIds][]={boss.id}") == [hers["uid"], own["uid"]]
    assert await uids(f"?userIds={ada.id}", await world.api(ada)) == [hers["uid"]]
    assert await uids(f"?filters[eventTypeId]={house.event_type.id}") == [hers["uid"]]
    assert await uids("?afterStart=2050-01-06") == [own["uid"]]
    assert await uids("?sortStart=desc") == [own["uid"], hers["uid"]]
    for api_of, user, status in ((boss, stranger, 403), (ada, boss, 403), (boss, None, 400)):
        wanted = user.id if user else 2**40
        answer = await (await world.api(api_of)).get(f"/v2/bookings?filters[userIds]={wanted}", headers=OLDER)
        assert answer.status_code == status, (status, answer.text)


async def test_older_answers_hide_who_else_has_a_seat(world: World) -> None:
    seats = {"seatsPerTimeSlot": 2, "showAttendeeInfo": False, "showAvailabilityCount": True}
    house = await practice(world, seats=seats)
    eve = await world.user(email="eve@example.com")
    first = await send(house, "", body(house))
    await send(house, "", body(house, responses={"name": "Eve", "email": "eve@example.com"}))
    assert (await read(house, f"/{first['uid']}"))["attendees"] == []
    assert len((await read(house, f"/{first['uid']}", await house.as_host()))["attendees"]) == 2
    (hers,) = (await read(house, "", await world.api(eve)))["bookings"]
    assert [one["email"] for one in hers["attendees"]] == ["eve@example.com"]
    assert [one["attendee"]["email"] for one in hers["seatsReferences"]] == ["eve@example.com"]
    left = await send(house, f"/{first['uid']}/cancel", {"seatReferenceUid": first["seatReferenceUid"]})
    assert (left["onlyRemovedAttendee"], left["status"]) == (True, "ACCEPTED")


async def test_what_nobody_would_read_is_refused(world: World) -> None:
    house = await practice(world)
    for more in ({"metadata": {str(number): "x" * 10_000 for number in range(11)}}, {"responses": {"name": "\0"}}):
        answer = await house.nobody.post("/v2/bookings", body(house, **more), headers=OLDER)
        assert answer.status_code == 400


async def test_a_private_link_counts(world: World) -> None:
    house = await practice(world, hidden=True)
    host = await house.as_host()
    path = f"/v2/event-types/{house.event_type.id}/private-links"
    link = (await host.post(path, {"maxUsageCount": 1})).json()["data"]["linkId"]
    through = {"hasHashedBookingLink": True, "hashedLink": link}
    trial = await send(house, "", body(house, _isDryRun=True, **through))
    assert trial["status"] == "ACCEPTED"
    booked = await send(house, "", body(house, **through))
    later = {"start": "2050-01-06T11:00:00+01:00", "end": None}
    over = await house.nobody.post("/v2/bookings", body(house, **later, **through), headers=OLDER)
    assert over.status_code == 410
    unknown = body(house, **later, hasHashedBookingLink=True, hashedLink="nonsense")
    assert (await house.nobody.post("/v2/bookings", unknown, headers=OLDER)).status_code == 404
    # Who moves a booking has used his link already; who says that he has none is not asked for one.
    await send(house, "", body(house, **later, **through, rescheduleUid=booked["uid"]))
    await send(house, "", body(house, hasHashedBookingLink=False, hashedLink=link))
    shown = (await host.get(path)).json()["data"]
    assert [(one["usageCount"], one["isExpired"]) for one in shown] == [(1, True)]


async def test_several_persons_at_once(world: World) -> None:
    house = await practice(world)
    other, unwilling = await world.user(username="otto"), await world.user(allow_dynamic_booking=False)
    await open_schedule(world, other)
    both = {"eventTypeId": 0, "eventTypeSlug": "dynamic", "end": "2050-01-05T11:45:00+01:00"}
    for number, user in enumerate(([house.host.username, "Otto"], f"{house.host.username}+otto")):
        start = {"start": f"2050-01-0{5 + number}T11:00:00+01:00", "end": f"2050-01-0{5 + number}T11:45:00+01:00"}
        made = await send(house, "", body(house, **both | start, user=user))
        assert (made["eventTypeId"], made["endTime"][11:16]) == (None, "10:45")
        assert (made["user"]["id"], other.email in str(made["attendees"])) == (house.host.id, True)
    for names in (["nobody", "otto"], ["otto", "OTTO"], ["otto", unwilling.username], ["otto"] * 50):
        refused = await house.nobody.post("/v2/bookings", body(house, **both, user=names), headers=OLDER)
        assert refused.status_code == 404, names


async def test_where_and_with_whom(world: World) -> None:
    house = await practice(world)
    url = "https://meet.example.com/1"
    made = await send(house, "", body(house, locationUrl=url, teamMemberEmail="x@example.com", skipContactOwner=True))
    assert (made["location"], made["responses"]["location"]["value"]) == (url, "link")
