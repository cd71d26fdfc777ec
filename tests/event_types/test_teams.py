"""Teams' event types (event types sheet, sections 1, 2, 4, 8 and 9)."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from locum.event_types.models import EventTypeHost
from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.event_types import event_type, host
from tests.factories.slots import hours
from tests.factories.world import Api, World
from tests.http.test_statements import counted

BARE = {"title": "Coding class", "slug": "coding-class", "lengthInMinutes": 60}


class Place:
    """A team with an administrator who calls, by one of its two addresses."""

    def __init__(self, world: World, team: Team, admin: User, api: Api) -> None:
        self.world, self.team, self.admin, self.api = world, team, admin, api
        within = f"/organizations/{team.organization_id}" if team.organization_id else ""
        self.path = f"/v2{within}/teams/{team.id}/event-types"

    async def make(self, **body: Any) -> Any:
        """The data of a new event type, collective unless said otherwise."""
        answer = await self.api.post(self.path, {**BARE, "schedulingType": "collective", **body})
        assert answer.status_code == 201, answer.text
        return answer.json()["data"]

    async def patch(self, event_type_id: int, **body: Any) -> Any:
        """The data of a changed event type."""
        answer = await self.api.patch(f"{self.path}/{event_type_id}", body)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]


async def alone(world: World) -> Place:
    team = await world.team()
    admin = await world.member(team, "ADMIN")
    return Place(world, team, admin, await world.api(admin))


async def within(world: World) -> Place:
    organization = await world.organization()
    admin = await world.member(organization)
    team = await world.team(organization)
    await world.join(admin, team, "OWNER")
    return Place(world, team, admin, await world.api(admin))


@pytest.fixture(params=[alone, within])
async def place(request: pytest.FixtureRequest, world: World) -> Place:
    found: Place = await request.param(world)
    return found


async def test_the_life_of_one(place: Place) -> None:
    member = await place.world.member(place.team, name="Bo", username="bo-of-teams")
    made = await place.make(hosts=[{"userId": member.id}])
    assert made["teamId"] == place.team.id
    assert made["schedulingType"] == "collective"
    assert made["ownerId"] is made["parentEventTypeId"] is None
    assert made["assignAllTeamMembers"] is False
    assert made["team"]["id"] == place.team.id
    assert made["hosts"] == [{"userId": member.id, "name": "Bo", "username": "bo-of-teams", "avatarUrl": None}]
    assert made["minimumBookingNotice"] == 120
    one = f"{place.path}/{made['id']}"
    assert (await place.api.get(one)).json()["data"] == made
    changed = await place.patch(made["id"], title="Another", slug=made["slug"], lengthInMinutes=15)
    assert changed == {**made, "title": "Another", "lengthInMinutes": 15}
    removed = await place.api.delete(one)
    assert removed.json() == {"status": "success", "data": {"id": made["id"], "title": "Another"}}
    assert (await place.api.get(one)).status_code == 404
    assert (await place.api.delete(one)).status_code == 404
    gone = await place.api.patch(one, {"title": "x"})
    assert (gone.status_code, gone.json()["error"]["message"]) == (400, "Event type to update not found")


async def test_nobody_but_members_hosts(place: Place) -> None:
    pending, stranger = await place.world.user(), await place.world.user()
    await place.world.join(pending, place.team, accepted=False)
    body = {**BARE, "schedulingType": "roundRobin"}
    hosts = [{"userId": place.admin.id}, {"userId": pending.id}, {"userId": stranger.id}]
    refused = await place.api.post(place.path, {**body, "hosts": hosts})
    assert refused.status_code == 404
    text = f"Invalid hosts: {pending.id}, {stranger.id} are not members of team with id {place.team.id}."
    assert refused.json()["error"]["message"] == text
    made = await place.make(schedulingType="ROUND_ROBIN")
    assert (made["schedulingType"], made["hosts"]) == ("roundRobin", [])
    again = await place.api.patch(f"{place.path}/{made['id']}", {"hosts": [{"userId": stranger.id}]})
    assert again.status_code == 404


async def test_how_hosts_of_a_round_take_part(place: Place) -> None:
    first, second = await place.world.member(place.team), await place.world.member(place.team)
    hosts: list[dict[str, Any]] = [
        {"userId": second.id, "mandatory": True, "priority": "lowest", "weight": 50, "groupId": "a"},
        {"userId": first.id},
    ]
    made = await place.make(schedulingType="roundRobin", hosts=hosts, rescheduleWithSameRoundRobinHost=True)
    told = [{key: row.get(key) for key in hosts[0]} for row in made["hosts"]]
    usual = {"mandatory": False, "priority": "medium", "weight": 100, "groupId": None}
    assert told == [hosts[0], {**usual, "userId": first.id}]
    assert made["rescheduleWithSameRoundRobinHost"] is True
    since = await _since(place, made["id"])
    changed = await place.patch(made["id"], hosts=[{"userId": first.id, "weight": 7}, hosts[0]])
    assert [row["userId"] for row in changed["hosts"]] == [first.id, second.id]
    assert changed["hosts"][0]["weight"] == 7
    assert await _since(place, made["id"]) == since
    assert (await place.patch(made["id"], hosts=[hosts[1]]))["hosts"][0]["weight"] == 100
    assert (await place.patch(made["id"], hosts=[]))["hosts"] == []


async def _since(place: Place, event_type_id: int) -> dict[int, Any]:
    rows = select(EventTypeHost.user_id, EventTypeHost.created_at).where(EventTypeHost.event_type_id == event_type_id)
    return {row.user_id: row.created_at for row in await place.world.session.execute(rows)}


async def test_what_decides_whose_turn_it_is(place: Place) -> None:
    terms = {"isRRWeightsEnabled": False, "maxLeadThreshold": 3, "includeNoShowInRRCalculation": True}
    unset = {"isRRWeightsEnabled": None, "maxLeadThreshold": None, "includeNoShowInRRCalculation": False}
    made = await place.make(schedulingType="roundRobin", hosts=[{"userId": place.admin.id}], **terms)
    assert {name: made[name] for name in terms} == terms
    changed = await place.patch(made["id"], isRRWeightsEnabled=None, maxLeadThreshold=None)
    assert {name: changed[name] for name in terms} == unset | {"includeNoShowInRRCalculation": True}
    for wrong in ({"maxLeadThreshold": 0}, {"maxLeadThreshold": "3"}, {"isRRWeightsEnabled": "yes"}):
        answer = await place.api.patch(f"{place.path}/{made['id']}", wrong)
        assert answer.status_code == 400
        assert next(iter(wrong)) in answer.text


async def test_everybody_hosts_also_who_comes_later(place: Place) -> None:
    member, pending = await place.world.member(place.team), await place.world.user()
    await place.world.join(pending, place.team, accepted=False)
    weighed = [{"userId": member.id, "weight": 30}]
    made = await place.make(schedulingType="roundRobin", assignAllTeamMembers=True, hosts=weighed)
    assert [row["userId"] for row in made["hosts"]] == [place.admin.id, member.id]
    assert [row["weight"] for row in made["hosts"]] == [100, 30]
    kept = await place.patch(made["id"], assignAllTeamMembers=True)
    assert kept["hosts"] == made["hosts"]
    named = await place.patch(made["id"], hosts=[{"userId": member.id}])
    assert (named["assignAllTeamMembers"], len(named["hosts"])) == (False, 1)
    assert (await place.patch(made["id"], assignAllTeamMembers=False))["hosts"] == named["hosts"]


async def test_scheduling_types_that_change_into_each_other(place: Place) -> None:
    made = await place.make(hosts=[{"userId": place.admin.id}])
    one = f"{place.path}/{made['id']}"
    refused = await place.api.patch(one, {"schedulingType": "roundRobin"})
    assert refused.status_code == 400
    assert "Hosts required when switching schedulingType" in refused.json()["error"]["message"]
    assert (await place.api.patch(one, {"schedulingType": "managed", "assignAllTeamMembers": True})).status_code == 400
    assert (await place.patch(made["id"], schedulingType="collective"))["hosts"] == made["hosts"]
    turned = await place.patch(made["id"], schedulingType="roundRobin", assignAllTeamMembers=True)
    assert (turned["schedulingType"], turned["hosts"][0]["mandatory"]) == ("roundRobin", False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"schedulingType": None},
        {"schedulingType": "sometimes"},
        {"hosts": [{"userId": "1"}]},
        {"hosts": [{"userId": 1}, {"userId": 1}]},
        {"hosts": [{"userId": 1, "priority": "top"}]},
        {"hosts": [{"userId": 1, "weight": 0}]},
        {"hosts": [{"userId": 1, "mandatory": "yes"}]},
        {"assignAllTeamMembers": "true"},
        {"lengthInMinutes": 0},
        {"locations": []},
        {"emailSettings": {"disableEmailsToHosts": "no"}},
    ],
)
async def test_bad_bodies(world: World, wrong: dict[str, Any]) -> None:
    place = await alone(world)
    refused = await place.api.post(place.path, {**BARE, "schedulingType": "collective", **wrong})
    assert refused.status_code == 400, refused.text


async def test_slugs_are_the_teams(place: Place) -> None:
    made = await place.make()
    refused = await place.api.post(place.path, {**BARE, "schedulingType": "collective"})
    assert refused.status_code == 400
    assert refused.json()["error"]["message"] == "Team event type with this slug already exists"
    other = await place.make(slug="Zweiter Versuch")
    assert other["slug"] == "zweiter-versuch"
    taken = await place.api.patch(f"{place.path}/{other['id']}", {"slug": made["slug"]})
    assert taken.status_code == 400


async def test_schedules_are_the_callers(place: Place) -> None:
    own, others = (
        await hours(place.world, place.admin, "UTC"),
        await hours(place.world, await place.world.user(), "UTC"),
    )
    made = await place.make(scheduleId=own.id)
    colleague = await place.world.member(place.team, "ADMIN")
    if place.team.organization_id:
        await place.world.join(colleague, await place.world.session.get_one(Team, place.team.organization_id))
    api = await place.world.api(colleague)
    kept = await api.patch(f"{place.path}/{made['id']}", {"scheduleId": own.id, "title": "Kept"})
    assert (kept.status_code, kept.json()["data"]["scheduleId"]) == (200, own.id)
    refused = await place.api.patch(f"{place.path}/{made['id']}", {"scheduleId": others.id})
    assert refused.status_code == 404


async def test_an_answer_makes_a_copy(place: Place) -> None:
    rich = {
        "schedulingType": "roundRobin",
        "hosts": [{"userId": place.admin.id, "priority": "high", "mandatory": True, "weight": 20}],
        "seats": {"seatsPerTimeSlot": 4, "showAttendeeInfo": True, "showAvailabilityCount": True},
        "locations": [{"type": "organizersDefaultApp"}],
        "bookingLimitsCount": {"day": 1},
    }
    original = await place.make(**rich)
    assert original["locations"] == [{"type": "organizersDefaultApp"}]
    copy = await place.make(**{**original, "slug": "copy"})
    assert copy == {**original, "id": copy["id"], "slug": "copy"}


async def test_mails_and_phones_are_settled_in_organizations_only(world: World) -> None:
    phone_only = [
        {"type": "email", "required": False, "hidden": True, "label": "E-mail"},
        {
            "type": "phone",
            "slug": "attendeePhoneNumber",
            "required": True,
            "label": "Phone",
            "placeholder": "",
            "hidden": False,
        },
    ]
    quiet = {"emailSettings": {"disableEmailsToHosts": True}}
    inside = await within(world)
    made = await inside.make(bookingFields=phone_only, **quiet)
    assert made["emailSettings"] == {"disableEmailsToHosts": True}
    outside = await alone(world)
    assert "emailSettings" not in await outside.make(**quiet)
    body = {**BARE, "slug": "calls", "schedulingType": "collective", "bookingFields": phone_only}
    assert (await outside.api.post(outside.path, body)).status_code == 400


async def test_anybody_may_look_at_the_list(place: Place) -> None:
    member = await place.world.member(place.team)
    made = await place.make(assignAllTeamMembers=True)
    await place.make(slug="secret", hidden=True)
    anybody, stranger = await place.world.api(None), await place.world.api(await place.world.user())
    for api in (anybody, stranger):
        assert (await api.get(place.path)).json()["data"] == [made]
    assert [row["slug"] for row in (await place.api.get(place.path)).json()["data"]] == ["coding-class", "secret"]
    down = (await place.api.get(f"{place.path}?sortCreatedAt=desc&hostsLimit=1")).json()["data"]
    assert [(row["slug"], len(row["hosts"])) for row in down] == [("secret", 0), ("coding-class", 1)]
    assert (await anybody.get(f"{place.path}?eventSlug=coding-class")).json()["data"] == [made]
    assert (await anybody.get(f"{place.path}?eventSlug=secret")).json()["data"] == []
    assert (await anybody.get(f"{place.path}?sortCreatedAt=up")).status_code == 400
    assert (await anybody.get(f"{place.path}?hostsLimit=0")).status_code == 400
    assert {row["userId"] for row in made["hosts"]} == {place.admin.id, member.id}


async def test_what_is_another_teams_is_unknown(world: World) -> None:
    place, other = await within(world), await within(world)
    foreign = await other.make()
    organization, team = place.team.organization_id, other.team.id
    for path in (f"{place.path}/{foreign['id']}", f"/v2/teams/{place.team.id}/event-types/{foreign['id']}"):
        assert (await place.api.get(path)).status_code == 404
        assert (await place.api.delete(path)).status_code == 404
        assert (await place.api.patch(path, {"title": "x"})).status_code == 400
    anybody = await world.api(None)
    assert (await anybody.get(f"/v2/organizations/{organization}/teams/{team}/event-types")).status_code == 404
    assert (await anybody.get("/v2/teams/999999999/event-types")).status_code == 404


async def test_who_may(place: Place) -> None:
    made = await place.make()
    one = f"{place.path}/{made['id']}"
    member = await place.world.member(place.team)
    pending = await place.world.user()
    await place.world.join(pending, place.team, "ADMIN", accepted=False)
    for user in (member, pending, await place.world.user()):
        api = await place.world.api(user)
        answers = [
            await api.get(one),
            await api.patch(one, {"title": "x"}),
            await api.delete(one),
            await api.post(place.path, {**BARE, "slug": "mine", "schedulingType": "collective"}),
            await api.post(f"{one}/create-phone-call", {}),
        ]
        assert [answer.status_code for answer in answers] == [403] * 5
    assert (await (await place.world.api(None)).get(one)).status_code == 401


async def test_all_teams_of_an_organization(world: World) -> None:
    place = await within(world)
    organization = await world.session.get_one(Team, place.team.organization_id)
    second = await world.team(organization)
    first = await place.make()
    hidden = await event_type(world, second, hidden=True)
    shown = await event_type(world, second)
    path = f"/v2/organizations/{organization.id}/teams/event-types"
    boss = await world.api(await world.member(organization, "ADMIN"))
    ids = [row["id"] for row in (await boss.get(path)).json()["data"]]
    assert ids == [first["id"], hidden.id, shown.id]
    assert [row["id"] for row in (await boss.get(f"{path}?take=1&skip=1")).json()["data"]] == [hidden.id]
    assert [row["id"] for row in (await boss.get(f"{path}?take=1&sortCreatedAt=desc")).json()["data"]] == [shown.id]
    assert [row["id"] for row in (await place.api.get(path)).json()["data"]] == [first["id"], shown.id]
    assert (await boss.get(f"{path}?take=251")).status_code == 400
    for user in (await world.member(organization), await world.user()):
        assert (await (await world.api(user)).get(path)).status_code == 403
    assert (await (await world.api(None)).get(path)).status_code == 401


async def test_lists_take_as_many_statements_for_many(world: World, engine: AsyncEngine) -> None:
    place, numbers = await alone(world), []
    path = f"/v2/teams/{place.team.id}/event-types"
    for more in (1, 12):
        for _ in range(more):
            row = await event_type(world, place.team)
            parent = await event_type(world, place.team, scheduling_type="managed")
            for _ in range(3):
                member = await world.member(place.team)
                await host(world, row, member)
                await event_type(world, member, parent_id=parent.id)
        world.session.expunge_all()
        with counted(engine) as statements:
            answer = await (await world.api(None)).get(path)
        assert all(len(one["hosts"]) == 3 for one in answer.json()["data"])
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] <= 5


async def test_there_is_nobody_to_call_by_phone(place: Place) -> None:
    made = await place.make()
    path = f"{place.path}/{made['id']}/create-phone-call"
    numbers = {"yourPhoneNumber": "+4917012345678", "numberToCall": "+4917012345679"}
    body = {**numbers, "calApiKey": "cal_x", "enabled": True, "templateType": "CUSTOM_TEMPLATE"}
    told = await place.api.post(path, body)
    assert told.status_code == 422
    assert "No phone provider is configured" in told.json()["error"]["message"]
    assert (await place.api.post(path, {**body, "numberToCall": "12"})).status_code == 400
