"""Creating, changing and removing one's own event types (event types sheet, sections 1 to 8)."""

from typing import Any

import pytest

from locum.schedules.models import Schedule
from tests.factories.event_types import event_type
from tests.factories.world import World

PATH = "/v2/event-types"
BARE = {"title": "Coding class", "slug": "coding-class", "lengthInMinutes": 60}
VERSION = {"cal-api-version": "2024-06-14"}


async def test_a_bare_event_type(world: World) -> None:
    ada = await world.user(username="ada", name="Ada", week_start="Monday")
    api = await world.api(ada, **VERSION)
    answer = await api.post(PATH, BARE)
    assert answer.status_code == 201, answer.text
    data = answer.json()["data"]
    assert answer.json()["status"] == "success"
    assert isinstance(data["id"], int)
    assert data["ownerId"] == ada.id
    assert data["users"][0] == {
        "id": ada.id,
        "name": "Ada",
        "username": "ada",
        "avatarUrl": None,
        "brandColor": None,
        "darkBrandColor": None,
        "weekStart": "Monday",
        "metadata": {},
    }
    assert data["bookingUrl"] == "http://locum.test/ada/coding-class"
    assert data["minimumBookingNotice"] == 120
    assert data["locations"] == [{"type": "integration", "integration": "cal-video"}]
    assert data["seats"] == data["bookingWindow"] == data["confirmationPolicy"] == {"disabled": True}
    assert data["recurrence"] is None
    assert data["description"] == ""
    assert not {"customName", "lengthInMinutesOptions", "bookingLimitsCount", "destinationCalendar"} & data.keys()
    assert (await api.get(f"{PATH}/{data['id']}")).json()["data"] == data


async def test_an_answer_makes_a_copy(world: World) -> None:
    api = await world.api(await world.user(), **VERSION)
    rich = {
        **BARE,
        "lengthInMinutesOptions": [30, 60],
        "seats": {"seatsPerTimeSlot": 4, "showAttendeeInfo": True, "showAvailabilityCount": True},
        "bookingLimitsCount": {"day": 1, "week": 2},
        "bookingFields": [
            {"type": "text", "slug": "topic", "label": "Topic", "required": True, "placeholder": "", "hidden": True}
        ],
        "bookingWindow": {"type": "range", "value": ["2030-09-05", "2030-09-09"]},
        "disableGuests": True,
        "interfaceLanguage": "",
    }
    original = (await api.post(PATH, rich)).json()["data"]
    answer = await api.post(PATH, {**original, "title": "Copy", "slug": "copy"})
    assert answer.status_code == 201, answer.text
    different = {"id", "title", "slug", "bookingUrl"}
    copy = answer.json()["data"]
    assert {key: value for key, value in copy.items() if key not in different} == {
        key: value for key, value in original.items() if key not in different
    }
    assert len(original["bookingFields"]) == 8


async def test_violations_are_told_all_at_once(world: World) -> None:
    api = await world.api(await world.user(), **VERSION)
    answer = await api.post(PATH, {"slug": 3, "hidden": "true", "slotInterval": 0, "color": {"lightThemeHex": "red"}})
    assert answer.status_code == 400
    faulty = {violation["property"] for violation in answer.json()["error"]["details"]["errors"]}
    assert faulty == {"lengthInMinutes", "title", "slug", "hidden", "slotInterval", "color"}


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        ({"locations": []}, "'locations' must contain at least 1 location."),
        ({"locations": [{"type": "organizersDefaultApp"}]}, "Unsupported location type 'organizersDefaultApp'"),
        ({"locations": [{"type": "integration", "integration": "zoom"}]}, "zoom not connected."),
        ({"bookingFields": [{"type": "email", "required": False}]}, "Booking fields validation failed"),
        ({"customName": "{bad}"}, "Invalid event name variables: {bad}"),
        ({"bookingLimitsCount": {"day": 3, "week": 2}}, "Invalid bookingLimitsCount: The number of bookings for day"),
        ({"bookingWindow": {"type": "soon"}}, "Invalid bookingWindow structure."),
        ({"destinationCalendar": {"integration": "google_calendar", "externalId": "x"}}, "Calendar does not exist"),
        ({"useDestinationCalendarEmail": True}, "needs a connected primary calendar"),
    ],
)
async def test_refusals_with_a_text_of_their_own(world: World, fault: dict[str, Any], text: str) -> None:
    owner = await world.user()
    api = await world.api(owner, **VERSION)
    present = await event_type(world, owner)
    created = await api.post(PATH, {**BARE, **fault})
    changed = await api.patch(f"{PATH}/{present.id}", fault)
    for answer in (created, changed):
        assert answer.status_code == 400, answer.text
        assert text in answer.json()["error"]["message"]
    listed = await api.get(PATH, headers=VERSION)
    assert listed.json()["data"][0]["id"] == present.id


async def test_phone_only_forms_are_not_for_persons(world: World) -> None:
    api = await world.api(await world.user(), **VERSION)
    phone = {"type": "phone", "slug": "attendeePhoneNumber", "label": "p", "required": True, "placeholder": ""}
    answer = await api.post(PATH, {**BARE, "bookingFields": [{"type": "email", "hidden": True}, phone]})
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith("checkIsEmailUserAccessible - ")


async def test_a_slug_belongs_to_one_event_type_of_a_person(world: World) -> None:
    ada, bob = await world.user(), await world.user()
    api = await world.api(ada, **VERSION)
    first = (await api.post(PATH, BARE)).json()["data"]
    again = await api.post(PATH, {**BARE, "slug": "Coding Class!"})
    assert again.status_code == 400
    assert again.json()["error"]["message"] == "User already has an event type with this slug."
    assert (await (await world.api(bob, **VERSION)).post(PATH, BARE)).status_code == 201
    second = (await api.post(PATH, {**BARE, "slug": "second"})).json()["data"]
    assert (await api.patch(f"{PATH}/{second['id']}", {"slug": "coding-class"})).status_code == 400
    assert (await api.patch(f"{PATH}/{first['id']}", {"slug": "coding-class"})).status_code == 200


async def test_somebody_elses_schedule_is_not_found(world: World) -> None:
    ada, bob = await world.user(), await world.user()
    mine, foreign = (Schedule(user_id=user.id, name="Hours") for user in (ada, bob))
    world.session.add_all([mine, foreign])
    await world.session.commit()
    api = await world.api(ada, **VERSION)
    made = await api.post(PATH, {**BARE, "scheduleId": mine.id})
    assert made.json()["data"]["scheduleId"] == mine.id
    path = f"{PATH}/{made.json()['data']['id']}"
    refused = await api.patch(path, {"scheduleId": foreign.id})
    assert refused.status_code == 404
    expected = f"User with ID={ada.id} does not own schedule with ID={foreign.id}"
    assert refused.json()["error"]["message"] == expected
    assert (await api.post(PATH, {**BARE, "slug": "x", "scheduleId": 10**8})).status_code == 404
    assert (await api.patch(path, {"scheduleId": None})).json()["data"]["scheduleId"] is None


async def test_a_change_leaves_what_it_does_not_name(world: World) -> None:
    api = await world.api(await world.user(), **VERSION)
    layouts = {"defaultLayout": "week", "enabledLayouts": ["week", "month"]}
    seats = {"seatsPerTimeSlot": 4, "showAttendeeInfo": True, "showAvailabilityCount": True}
    options = [30, 60]
    rich = {"bookerLayouts": layouts, "seats": seats, "lengthInMinutesOptions": options, "disableGuests": True}
    before = (await api.post(PATH, {**BARE, **rich})).json()["data"]
    after = (await api.patch(f"{PATH}/{before['id']}", {"title": "New"})).json()["data"]
    assert after == {**before, "title": "New"}
    off = (await api.patch(f"{PATH}/{before['id']}", {"seats": {"disabled": True}})).json()["data"]
    assert off["seats"] == {"disabled": True}
    assert (off["bookerLayouts"], off["lengthInMinutesOptions"]) == (layouts, options)
    assert (await api.patch(f"{PATH}/{before['id']}", {})).json()["data"] == off


async def test_combinations_are_checked_against_what_is_stored(world: World) -> None:
    api = await world.api(await world.user(), **VERSION)
    series = {"interval": 1, "occurrences": 3, "frequency": "weekly"}
    made = (await api.post(PATH, {**BARE, "recurrence": series})).json()["data"]
    answer = await api.patch(f"{PATH}/{made['id']}", {"bookerActiveBookingsLimit": {"maximumActiveBookings": 1}})
    assert answer.status_code == 400
    assert "Recurring Events and booker active bookings limit" in answer.json()["error"]["message"]


async def test_turned_off_limits_come_back_empty(world: World) -> None:
    api = await world.api(await world.user(), **VERSION)
    made = (await api.post(PATH, {**BARE, "bookingLimitsCount": {"day": 1}})).json()["data"]
    assert made["bookingLimitsCount"] == {"day": 1}
    changed = await api.patch(f"{PATH}/{made['id']}", {"bookingLimitsCount": {"disabled": True}})
    assert changed.json()["data"]["bookingLimitsCount"] == {}


async def test_guests_alone_keep_the_other_fields(world: World) -> None:
    api = await world.api(await world.user(), **VERSION)
    field = {"type": "boolean", "slug": "agree", "label": "Agree?", "required": True}
    made = (await api.post(PATH, {**BARE, "bookingFields": [field]})).json()["data"]
    changed = (await api.patch(f"{PATH}/{made['id']}", {"disableGuests": True})).json()["data"]
    fields = {field["slug"]: field for field in changed["bookingFields"]}
    assert changed["disableGuests"] is True
    assert fields["guests"]["hidden"] is True
    assert fields["agree"]["isDefault"] is False


async def test_removing(world: World) -> None:
    ada, bob = await world.user(), await world.user()
    api = await world.api(ada, **VERSION)
    made = (await api.post(PATH, BARE)).json()["data"]
    path = f"{PATH}/{made['id']}"
    foreign = await (await world.api(bob, **VERSION)).delete(path)
    assert foreign.status_code == 403
    removed = await api.delete(path)
    assert removed.status_code == 200
    assert removed.json()["data"] == {
        "id": made["id"],
        "lengthInMinutes": 60,
        "slug": "coding-class",
        "title": "Coding class",
    }
    again = await api.delete(path)
    assert again.status_code == 404
    assert again.json()["error"]["message"] == f"Event type with ID={made['id']} does not exist."
    assert (await api.get(path)).status_code == 404


async def test_nobody_writes_without_credentials_nor_elsewhere(world: World) -> None:
    ada, bob = await world.user(), await world.user()
    theirs = await event_type(world, bob)
    nobody, api = await world.api(None, **VERSION), await world.api(ada, **VERSION)
    path = f"{PATH}/{theirs.id}"
    assert (await nobody.post(PATH, {})).status_code == 401
    assert (await nobody.patch(path, {})).status_code == 401
    assert (await nobody.delete(path)).status_code == 401
    refused = await api.patch(path, {"title": 5})
    assert refused.status_code == 404
    assert refused.json()["error"]["message"] == f"Event type with id {theirs.id} not found"
    assert (await api.patch(f"{PATH}/abc", {})).status_code == 400
    assert (await api.delete(f"{PATH}/abc")).status_code == 400


async def test_a_teams_event_type_has_no_owner_to_change_it_here(world: World) -> None:
    team = await world.team()
    owner = await world.member(team, "OWNER")
    shared = await event_type(world, team)
    api = await world.api(owner, **VERSION)
    assert (await api.patch(f"{PATH}/{shared.id}", {"title": "x"})).status_code == 404
    assert (await api.delete(f"{PATH}/{shared.id}")).status_code == 403
