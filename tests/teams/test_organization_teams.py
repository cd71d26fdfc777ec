"""Teams of an organization."""

from typing import Any

import pytest

from locum.memberships.models import Membership
from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.world import Api, World


async def _place(world: World, role: str = "ADMIN") -> tuple[Team, User, Api, str]:
    organization = await world.organization()
    caller = await world.member(organization, role)
    return organization, caller, await world.api(caller), f"/v2/organizations/{organization.id}/teams"


async def test_a_new_team_has_defaults_a_slug_and_an_owner(world: World) -> None:
    organization, _, api, path = await _place(world)
    answer = await api.post(path, {"name": "Café & Küche"})
    assert answer.status_code == 201, answer.text
    team = answer.json()["data"]
    assert team == {
        "id": team["id"],
        "parentId": organization.id,
        "name": "Café & Küche",
        "slug": "cafe-kuche",
        "logoUrl": None,
        "calVideoLogo": None,
        "appLogo": None,
        "appIconLogo": None,
        "bio": None,
        "hideBranding": False,
        "isOrganization": False,
        "isPrivate": False,
        "hideBookATeamMember": False,
        "metadata": None,
        "theme": None,
        "brandColor": None,
        "darkBrandColor": None,
        "bannerUrl": None,
        "timeFormat": None,
        "timeZone": "Europe/London",
        "weekStart": "Sunday",
        "rrResetInterval": "MONTH",
        "rrTimestampBasis": "CREATED_AT",
    }
    mine = (await api.get(f"{path}/me")).json()["data"]
    assert mine == [{**team, "role": "OWNER", "accepted": True}]


async def test_everything_that_can_be_said_is_kept(world: World) -> None:
    _, _, api, path = await _place(world)
    said: dict[str, Any] = {
        "name": "Desk",
        "slug": "The_Desk",
        "logoUrl": "https://example.com/logo.png",
        "bio": "Front desk",
        "hideBranding": True,
        "isPrivate": True,
        "hideBookATeamMember": True,
        "metadata": {"floor": 2},
        "theme": "light",
        "brandColor": "teal",
        "timeFormat": 24,
        "timeZone": "Nowhere",
        "weekStart": "Monday",
    }
    team = (await api.post(path, {**said, "unknown": 1})).json()["data"]
    assert {key: team[key] for key in said} == said
    changed = await api.patch(f"{path}/{team['id']}", {"bio": None, "name": None, "timeFormat": 12})
    assert changed.status_code == 200, changed.text
    assert changed.json()["data"] == {**team, "bio": None, "timeFormat": 12}


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": 5}, "name"),
        ({"name": "x", "logoUrl": "logo"}, "logoUrl"),
        ({"name": "x", "bannerUrl": "javascript:alert(1)"}, "bannerUrl"),
        ({"name": "x", "metadata": '{"a": 1}'}, "metadata"),
        ({"name": "x", "timeFormat": 13}, "timeFormat"),
        ({"name": "x", "hideBranding": "yes"}, "hideBranding"),
    ],
)
async def test_refused_bodies(world: World, body: dict[str, Any], name: str) -> None:
    _, _, api, path = await _place(world)
    answer = await api.post(path, body)
    assert answer.status_code == 400
    assert [fault["property"] for fault in answer.json()["error"]["details"]["errors"]] == [name]


async def test_slugs_are_unique_within_the_organization_only(world: World) -> None:
    _, _, api, path = await _place(world)
    _, _, other_api, other_path = await _place(world)
    assert (await api.post(path, {"name": "Desk"})).status_code == 201
    assert (await other_api.post(other_path, {"name": "Desk"})).status_code == 201
    again = await api.post(path, {"name": "desk!"})
    assert again.status_code == 409
    assert again.json()["error"]["code"] == "CONFLICT"
    emojis = await api.post(path, {"name": "\U0001f680"})
    assert emojis.status_code == 201
    assert emojis.json()["data"]["slug"].startswith("team-")


async def test_a_creator_may_be_left_pending_and_a_system_admin_is_no_member(world: World) -> None:
    organization, _, api, path = await _place(world)
    await api.post(path, {"name": "Pending", "autoAcceptCreator": False})
    assert [team["accepted"] for team in (await api.get(f"{path}/me")).json()["data"]] == [False]
    helper = await world.api(await world.user(is_system_admin=True))
    made = (await helper.post(path, {"name": "Made by the helper"})).json()["data"]
    members = await api.get(f"/v2/organizations/{organization.id}/teams/{made['id']}/memberships")
    assert members.json()["data"] == []


async def test_administrators_see_all_teams_and_members_their_own(world: World) -> None:
    organization, _, admin, path = await _place(world)
    first, second = await world.team(organization), await world.team(organization)
    await world.team()
    anna = await world.member(organization)
    await world.join(anna, second, accepted=False)
    api = await world.api(anna)
    mine = (await api.get(f"{path}/me")).json()["data"]
    assert [(team["id"], team["role"], team["accepted"]) for team in mine] == [(second.id, "MEMBER", False)]
    seen = (await admin.get(f"{path}/me")).json()["data"]
    assert [team["id"] for team in seen] == [first.id, second.id]
    assert not any("role" in team or "accepted" in team for team in seen)
    assert [team["id"] for team in (await admin.get(path)).json()["data"]] == [first.id, second.id]
    assert (await admin.get(path, params={"take": "0"})).status_code == 400
    assert (await admin.get(path, params={"take": "1", "skip": "1"})).json()["data"][0]["id"] == second.id


async def test_removing_a_team_answers_with_what_it_was(world: World) -> None:
    organization, _, api, path = await _place(world)
    team = await world.team(organization)
    anna = await world.member(organization)
    membership = await world.join(anna, team)
    answer = await api.delete(f"{path}/{team.id}")
    assert answer.status_code == 200
    assert answer.json()["data"]["name"] == team.name
    world.session.expunge_all()
    assert await world.session.get(Membership, membership.id) is None
    gone = await api.get(f"{path}/{team.id}")
    assert gone.status_code == 404
    assert gone.json()["error"]["message"] == f"IsTeamInOrg - Team ({team.id}) not found."


async def test_a_teams_owner_who_is_a_plain_member_does_not_manage_the_team_itself(world: World) -> None:
    organization, _, _, path = await _place(world)
    team = await world.team(organization)
    anna = await world.member(organization)
    await world.join(anna, team, "OWNER")
    api = await world.api(anna)
    assert (await api.get(f"{path}/{team.id}")).status_code == 200
    for method in ("PATCH", "DELETE"):
        answer = await api.call(method, f"{path}/{team.id}", json={"name": ""})
        assert answer.status_code == 403
        assert "minimum required role=ORG_ADMIN" in answer.json()["error"]["message"]


async def test_by_what_turns_are_counted(world: World) -> None:
    organization, _, api, path = await _place(world)
    team = await world.team(organization)
    asked = {"rrResetInterval": "DAY", "rrTimestampBasis": "START_TIME"}
    answer = (await api.patch(f"{path}/{team.id}", asked)).json()["data"]
    assert {name: answer[name] for name in asked} == asked
    for wrong in ({"rrResetInterval": "YEAR"}, {"rrTimestampBasis": "START"}):
        assert (await api.patch(f"{path}/{team.id}", wrong)).status_code == 400
    kept = (await api.patch(f"{path}/{team.id}", dict.fromkeys(asked))).json()["data"]
    assert {name: kept[name] for name in asked} == asked


async def test_limits_of_bookings_are_read_as_text_or_object(world: World) -> None:
    organization, _, api, path = await _place(world)
    team = await world.team(organization)
    for limits in ('{"PER_DAY": 3}', {"PER_WEEK": 5}):
        body = {"bookingLimits": limits, "includeManagedEventsInLimits": True}
        assert (await api.patch(f"{path}/{team.id}", body)).status_code == 200
    await world.session.refresh(team)
    assert (team.booking_limits, team.include_managed_events_in_limits) == ({"PER_WEEK": 5}, True)
    for wrong in ("three", '{"PER_HOUR": 3}', {"PER_DAY": 0}, [1]):
        assert (await api.patch(f"{path}/{team.id}", {"bookingLimits": wrong})).status_code == 400
