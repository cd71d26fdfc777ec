"""Memberships of teams, on their own and within an organization."""

import pytest
from sqlalchemy import select

from locum.memberships.models import Membership, Profile
from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.oauth import oauth_client
from tests.factories.world import Api, World


async def _alone(world: World) -> tuple[Team, User, Api, str]:
    team = await world.team()
    owner = await world.member(team, "OWNER")
    return team, owner, await world.api(owner), f"/v2/teams/{team.id}/memberships"


async def _within(world: World) -> tuple[Team, Team, Api, str]:
    organization = await world.organization()
    team = await world.team(organization)
    admin = await world.member(organization, "ADMIN")
    path = f"/v2/organizations/{organization.id}/teams/{team.id}/memberships"
    return organization, team, await world.api(admin), path


async def test_any_account_can_be_brought_into_a_team_on_its_own(world: World) -> None:
    team, _, api, path = await _alone(world)
    anna = await world.user()
    answer = await api.post(path, {"userId": anna.id, "role": "ADMIN", "accepted": True})
    assert answer.status_code == 201, answer.text
    data = answer.json()["data"]
    assert (data["teamId"], data["userId"], data["role"], data["accepted"]) == (team.id, anna.id, "ADMIN", True)
    assert "attributes" not in data
    assert (await api.get(f"{path}/{data['id']}")).json()["data"] == data
    again = await api.post(path, {"userId": anna.id})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "CONFLICT")
    assert (await api.patch(f"{path}/{data['id']}", {"role": "MEMBER"})).json()["data"]["role"] == "MEMBER"
    removed = await api.delete(f"{path}/{data['id']}")
    assert removed.json()["data"] == {**data, "role": "MEMBER"}
    await world.session.refresh(anna)
    assert anna.organization_id is None


async def test_a_team_of_an_organization_takes_its_people_only(world: World) -> None:
    organization, team, api, path = await _within(world)
    stranger, anna = await world.user(), await world.member(organization)
    refused = await api.post(path, {"userId": stranger.id})
    assert refused.status_code == 422
    assert refused.json()["error"]["message"] == "User is not part of the Organization"
    joined = await api.post(path, {"userId": anna.id})
    assert (joined.status_code, joined.json()["data"]["accepted"]) == (201, False)
    assert (await api.post(path, {"userId": anna.id})).status_code == 409
    assert [row["userId"] for row in (await api.get(path)).json()["data"]] == [anna.id]
    assert team.organization_id == organization.id


async def test_unknown_memberships(world: World) -> None:
    team, _, api, path = await _alone(world)
    organization, inner, admin, inner_path = await _within(world)
    foreign = await world.join(await world.user(), inner)
    texts = {
        "GET": "Organization's Team membership not found",
        "PATCH": "Invalid Query: The requested record was not found.",
        "DELETE": f"Membership with id {foreign.id} not found in team {team.id}",
    }
    for method, text in texts.items():
        answer = await api.call(method, f"{path}/{foreign.id}", json={"role": "nonsense"})
        assert (answer.status_code, answer.json()["error"]["message"]) == (404, text)
    gone = await admin.delete(f"{inner_path}/9999999")
    assert gone.json()["error"]["message"] == (
        f"Membership with id 9999999 not found in team {inner.id} of organization {organization.id}"
    )


async def test_members_are_found_by_address(world: World) -> None:
    team, owner, api, path = await _alone(world)
    anna = await world.member(team, email="anna@filter.test")
    bert = await world.member(team, email="bert@filter.test")

    async def found(query: str) -> list[int]:
        answer = await api.get(f"{path}?{query}")
        assert answer.status_code == 200, answer.text
        return [row["userId"] for row in answer.json()["data"]]

    assert await found("emails=ANNA@filter.test") == [anna.id]
    assert await found("emails=anna@filter.test, bert@filter.test") == [anna.id, bert.id]
    assert await found("emails[]=anna@filter.test&emails[]=bert@filter.test") == [anna.id, bert.id]
    assert await found("emails=nobody@filter.test") == []
    assert await found("emails=") == [owner.id, anna.id, bert.id]
    assert await found("take=1000") == [owner.id, anna.id, bert.id]
    many = ",".join(f"p{number}@filter.test" for number in range(21))
    for bad in (f"emails={many}", "emails=nonsense", "take=1001"):
        assert (await api.get(f"{path}?{bad}")).status_code == 400


@pytest.mark.parametrize("change", [{"role": "ADMIN"}, {"accepted": False}])
async def test_a_team_on_its_own_keeps_its_last_owner(world: World, change: dict[str, object]) -> None:
    team, owner, api, path = await _alone(world)
    own = await world.session.scalar(select(Membership.id).where(Membership.team_id == team.id))
    assert (await api.patch(f"{path}/{own}", change)).status_code == 403
    assert (await api.delete(f"{path}/{own}")).status_code == 403
    await world.member(team, "OWNER")
    assert (await api.delete(f"{path}/{own}")).status_code == 200
    assert owner.id


async def test_a_team_of_an_organization_may_lose_its_owner(world: World) -> None:
    organization, team, api, path = await _within(world)
    membership = await world.join(await world.member(organization), team, "OWNER")
    assert (await api.delete(f"{path}/{membership.id}")).status_code == 200


async def test_an_organization_named_as_a_team_gives_a_profile_too(world: World) -> None:
    organization = await world.organization()
    api = await world.api(await world.member(organization, "ADMIN"))
    anna = await world.user()
    path = f"/v2/teams/{organization.id}/memberships"
    made = await api.post(path, {"userId": anna.id, "accepted": True})
    assert made.status_code == 201
    profiles = select(Profile.organization_id).where(Profile.user_id == anna.id)
    assert await world.session.scalar(profiles) == organization.id
    assert (await api.delete(f"{path}/{made.json()['data']['id']}")).status_code == 200
    assert await world.session.scalar(profiles) is None


@pytest.mark.parametrize(
    ("user_client", "team_client", "text"),
    [
        ("one", None, "Can't add user to team - the user is platform managed user but team is not"),
        (None, "one", "Can't add user to team - the user is not platform managed user but team is platform managed."),
        ("one", "two", "managed user and team were created using different OAuth clients."),
        ("one", "one", None),
    ],
)
async def test_people_and_teams_of_one_client_go_together(
    world: World, user_client: str | None, team_client: str | None, text: str | None
) -> None:
    team, _, api, path = await _alone(world)
    for name in {user_client, team_client} - {None}:
        await oauth_client(world, id=name)
    team.platform_client_id = team_client
    await world.session.commit()
    anna = await world.user(platform_client_id=user_client)
    answer = await api.post(path, {"userId": anna.id})
    if text is None:
        assert answer.status_code == 201
    else:
        assert answer.status_code == 400
        assert text in answer.json()["error"]["message"]
