"""Nobody makes a role, or changes one, that says more than he may."""

from locum.roles.giving import NOT_HELD
from locum.users.models import User
from tests.factories.absences import refusal
from tests.roles.conftest import House

MANAGING = ("role.create", "role.update", "role.delete", "ooo.read", "booking.update")


async def test_roles_are_made_of_what_one_holds(house: House) -> None:
    holder, path = await house.caller("MEMBER", *MANAGING), f"{house.path}/roles"
    made = await holder.post(path, {"name": "Less", "permissions": ["ooo.read", "booking.read", "role.read"]})
    assert made.status_code == 201
    one = f"{path}/{made.json()['data']['id']}"
    attempts = [
        await holder.post(path, {"name": "More", "permissions": ["ooo.read", "ooo.update"]}),
        await holder.patch(one, {"permissions": ["ooo.update"]}),
        await holder.post(f"{one}/permissions", {"permissions": ["ooo.update"]}),
        await holder.call("PUT", f"{one}/permissions", json={"permissions": ["ooo.read", "ooo.update"]}),
    ]
    for answer in attempts:
        assert refusal(answer) == (403, f"{NOT_HELD}ooo.update.")
    assert (await holder.call("PUT", f"{one}/permissions", json={"permissions": ["ooo.read"]})).status_code == 200
    assert (await holder.delete(one)).status_code == 200


async def test_roles_that_one_could_not_give_stay_as_they_are(house: House) -> None:
    holder = await house.caller("MEMBER", *MANAGING)
    mighty = await house.world.role(house.organization, "ooo.read", "organization.invite")
    path = f"{house.path}/roles/{mighty.id}"
    attempts = [
        await holder.patch(path, {"name": "Mine"}),
        await holder.patch(path, {"permissions": []}),
        await holder.delete(path),
        await holder.post(f"{path}/permissions", {"permissions": ["booking.read"]}),
        await holder.call("PUT", f"{path}/permissions", json={"permissions": []}),
        await holder.delete(f"{path}/permissions?permissions=organization.invite"),
        await holder.delete(f"{path}/permissions/ooo.read"),
    ]
    for answer in attempts:
        assert refusal(answer) == (403, f"{NOT_HELD}organization.invite.")
    await house.world.session.refresh(mighty)
    assert mighty.permissions == ["ooo.read", "organization.invite"]


async def test_nobody_adds_to_his_own_role_what_he_does_not_hold(house: House) -> None:
    mine = await house.joined("MEMBER", *MANAGING)
    api = await house.world.api(await house.world.session.get_one(User, mine.user_id))
    path = f"{house.path}/roles/{mine.custom_role_id}/permissions"
    for word in ("*.*", "organization.changeMemberRole", "ooo.delete"):
        assert refusal(await api.post(path, {"permissions": [word]})) == (403, f"{NOT_HELD}{word}.")


async def test_everything_is_given_by_owners_only(house: House) -> None:
    """It holds what administrators do not have: the audit log."""
    admin, owner = await house.caller("ADMIN"), await house.world.api(house.owner)
    body = {"name": "Everything", "permissions": ["*.*"]}
    assert refusal(await admin.post(f"{house.path}/roles", body)) == (403, f"{NOT_HELD}*.*.")
    made = await owner.post(f"{house.path}/roles", body)
    assert made.status_code == 201
    mine = await house.joined("ADMIN")
    api = await house.world.api(await house.world.session.get_one(User, mine.user_id))
    answer = await api.patch(f"{house.path}/memberships/{mine.id}", {"customRoleId": made.json()["data"]["id"]})
    assert refusal(answer) == (403, f"{NOT_HELD}*.*.")
    assert refusal(await api.delete(f"{house.path}/roles/{made.json()['data']['id']}"))[0] == 403


async def test_roles_of_a_team_are_made_of_what_one_holds_there(house: House) -> None:
    team = await house.world.team(house.organization)
    member = await house.world.holder(team, "role.create", "role.update", "team.invite")
    await house.world.join(member, house.organization)
    api, path = await house.world.api(member), f"{house.path}/teams/{team.id}/roles"
    assert (await api.post(path, {"name": "Less", "permissions": ["team.invite"]})).status_code == 201
    answer = await api.post(path, {"name": "More", "permissions": ["team.invite", "team.remove"]})
    assert refusal(answer) == (403, f"{NOT_HELD}team.remove.")
