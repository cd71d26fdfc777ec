"""Nobody gives what he does not have, nor reaches above himself: attempts over HTTP."""

from typing import Any

import pytest

from locum.memberships.models import Membership
from locum.memberships.rules import ALREADY_IN
from locum.roles.giving import ADMINS_GIVE, NOT_HELD, OWNERS_CHANGE, OWNERS_GIVE, STANDS_ABOVE
from locum.users.models import User
from tests.factories.absences import refusal
from tests.roles.conftest import House

APPOINTING = (
    "organization.invite",
    "organization.changeMemberRole",
    "organization.remove",
    "organization.listMembers",
    "team.invite",
    "team.changeMemberRole",
    "team.remove",
    "ooo.update",
)


async def _as_was(house: House, membership: Membership) -> bool:
    before = (membership.role, membership.custom_role_id, membership.accepted)
    await house.world.session.refresh(membership)
    return before == (membership.role, membership.custom_role_id, membership.accepted)


async def test_administrators_neither_make_nor_touch_owners(house: House) -> None:
    admin = await house.caller("ADMIN")
    owner, member = await house.joined("OWNER"), await house.joined()
    memberships, users = f"{house.path}/memberships", f"{house.path}/users"
    newcomer = await house.world.user()
    attempts = [
        (OWNERS_GIVE, await admin.patch(f"{memberships}/{member.id}", {"role": "OWNER"})),
        (OWNERS_GIVE, await admin.patch(f"{memberships}/{member.id}", {"customRoleId": "owner_role"})),
        (OWNERS_GIVE, await admin.post(memberships, {"userId": newcomer.id, "role": "OWNER"})),
        (OWNERS_GIVE, await admin.post(memberships, {"userId": member.user_id, "role": "OWNER"})),
        (OWNERS_GIVE, await admin.post(users, {"email": "new@house.test", "organizationRole": "OWNER"})),
        (
            OWNERS_GIVE,
            await admin.post(
                f"/v2/teams/{house.organization.id}/memberships", {"userId": newcomer.id, "role": "OWNER"}
            ),
        ),
        (OWNERS_CHANGE, await admin.patch(f"{memberships}/{owner.id}", {"role": "MEMBER"})),
        (OWNERS_CHANGE, await admin.patch(f"{memberships}/{owner.id}", {"disableImpersonation": True})),
        (OWNERS_CHANGE, await admin.delete(f"{memberships}/{owner.id}")),
        (OWNERS_CHANGE, await admin.post(memberships, {"userId": owner.user_id})),
        (OWNERS_CHANGE, await admin.delete(f"/v2/teams/{house.organization.id}/memberships/{owner.id}")),
        (OWNERS_CHANGE, await admin.patch(f"{users}/{owner.user_id}", {"email": "mine@house.test"})),
        (OWNERS_CHANGE, await admin.delete(f"{users}/{owner.user_id}")),
    ]
    for reason, answer in attempts:
        assert refusal(answer) == (403, reason), answer.request.url
    assert await _as_was(house, owner)
    assert await _as_was(house, member)


async def test_an_invited_owner_is_no_owner_and_still_out_of_reach(house: House) -> None:
    invited = await house.world.join(await house.world.user(), house.organization, "OWNER", accepted=False)
    admin = await house.caller("ADMIN")
    path = f"{house.path}/memberships/{invited.id}"
    assert refusal(await admin.patch(path, {"accepted": True})) == (403, OWNERS_CHANGE)
    himself = await house.world.api(await house.world.session.get_one(User, invited.user_id))
    assert (await himself.patch(path, {"accepted": True})).status_code == 403


async def test_administrators_appoint_administrators_and_everybody_below(house: House) -> None:
    admin = await house.caller("ADMIN")
    role = await house.world.role(house.organization, "organization.changeMemberRole", "role.update", "ooo.read")
    member, other = await house.joined(), await house.joined("ADMIN")
    path = f"{house.path}/memberships"
    assert (await admin.patch(f"{path}/{member.id}", {"role": "ADMIN"})).status_code == 200
    assert (await admin.patch(f"{path}/{other.id}", {"customRoleId": str(role.id)})).status_code == 200
    assert (await admin.delete(f"{path}/{other.id}")).status_code == 200
    body = {"email": "second@house.test", "organizationRole": "ADMIN"}
    assert (await admin.post(f"{house.path}/users", body)).status_code == 201


async def test_owners_and_system_administrators_make_owners(house: House) -> None:
    root = await house.world.user(is_system_admin=True)
    for user in (house.owner, root):
        api, member = await house.world.api(user), await house.joined()
        path = f"{house.path}/memberships/{member.id}"
        assert (await api.patch(path, {"role": "OWNER"})).status_code == 200
        assert (await api.patch(path, {"role": "ADMIN"})).status_code == 200
        assert (await api.delete(f"{house.path}/users/{member.user_id}")).status_code == 200


@pytest.mark.parametrize("words", [APPOINTING, ("*.*",)])
async def test_holders_of_custom_roles_appoint_no_administrators(house: House, words: tuple[str, ...]) -> None:
    holder, member = await house.caller("MEMBER", *words), await house.joined()
    memberships, newcomer = f"{house.path}/memberships", await house.world.user()
    for role, reason in (("ADMIN", ADMINS_GIVE), ("OWNER", OWNERS_GIVE)):
        attempts = [
            await holder.patch(f"{memberships}/{member.id}", {"role": role}),
            await holder.post(memberships, {"userId": newcomer.id, "role": role}),
            await holder.post(f"{house.path}/users", {"email": "new@house.test", "organizationRole": role}),
        ]
        for answer in attempts:
            assert refusal(answer) == (403, reason)
    assert (await holder.post(memberships, {"userId": newcomer.id, "accepted": True})).status_code == 201


async def test_a_holder_of_a_custom_role_does_not_raise_himself(house: House) -> None:
    mine = await house.joined("MEMBER", *APPOINTING)
    api = await house.world.api(await house.world.session.get_one(User, mine.user_id))
    more = await house.world.role(house.organization, *APPOINTING, "role.update")
    path = f"{house.path}/memberships/{mine.id}"
    for body in ({"role": "ADMIN"}, {"role": "OWNER"}, {"customRoleId": "admin_role"}, {"customRoleId": str(more.id)}):
        assert refusal(await api.patch(path, body))[0] == 403, body
    assert await _as_was(house, mine)
    less = await house.world.role(house.organization, "ooo.read")
    assert (await api.patch(path, {"customRoleId": str(less.id)})).status_code == 200


async def test_holders_of_custom_roles_do_not_reach_people_above_them(house: House) -> None:
    holder = await house.caller("MEMBER", *APPOINTING)
    memberships, users = f"{house.path}/memberships", f"{house.path}/users"
    above = {
        await house.joined("OWNER"): OWNERS_CHANGE,
        await house.joined("ADMIN"): STANDS_ABOVE,
        await house.joined("MEMBER", "booking.update"): STANDS_ABOVE,
    }
    for membership, reason in above.items():
        attempts = [
            await holder.patch(f"{memberships}/{membership.id}", {"accepted": False}),
            await holder.patch(f"{memberships}/{membership.id}", {"role": "MEMBER"}),
            await holder.post(memberships, {"userId": membership.user_id}),
            await holder.delete(f"{memberships}/{membership.id}"),
            await holder.patch(f"{users}/{membership.user_id}", {"email": "mine@house.test"}),
            await holder.delete(f"{users}/{membership.user_id}"),
        ]
        for answer in attempts:
            assert refusal(answer) == (403, reason), answer.request.url
        assert await _as_was(house, membership)
    for membership in (await house.joined(), await house.joined("MEMBER", "ooo.read")):
        body = {"email": f"mended{membership.id}@house.test"}
        assert (await holder.patch(f"{users}/{membership.user_id}", body)).status_code == 200
        assert (await holder.delete(f"{memberships}/{membership.id}")).status_code == 200


@pytest.mark.parametrize("role", ["ADMIN", "OWNER"])
async def test_accounts_are_out_of_reach_by_what_people_are_elsewhere(house: House, role: str) -> None:
    """Otherwise a new address and a new password would make the holder the leader of a team."""
    holder, admin = await house.caller("MEMBER", *APPOINTING), await house.caller("ADMIN")
    member = await house.joined()
    leader = await house.world.session.get_one(User, member.user_id)
    await house.world.join(leader, await house.world.team(house.organization), role)
    path = f"{house.path}/users/{leader.id}"
    assert refusal(await holder.patch(path, {"email": "mine@house.test"}))[0] == 403
    assert refusal(await holder.delete(path))[0] == 403
    assert (await admin.patch(path, {"email": "new@house.test"})).status_code == 200


async def test_only_owners_change_the_account_of_somebody_who_owns_another_organization(house: House) -> None:
    """A new address and the password that is sent there would make an administrator the owner of that one."""
    member = await house.joined()
    founder = await house.world.session.get_one(User, member.user_id)
    await house.world.join(founder, await house.world.organization(), "OWNER")
    path = f"{house.path}/users/{founder.id}"
    admin = await house.caller("ADMIN")
    assert refusal(await admin.patch(path, {"email": "mine@house.test"})) == (403, OWNERS_CHANGE)
    assert refusal(await admin.delete(path)) == (403, OWNERS_CHANGE)
    owner = await house.caller("OWNER")
    assert (await owner.patch(path, {"email": "new@house.test"})).status_code == 200


async def test_only_roles_that_are_held_are_given(house: House) -> None:
    holder, member = await house.caller("MEMBER", *APPOINTING), await house.joined()
    path = f"{house.path}/memberships/{member.id}"
    for words, missing in (
        (("booking.update",), "booking.update"),
        (("ooo.read", "role.update", "*.*"), "role.update, *.*"),
        (("ooo.create",), "ooo.create"),
    ):
        role = await house.world.role(house.organization, *words)
        assert refusal(await holder.patch(path, {"customRoleId": str(role.id)})) == (403, f"{NOT_HELD}{missing}.")
    role = await house.world.role(house.organization, "ooo.read", "organization.invite")
    assert (await holder.patch(path, {"customRoleId": str(role.id)})).status_code == 200


async def test_who_may_only_invite_does_not_change_members_by_inviting_them_again(house: House) -> None:
    holder = await house.caller("MEMBER", "organization.invite")
    member = await house.joined("MEMBER")
    answer = await holder.post(f"{house.path}/memberships", {"userId": member.user_id})
    assert refusal(answer) == (403, ALREADY_IN)
    assert await _as_was(house, member)


async def test_a_team_is_appointed_by_its_owners_and_those_above(house: House) -> None:
    world = house.world
    team = await world.team(house.organization)
    owner, admin, member = [await world.join(await world.user(), team, role) for role in ("OWNER", "ADMIN", "MEMBER")]
    for membership in (owner, admin, member):
        await world.join(await world.session.get_one(User, membership.user_id), house.organization)
    mighty = await world.role(team, "role.update", "team.delete")
    by_admin = await world.api(await world.session.get_one(User, admin.user_id))
    path = f"{house.path}/teams/{team.id}/memberships"
    attempts: list[tuple[str, int, Any]] = [
        ("PATCH", owner.id, {"role": "MEMBER"}),
        ("DELETE", owner.id, None),
        ("PATCH", member.id, {"role": "OWNER"}),
        ("PATCH", admin.id, {"role": "OWNER"}),
        ("PATCH", member.id, {"customRoleId": str(mighty.id)}),
        ("PATCH", admin.id, {"customRoleId": str(mighty.id)}),
    ]
    for base in (path, f"/v2/teams/{team.id}/memberships"):
        for method, membership_id, body in attempts:
            answer = await by_admin.call(method, f"{base}/{membership_id}", json=body)
            assert answer.status_code == 403, (base, method, body)
    above = await house.caller("ADMIN")
    assert (await above.patch(f"{path}/{owner.id}", {"role": "MEMBER"})).status_code == 200
    assert (await above.patch(f"{path}/{member.id}", {"role": "OWNER"})).status_code == 200
    assert (await above.patch(f"{path}/{admin.id}", {"customRoleId": str(mighty.id)})).status_code == 200


async def test_a_holder_of_the_organization_brings_members_into_teams_and_no_more(house: House) -> None:
    holder, team = await house.caller("MEMBER", *APPOINTING), await house.world.team(house.organization)
    member, path = await house.joined(), f"{house.path}/teams/{team.id}/memberships"
    for role in ("ADMIN", "OWNER"):
        assert (await holder.post(path, {"userId": member.user_id, "role": role})).status_code == 403
    made = await holder.post(path, {"userId": member.user_id, "accepted": True})
    assert made.status_code == 201
    leader = await house.world.join(await house.world.user(), team, "ADMIN")
    assert refusal(await holder.delete(f"{path}/{leader.id}")) == (403, STANDS_ABOVE)
    assert (await holder.delete(f"{path}/{made.json()['data']['id']}")).status_code == 200


async def test_everybody_may_leave_and_step_down(house: House) -> None:
    mine = await house.joined("OWNER")
    api = await house.world.api(await house.world.session.get_one(User, mine.user_id))
    path = f"{house.path}/memberships/{mine.id}"
    assert (await api.patch(path, {"role": "ADMIN"})).status_code == 200
    assert refusal(await api.patch(path, {"role": "OWNER"})) == (403, OWNERS_GIVE)
    assert (await api.delete(path)).status_code == 200
    holder = await house.joined("MEMBER", "organization.remove")
    api = await house.world.api(await house.world.session.get_one(User, holder.user_id))
    assert (await api.delete(f"{house.path}/memberships/{holder.id}")).status_code == 200


async def test_people_above_are_not_brought_elsewhere_by_a_custom_role(house: House) -> None:
    """Who may change members at home may accept for them elsewhere; not for those above him."""
    mine = await house.joined("MEMBER", *APPOINTING)
    caller = await house.world.session.get_one(User, mine.user_id)
    elsewhere = await house.world.organization()
    await house.world.join(caller, elsewhere, "OWNER")
    api, path = await house.world.api(caller), f"/v2/organizations/{elsewhere.id}/memberships"
    for membership, accepted in ((await house.joined(), True), (await house.joined("ADMIN"), False)):
        made = await api.post(path, {"userId": membership.user_id, "accepted": True})
        assert made.json()["data"]["accepted"] is accepted
