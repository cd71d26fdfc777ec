"""Who may not, and what they are told, in the order of the sheet."""

from tests.factories.world import World

BODY = {"start": "2050-05-01T01:00:00.000Z", "end": "2050-05-10T13:59:59Z"}


async def test_nobody_is_asked_to_sign_in(world: World) -> None:
    organization = await world.organization()
    anna = await world.member(organization)
    nobody = await world.api(None)
    answer = await nobody.post(f"/v2/organizations/{organization.id}/users/{anna.id}/ooo", {})
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "UnauthorizedException"


async def test_members_may_not_manage_even_their_own_on_organization_paths(world: World) -> None:
    organization = await world.organization()
    anna = await world.member(organization)
    api = await world.api(anna)
    answer = await api.get(f"/v2/organizations/{organization.id}/users/{anna.id}/ooo")
    assert answer.status_code == 403
    assert "minimum required role=ORG_ADMIN" in answer.json()["error"]["message"]


async def test_an_administrator_enters_changes_and_removes(world: World) -> None:
    organization = await world.organization()
    admin = await world.member(organization, "ADMIN")
    anna = await world.member(organization)
    api = await world.api(admin)
    path = f"/v2/organizations/{organization.id}/users/{anna.id}/ooo"
    made = await api.post(path, {**BODY, "toUserId": admin.id, "notes": "Sea", "reason": "vacation"})
    assert made.status_code == 201, made.text
    entry = made.json()["data"]
    assert entry["start"] == "2050-05-01T00:00:00.000Z"
    assert entry["end"] == "2050-05-10T23:59:59.999Z"
    changed = await api.patch(f"{path}/{entry['id']}", {"notes": None})
    assert changed.status_code == 200, changed.text
    assert changed.json()["data"]["notes"] is None
    removed = await api.delete(f"{path}/{entry['id']}")
    assert removed.status_code == 200
    assert (await api.get(path)).json() == {"status": "success", "data": []}
    assert (await api.delete(f"{path}/{entry['id']}")).status_code == 403
