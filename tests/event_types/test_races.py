"""Whatever comes at the same moment, a person has one event type of a slug, and the others hear why.

Real commits on a database of its own.
"""

import asyncio

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types import service
from locum.memberships.models import Membership
from locum.private_links import queries as private_link_queries
from tests.factories.event_types import event_type
from tests.factories.world import World
from tests.support.waiting import somebody_waits_for

NEW = {"title": "Talk", "slug": "talk", "lengthInMinutes": 30}
HEADERS = {"cal-api-version": "2024-06-14"}
TAKEN = "User already has an event type with this slug."


async def test_of_simultaneous_ones_of_a_slug_one_is_made(live: World) -> None:
    api = await live.api(await live.user(), **HEADERS)
    answers = await asyncio.gather(*(api.post("/v2/event-types", NEW) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201, *[400] * 7]
    assert {answer.json()["error"]["message"] for answer in answers if answer.status_code == 400} == {TAKEN}


@pytest.mark.parametrize("method", ["POST", "PATCH"])
async def test_a_slug_that_is_just_being_taken(live: World, method: str) -> None:
    anna = await live.user()
    api = await live.api(anna, **HEADERS)
    path = "/v2/event-types"
    if method == "PATCH":
        made = await api.post(path, {**NEW, "slug": "other"})
        path = f"{path}/{made.json()['data']['id']}"
    await service.create(live.session, anna.id, {"title": "Talk", "slug": "talk", "length_in_minutes": 30})
    waiting = asyncio.create_task(api.call(method, path, json=NEW))
    await somebody_waits_for(live.session)
    await live.session.commit()
    answer = await waiting
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, TAKEN)


async def test_of_simultaneous_ones_of_a_teams_slug_one_is_made(live: World) -> None:
    team = await live.team()
    api = await live.api(await live.member(team, "ADMIN"))
    body = {**NEW, "schedulingType": "collective"}
    path = f"/v2/teams/{team.id}/event-types"
    answers = await asyncio.gather(*(api.post(path, {**body, "assignAllTeamMembers": True}) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201, *[400] * 7]


async def test_whoever_joins_while_everybody_is_assigned_hosts_it_too(live: World) -> None:
    team = await live.team()
    boss = await live.member(team, "ADMIN")
    api, path = await live.api(boss), f"/v2/teams/{team.id}/event-types"
    body = {**NEW, "schedulingType": "roundRobin"}
    made = (await api.post(path, body)).json()["data"]
    newcomers = [await live.user() for _ in range(4)]
    joins = [api.post(f"/v2/teams/{team.id}/memberships", {"userId": user.id, "accepted": True}) for user in newcomers]
    answers = await asyncio.gather(api.patch(f"{path}/{made['id']}", {"assignAllTeamMembers": True}), *joins)
    assert all(answer.status_code in {200, 201} for answer in answers), [answer.text for answer in answers]
    accepted = select(Membership.user_id).where(Membership.team_id == team.id, Membership.accepted.is_(True))
    hosts = (await api.get(f"{path}/{made['id']}")).json()["data"]["hosts"]
    assert {row["userId"] for row in hosts} == set(await live.session.scalars(accepted))


async def test_a_private_link_gives_no_more_than_it_has(live: World) -> None:
    anna = await live.user()
    row = await event_type(live, anna)
    api = await live.api(anna)
    link = (await api.post(f"/v2/event-types/{row.id}/private-links", {"maxUsageCount": 3})).json()["data"]["linkId"]

    async def use() -> bool:
        async with AsyncSession(live.session.bind) as session, session.begin():
            return await private_link_queries.use(session, row.id, link)

    assert sorted(await asyncio.gather(*(use() for _ in range(10)))) == [False] * 7 + [True] * 3
