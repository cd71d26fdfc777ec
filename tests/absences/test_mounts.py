"""The same resource for oneself and for members of a team (out-of-office sheet, section 1)."""

import pytest

from tests.factories.absences import days, office, refusal
from tests.factories.world import World

NOBODY = 2**40
MAY = days("2050-05-01", "2050-05-10")


async def test_everybody_keeps_his_own(world: World) -> None:
    anna, ben = await world.user(), await world.user()
    team = await world.team()
    await world.join(anna, team)
    await world.join(ben, team)
    api = await world.api(anna)
    made = await api.post("/v2/me/ooo", {**MAY, "toUserId": ben.id})
    assert made.status_code == 201, made.text
    data = made.json()["data"]
    assert (data["userId"], data["toUserId"]) == (anna.id, ben.id)
    assert refusal(await api.post("/v2/me/ooo", MAY)) == (409, "Ooo entry already exists.")
    assert refusal(await (await world.api(ben)).post("/v2/me/ooo", MAY))[1] == "Booking redirect infinite not allowed."
    changed = await api.patch(f"/v2/me/ooo/{data['id']}", {"notes": "Sea"})
    assert changed.json()["data"] == {**data, "notes": "Sea"}
    assert (await api.get("/v2/me/ooo?sortStart=asc")).json()["data"] == [{**data, "notes": "Sea"}]
    assert (await api.delete(f"/v2/me/ooo/{data['id']}")).json()["data"] == {**data, "notes": "Sea"}
    assert (await api.get("/v2/me/ooo")).json() == {"status": "success", "data": []}


@pytest.mark.parametrize(("method", "tail"), [("GET", ""), ("POST", ""), ("PATCH", "/1"), ("DELETE", "/1")])
async def test_nobody_has_none(world: World, method: str, tail: str) -> None:
    nobody = await world.api(None)
    assert refusal(await nobody.call(method, f"/v2/me/ooo{tail}", json={}))[0] == 401


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
async def test_another_s_is_not_one_s_own(world: World, method: str) -> None:
    anna, ben = await world.user(), await world.user()
    theirs = (await (await world.api(ben)).post("/v2/me/ooo", MAY)).json()["data"]["id"]
    api = await world.api(anna)
    for absence_id in (theirs, NOBODY):
        answer = await api.call(method, f"/v2/me/ooo/{absence_id}", json={})
        assert refusal(answer) == (403, "This OOO entry does not belong to this user.")


async def test_an_absence_is_the_same_everywhere(world: World) -> None:
    place = await office(world)
    anna = await place.person()
    team = await world.team(place.organization)
    await world.join(anna, team)
    await world.join(place.admin, team, "ADMIN")
    entry = await place.enter(anna, "2050-05-01", "2050-05-10")
    of_team = f"/v2/teams/{team.id}/users/{anna.id}/ooo"
    assert (await (await world.api(anna)).get("/v2/me/ooo")).json()["data"] == [entry]
    assert (await place.api.get(of_team)).json()["data"] == [entry]
    changed = (await place.api.patch(f"{of_team}/{entry['id']}", {"reason": "sick"})).json()["data"]
    assert (await place.api.get(place.path(anna))).json()["data"] == [changed]


@pytest.mark.parametrize("role", ["ADMIN", "OWNER"])
@pytest.mark.parametrize("of_organization", [True, False])
async def test_who_leads_a_team_manages_its_members(world: World, role: str, of_organization: bool) -> None:
    team = await world.team(await world.organization() if of_organization else None)
    lead, anna = await world.member(team, role), await world.member(team)
    api, path = await world.api(lead), f"/v2/teams/{team.id}/users/{anna.id}/ooo"
    made = await api.post(path, {**MAY, "toUserId": lead.id})
    assert made.status_code == 201, made.text
    data = made.json()["data"]
    assert data["userId"] == anna.id
    assert (await api.patch(f"{path}/{data['id']}", {"toUserId": None})).json()["data"] == {**data, "toUserId": None}
    assert (await api.get(path)).json()["data"] == [{**data, "toUserId": None}]
    assert (await api.delete(f"{path}/{data['id']}")).status_code == 200
    assert refusal(await api.delete(f"{path}/{data['id']}"))[0] == 403


@pytest.mark.parametrize(("method", "tail"), [("GET", ""), ("POST", ""), ("PATCH", "/{id}"), ("DELETE", "/{id}")])
async def test_who_may_not_in_a_team(world: World, method: str, tail: str) -> None:
    place = await office(world)
    team = await world.team(place.organization)
    lead, anna, outside = await world.member(team, "ADMIN"), await world.member(team), await place.person()
    pending = await world.user()
    await world.join(pending, team, "OWNER", accepted=False)
    entry = (await place.enter(outside, "2050-05-01", "2050-05-10"))["id"]

    async def told(caller: str, team_id: int, user_id: int) -> tuple[int, str]:
        people = {"lead": lead, "member": anna, "outside": outside, "pending": pending, "nobody": None}
        path = f"/v2/teams/{team_id}/users/{user_id}/ooo{tail.format(id=entry)}"
        return refusal(await (await world.api(people[caller])).call(method, path, json={}))

    not_in = f"RolesGuard - User is not a member of the team with id={team.id}."
    assert (await told("nobody", team.id, anna.id))[0] == 401
    assert await told("outside", team.id, anna.id) == (403, not_in)
    assert await told("pending", team.id, anna.id) == (403, not_in)
    assert await told("lead", NOBODY, anna.id) == (403, not_in.replace(str(team.id), str(NOBODY)))
    status, text = await told("member", team.id, anna.id)
    assert (status, "minimum required role=TEAM_ADMIN" in text) == (403, True)
    for user_id in (outside.id, NOBODY):
        assert await told("lead", team.id, user_id) == (
            403,
            f"IsUserInTeam - user with id={user_id} is not part of the team with id={team.id}.",
        )
