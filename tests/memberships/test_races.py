"""Whatever comes at the same moment, somebody owns the organization and nobody is in it twice.

Real commits on a database of its own.
"""

import asyncio

import pytest
from sqlalchemy import func, select

from locum.memberships.leaving import leave
from locum.memberships.models import Membership, Profile
from tests.factories.world import World
from tests.support.waiting import somebody_waits_for

TOPS = ("com", "org", "net", "de", "it", "fr")


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
async def test_of_owners_who_remove_each_other_one_remains(live: World, method: str) -> None:
    organization = await live.organization()
    owners = [await live.user() for _ in range(4)]
    memberships = [await live.join(owner, organization, "OWNER") for owner in owners]
    api = await live.api(await live.user(is_system_admin=True))
    path = f"/v2/organizations/{organization.id}/memberships"
    answers = await asyncio.gather(
        *(api.call(method, f"{path}/{membership.id}", json={"role": "MEMBER"}) for membership in memberships)
    )
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 403]
    left = select(func.count()).where(Membership.team_id == organization.id, Membership.role == "OWNER")
    assert await live.session.scalar(left) == 1


async def test_somebody_brought_in_many_times_at_once_is_in_once(live: World) -> None:
    organization = await live.organization()
    api = await live.api(await live.member(organization, "ADMIN"))
    anna = await live.user()
    path = f"/v2/organizations/{organization.id}/memberships"
    answers = await asyncio.gather(*(api.post(path, {"userId": anna.id, "accepted": True}) for _ in range(8)))
    assert [answer.status_code for answer in answers] == [201] * 8
    assert len({answer.json()["data"]["id"] for answer in answers}) == 1
    for table in (Membership, Profile):
        assert await live.session.scalar(select(func.count()).where(table.user_id == anna.id)) == 1


async def test_people_of_one_name_made_at_once_get_different_ones(live: World) -> None:
    organization = await live.organization()
    api = await live.api(await live.member(organization, "ADMIN"))
    path = f"/v2/organizations/{organization.id}/users"
    answers = await asyncio.gather(*(api.post(path, {"email": f"jo@acme.{top}"}) for top in TOPS))
    assert [answer.status_code for answer in answers] == [201] * 6
    assert len({answer.json()["data"]["username"] for answer in answers}) == 6
    same = await asyncio.gather(*(api.post(path, {"email": "jane@acme.com"}) for _ in range(6)))
    assert sorted(answer.status_code for answer in same) == [201, *[409] * 5]


async def test_a_key_is_exchanged_once(live: World) -> None:
    api = await live.api(await live.user())
    answers = await asyncio.gather(*(api.post("/v2/api-keys/refresh", {}) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [200, *[401] * 5]


async def test_of_two_organizations_of_one_slug_one_is_made(live: World) -> None:
    manager = await live.organization(is_platform=True)
    api = await live.api(await live.member(manager, "OWNER"))
    path = f"/v2/organizations/{manager.id}/organizations"
    answers = await asyncio.gather(*(api.post(path, {"name": "North"}) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_a_membership_is_not_changed_once_it_went(live: World) -> None:
    organization = await live.organization()
    member = await live.join(await live.user(), organization)
    api = await live.api(await live.member(organization, "OWNER"))
    path = f"/v2/organizations/{organization.id}/memberships/{member.id}"
    await leave(live.session, member)
    waiting = [asyncio.create_task(api.patch(path, {"role": "ADMIN"})), asyncio.create_task(api.delete(path))]
    await somebody_waits_for(live.session)
    await live.session.commit()
    assert [answer.status_code for answer in await asyncio.gather(*waiting)] == [404, 404]


async def test_who_became_the_last_owner_meanwhile_stays_one(live: World) -> None:
    organization = await live.organization()
    first = await live.join(await live.user(), organization, "OWNER")
    second = await live.join(await live.user(), organization)
    api = await live.api(await live.user(is_system_admin=True))
    # Not yet committed: the second is the only owner, while requests still see a member.
    second.role, first.role = "OWNER", "MEMBER"
    await live.session.flush()
    path = f"/v2/organizations/{organization.id}/memberships/{second.id}"
    waiting = asyncio.create_task(api.patch(path, {"role": "MEMBER"}))
    await somebody_waits_for(live.session)
    await live.session.commit()
    assert (await waiting).status_code == 403
