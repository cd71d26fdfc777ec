"""Roles that are made, changed, given and removed at the same moment. Real commits on a database of its own."""

import asyncio

from sqlalchemy import func, select

from locum.memberships.models import Membership
from locum.roles.models import CustomRole
from locum.roles.vocabulary import OUR_OWN
from tests.factories.world import World
from tests.support.waiting import somebody_waits_for


async def test_a_role_removed_while_it_is_given_is_held_by_nobody(live: World) -> None:
    organization = await live.organization()
    api = await live.api(await live.member(organization, "OWNER"))
    base = f"/v2/organizations/{organization.id}"
    for round_number in range(4):
        role = await live.role(organization, "ooo.read")
        held = await live.join(await live.user(), organization, custom_role=role)
        others = [await live.join(await live.user(), organization) for _ in range(3)]
        body = {"customRoleId": str(role.id)}
        newcomer = {"userId": (await live.user()).id, **body}
        calls = [api.patch(f"{base}/memberships/{one.id}", body) for one in [held, *others]]
        calls.insert(round_number, api.delete(f"{base}/roles/{role.id}"))
        *answers, made = await asyncio.gather(*calls, api.post(f"{base}/memberships", newcomer))
        removal = answers.pop(round_number)
        assert removal.status_code == 200, removal.text
        assert {answer.status_code for answer in answers} <= {200, 400}
        assert made.status_code in {201, 400}
        left = select(func.count()).where(Membership.custom_role_id == role.id)
        assert await live.session.scalar(left) == 0
        assert (await api.get(f"{base}/memberships")).status_code == 200


async def test_of_roles_of_one_name_one_is_made(live: World) -> None:
    organization = await live.organization()
    api = await live.api(await live.member(organization, "OWNER"))
    path = f"/v2/organizations/{organization.id}/roles"
    other = await live.role(organization)
    made = [api.post(path, {"name": "Desk"}) for _ in range(5)]
    answers = await asyncio.gather(*made, api.patch(f"{path}/{other.id}", {"name": "Desk"}))
    assert sorted(answer.status_code for answer in answers)[1:] == [400] * 5
    named = select(func.count()).where(CustomRole.team_id == organization.id, CustomRole.name == "Desk")
    assert await live.session.scalar(named) == 1


async def test_permissions_added_at_once_are_all_there(live: World) -> None:
    organization = await live.organization()
    api = await live.api(await live.member(organization, "OWNER"))
    role = await live.role(organization)
    path = f"/v2/organizations/{organization.id}/roles/{role.id}/permissions"
    answers = await asyncio.gather(*(api.post(path, {"permissions": [word]}) for word in OUR_OWN))
    assert {answer.status_code for answer in answers} == {200}
    assert sorted((await api.get(path)).json()["data"]) == sorted(OUR_OWN)


async def test_a_role_that_grows_meanwhile_is_not_given_by_who_does_not_hold_it(live: World) -> None:
    organization = await live.organization()
    holder = await live.api(await live.holder(organization, "organization.changeMemberRole", "ooo.read"))
    role, member = await live.role(organization, "ooo.read"), await live.join(await live.user(), organization)
    # Not yet committed: whoever gives the role waits, and then sees what it holds by now.
    role.permissions = ["ooo.read", "booking.update"]
    await live.session.flush()
    path = f"/v2/organizations/{organization.id}/memberships/{member.id}"
    waiting = asyncio.create_task(holder.patch(path, {"customRoleId": str(role.id)}))
    await somebody_waits_for(live.session)
    assert not waiting.done()
    await live.session.commit()
    assert (await waiting).status_code == 403
