"""Managed event types (event types sheet, section 10)."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from locum.event_types.models import EventType
from locum.kit import clock
from tests.event_types.test_teams import Place, alone
from tests.factories.event_types import event_type
from tests.factories.slots import hours
from tests.factories.world import World

LINK = {"type": "link", "link": "https://example.com/own", "public": True}


async def managed(place: Place, **body: Any) -> Any:
    return await place.make(schedulingType="managed", **body)


async def owners(world: World, parent_id: int) -> list[int | None]:
    found = select(EventType.user_id).where(EventType.parent_id == parent_id).order_by(EventType.id)
    return list(await world.session.scalars(found))


async def test_a_list_of_the_parent_and_its_children(world: World) -> None:
    place = await alone(world)
    assert [row["hosts"] for row in await managed(place, slug="empty")] == [[]]
    member = await world.member(place.team, username="managed-member")
    parent, child = await managed(place, hosts=[{"userId": member.id}], description="All of it", beforeEventBuffer=5)
    assert parent["metadata"]["managedEventConfig"] == {
        "unlockedFields": {"locations": True, "scheduleId": True, "destinationCalendar": True}
    }
    assert [row["userId"] for row in parent["hosts"]] == [member.id]
    assert "mandatory" not in parent["hosts"][0]
    assert (child["ownerId"], child["teamId"], child["parentEventTypeId"]) == (member.id, None, parent["id"])
    assert (child["schedulingType"], child["hosts"]) == (None, [])
    assert "assignAllTeamMembers" not in child
    for name in ("title", "slug", "description", "lengthInMinutes", "beforeEventBuffer", "locations"):
        assert child[name] == parent[name]
    anybody = await world.api(None)
    theirs = (await anybody.get("/v2/event-types?username=managed-member&eventSlug=coding-class")).json()["data"]
    assert [(row["id"], row["parentEventTypeId"]) for row in theirs] == [(child["id"], parent["id"])]
    listed = (await anybody.get(place.path)).json()["data"]
    assert [row["schedulingType"] for row in listed] == ["managed", "managed"]


async def test_children_follow_and_keep_what_is_unlocked(world: World) -> None:
    place = await alone(world)
    chooser, other = await world.member(place.team), await world.member(place.team)
    parent, mine, theirs = await managed(place, hosts=[{"userId": chooser.id}, {"userId": other.id}])
    schedule = await hours(world, chooser, "UTC")
    api = await world.api(chooser, **{"cal-api-version": "2024-06-14"})
    answer = await api.patch(f"/v2/event-types/{mine['id']}", {"locations": [LINK], "scheduleId": schedule.id})
    assert answer.status_code == 200
    data = answer.json()["data"]
    assert (data["locations"], data["scheduleId"]) == ([LINK], schedule.id)
    place_of_all = [{"type": "address", "address": "Here", "public": True}]
    answer = await place.patch(parent["id"], title="New", lengthInMinutes=20, locations=place_of_all, slug="new")
    assert [(row["title"], row["lengthInMinutes"], row["slug"]) for row in answer] == [("New", 20, "new")] * 3
    assert [row["locations"] for row in answer] == [place_of_all, [LINK], place_of_all]
    assert [row["scheduleId"] for row in answer] == [None, schedule.id, None]
    assert [row["id"] for row in answer] == [parent["id"], mine["id"], theirs["id"]]


async def test_what_is_locked_is_not_the_members_to_change(world: World) -> None:
    """But what a child was answered with can be sent back, with something else that is unlocked."""
    place = await alone(world)
    member = await world.member(place.team)
    fields = [{"type": "text", "slug": "why", "label": "Why", "placeholder": "", "required": True}]
    _, child = await managed(place, hosts=[{"userId": member.id}], bookingFields=fields, disableGuests=True)
    one = f"/v2/event-types/{child['id']}"
    for headers, body, named in (
        ({"cal-api-version": "2024-06-14"}, {"title": "Mine", "locations": [LINK]}, "title"),
        ({"cal-api-version": "2024-06-14"}, {"disableGuests": False, "hidden": True}, "bookingFields"),
        ({"cal-api-version": "2024-04-15"}, {"length": 5}, "lengthInMinutes"),
    ):
        refused = await (await world.api(member, **headers)).patch(one, body)
        assert refused.status_code == 400
        assert named in refused.json()["error"]["message"]
    for version in ("2024-06-14", "2024-04-15"):
        gone = await (await world.api(member, **{"cal-api-version": version})).delete(one)
        assert (gone.status_code, "who has one" in gone.text) == (400, True)
    api = await world.api(member, **{"cal-api-version": "2024-06-14"})
    shown = (await api.get(one)).json()["data"]
    back = await api.patch(one, {**shown, "locations": [LINK]})
    assert back.status_code == 200, back.text
    assert back.json()["data"] == {**shown, "locations": [LINK]}


async def test_the_schedule_of_whoever_made_the_parent_is_none_of_the_members(world: World) -> None:
    place = await alone(world)
    schedule = await hours(world, place.admin, "UTC")
    member = await world.member(place.team)
    parent, child = await managed(place, hosts=[{"userId": member.id}], scheduleId=schedule.id)
    assert (parent["scheduleId"], child["scheduleId"]) == (schedule.id, None)


async def test_hosts_come_and_go(world: World) -> None:
    place = await alone(world)
    first, second = await world.member(place.team), await world.member(place.team)
    parent, child = await managed(place, hosts=[{"userId": first.id}])
    answer = await place.patch(parent["id"], hosts=[{"userId": second.id}, {"userId": first.id}])
    assert [row["ownerId"] for row in answer] == [None, first.id, second.id]
    assert answer[1]["id"] == child["id"]
    assert [row["ownerId"] for row in await place.patch(parent["id"], hosts=[])] == [None]
    everybody = await place.patch(parent["id"], assignAllTeamMembers=True)
    assert [row["ownerId"] for row in everybody] == [None, place.admin.id, first.id, second.id]
    assert (await place.api.delete(f"{place.path}/{parent['id']}")).status_code == 200
    assert await owners(world, parent["id"]) == []


async def test_a_members_own_event_type_of_the_same_slug_is_replaced(world: World) -> None:
    place = await alone(world)
    member = await world.member(place.team)
    own, kept = await event_type(world, member, slug="coding-class"), await event_type(world, member, slug="kept")
    parent, child = await managed(place, hosts=[{"userId": member.id}])
    await place.patch(parent["id"], slug="renamed")
    await event_type(world, member, slug="again")
    await place.patch(parent["id"], slug="again")
    ids = list(await world.session.scalars(select(EventType.id).where(EventType.user_id == member.id)))
    assert sorted(ids) == sorted([kept.id, child["id"]])
    assert own.id not in ids


async def test_a_child_of_another_team_is_not_replaced(world: World) -> None:
    place, other = await alone(world), await alone(world)
    member = await world.member(place.team)
    await world.join(member, other.team)
    parent, _ = await managed(other, hosts=[{"userId": member.id}])
    body = {"title": "x", "slug": "coding-class", "lengthInMinutes": 5, "schedulingType": "managed"}
    refused = await place.api.post(place.path, {**body, "hosts": [{"userId": member.id}]})
    assert refused.status_code == 400
    assert await owners(world, parent["id"]) == [member.id]


async def test_a_parent_has_no_slots_and_its_child_has(world: World) -> None:
    place = await alone(world)
    member = await world.member(place.team, time_zone="UTC")
    await hours(world, member, "UTC")
    parent, child = await managed(place, hosts=[{"userId": member.id}], minimumBookingNotice=0)
    api = await world.api(None, **{"cal-api-version": "2024-09-04"})
    window = "start=2027-02-01&end=2027-02-01"
    with clock.frozen(datetime(2027, 1, 4, tzinfo=UTC)):
        assert (await api.get(f"/v2/slots?eventTypeId={parent['id']}&{window}")).json()["data"] == {}
        found = (await api.get(f"/v2/slots?eventTypeId={child['id']}&{window}")).json()["data"]
    assert len(found["2027-02-01"]) == 8
