"""Schedules of many people (availability sheet, sections 5 and 6; members sheet, section 8)."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from locum.event_types.models import EventType, EventTypeHost
from locum.organizations.models import Team
from locum.schedules.models import Schedule, ScheduleRule
from locum.users.models import User
from tests.factories import event_types
from tests.factories.world import Api, World
from tests.http.test_statements import counted

NINE_TO_FIVE = {"days": ["Monday", "Tuesday"], "startTime": "09:00", "endTime": "17:00"}


async def schedule(world: World, user: User, name: str = "Work", *, is_default: bool = False) -> Schedule:
    """A schedule with one rule."""
    rules = [ScheduleRule(days=[1, 2], start_minute=540, end_minute=1020)]
    row = Schedule(user_id=user.id, name=name, time_zone="Europe/Rome", rules=rules)
    world.session.add(row)
    await world.session.flush()
    if is_default:
        user.default_schedule_id = row.id
    await world.session.commit()
    return row


@dataclass
class Firm:
    """An organization with a team, and its administrator."""

    organization: Team
    team: Team
    api: Api

    @property
    def of_organization(self) -> str:
        return f"/v2/organizations/{self.organization.id}/schedules"

    @property
    def of_team(self) -> str:
        return f"/v2/organizations/{self.organization.id}/teams/{self.team.id}/schedules"

    @property
    def of_team_alone(self) -> str:
        return f"/v2/teams/{self.team.id}/schedules"

    def of_member(self, user: User) -> str:
        return f"/v2/organizations/{self.organization.id}/teams/{self.team.id}/users/{user.id}/schedules"


@pytest.fixture
async def firm(world: World) -> Firm:
    organization = await world.organization()
    team = await world.team(organization)
    admin = await world.member(organization, "ADMIN")
    await world.join(admin, team, "ADMIN")
    return Firm(organization, team, await world.api(admin))


async def member(world: World, firm: Firm, *, accepted: bool = True, **values: Any) -> User:
    """Somebody of the organization and the team."""
    user = await world.member(firm.organization, **values)
    await world.join(user, firm.team, accepted=accepted)
    return user


async def ids(api: Api, path: str) -> list[int]:
    answer = await api.get(path)
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["data"]]


async def test_every_schedule_of_every_member_in_the_newest_shape(world: World, firm: Firm) -> None:
    ada, ben = await member(world, firm), await member(world, firm)
    first = await schedule(world, ada, "First")
    second = await schedule(world, ben, is_default=True)
    third = await schedule(world, ada, "Third", is_default=True)
    for path in (firm.of_organization, firm.of_team, firm.of_team_alone):
        for headers in ({}, {"cal-api-version": "2024-04-15"}, {"cal-api-version": "2024-09-04"}):
            rows = (await firm.api.get(path, headers=headers)).json()["data"]
            assert [(row["id"], row["isDefault"]) for row in rows] == [
                (first.id, False),
                (second.id, True),
                (third.id, True),
            ]
            assert rows[0] == {
                "id": first.id,
                "ownerId": ada.id,
                "name": "First",
                "timeZone": "Europe/Rome",
                "availability": [NINE_TO_FIVE],
                "isDefault": False,
                "overrides": [],
            }
    assert await ids(firm.api, firm.of_member(ada)) == [first.id, third.id]


async def test_members_who_have_not_accepted_are_listed_too(world: World, firm: Firm) -> None:
    invited = await member(world, firm, accepted=False)
    kept = await schedule(world, invited)
    for path in (firm.of_organization, firm.of_team, firm.of_team_alone, firm.of_member(invited)):
        assert await ids(firm.api, path) == [kept.id], path
    alone, nobody = await world.team(), await world.user()
    api = await world.api(await world.member(alone, "ADMIN"))
    await world.join(nobody, alone, accepted=False)
    other = await schedule(world, nobody)
    assert await ids(api, f"/v2/teams/{alone.id}/schedules") == [other.id]


@pytest.mark.parametrize("accepted", [True, False])
async def test_somebody_of_another_organization_keeps_his_until_he_has_joined(
    world: World, firm: Firm, accepted: bool
) -> None:
    """Ids are easy to guess: an invitation must not open anybody's hours."""
    foreigner = await world.member(await world.organization())
    await world.join(foreigner, firm.organization, accepted=accepted)
    await world.join(foreigner, firm.team, accepted=accepted)
    kept = await schedule(world, foreigner)
    seen = [kept.id] if accepted else []
    for path in (firm.of_organization, firm.of_team, firm.of_team_alone):
        assert await ids(firm.api, path) == seen, path
    assert (await firm.api.get(firm.of_member(foreigner))).status_code == (200 if accepted else 403)
    alone = await world.team()
    api = await world.api(await world.member(alone, "OWNER"))
    await world.join(foreigner, alone, accepted=accepted)
    assert await ids(api, f"/v2/teams/{alone.id}/schedules") == []


async def test_others_are_not_listed(world: World, firm: Firm) -> None:
    await schedule(world, await world.user())
    beside = await schedule(world, await world.member(firm.organization))
    elsewhere = await world.organization()
    await schedule(world, await world.member(elsewhere))
    other_team = await world.team(firm.organization)
    theirs = await world.member(firm.organization)
    await world.join(theirs, other_team)
    there = await schedule(world, theirs)
    assert await ids(firm.api, firm.of_team) == []
    assert await ids(firm.api, firm.of_team_alone) == []
    assert await ids(firm.api, firm.of_organization) == [beside.id, there.id]
    assert (await firm.api.get(firm.of_member(theirs))).status_code == 403
    assert (await firm.api.get(f"/v2/organizations/{elsewhere.id}/schedules")).status_code == 403


async def test_pages(world: World, firm: Firm) -> None:
    ada = await member(world, firm)
    kept = [(await schedule(world, ada)).id for _ in range(4)]
    for path in (firm.of_organization, firm.of_team, firm.of_team_alone):
        assert await ids(firm.api, f"{path}?take=2&skip=1") == kept[1:3]
        for wrong in ("take=0", "take=251", "skip=-1", "take=x"):
            assert (await firm.api.get(f"{path}?{wrong}")).status_code == 400, wrong


async def test_who_may_look(world: World, firm: Firm) -> None:
    ada = await member(world, firm)
    leads_team = await world.member(firm.organization)
    await world.join(leads_team, firm.team, "ADMIN")
    foreign = await world.team(await world.organization())
    expected = {
        firm.of_organization: [403, 403, 403, 200],
        firm.of_team: [403, 403, 200, 200],
        firm.of_team_alone: [403, 403, 200, 200],
        firm.of_member(ada): [403, 403, 200, 200],
        f"/v2/organizations/{firm.organization.id}/teams/{foreign.id}/schedules": [403, 403, 403, 404],
        f"/v2/teams/{foreign.id}/schedules": [403, 403, 403, 403],
    }
    callers = [await world.api(user) for user in (await world.user(), ada, leads_team)] + [firm.api]
    for path, statuses in expected.items():
        assert [(await api.get(path)).status_code for api in callers] == statuses, path
        assert (await (await world.api(None)).get(path)).status_code == 401


async def hosted(world: World, firm: Firm, hosts: dict[int, int | None], **values: Any) -> EventType:
    """An event type of the team with hosts, each with the schedule of his choice for it."""
    event_type = await event_types.event_type(world, firm.team, **values)
    for user_id, schedule_id in hosts.items():
        world.session.add(EventTypeHost(event_type_id=event_type.id, user_id=user_id, schedule_id=schedule_id))
    await world.session.commit()
    return event_type


async def test_only_the_schedules_that_an_event_type_would_use(world: World, firm: Firm) -> None:
    ada, ben, cem, dan = [await member(world, firm) for _ in range(4)]
    await schedule(world, ada)
    ada_default = await schedule(world, ada, is_default=True)
    ben_choice, _ = await schedule(world, ben), await schedule(world, ben, is_default=True)
    cem_first, _ = await schedule(world, cem), await schedule(world, cem)
    dan_default = await schedule(world, dan, is_default=True)
    each = await hosted(world, firm, {ada.id: None, ben.id: ben_choice.id, cem.id: None}, scheduling_type="roundRobin")
    for_all = await hosted(
        world, firm, {ada.id: None, ben.id: ben_choice.id}, schedule_id=dan_default.id, scheduling_type="collective"
    )
    paths = (firm.of_team, firm.of_team_alone)
    for path in paths:
        assert await ids(firm.api, f"{path}?eventTypeId={each.id}") == [ada_default.id, ben_choice.id, cem_first.id]
        assert await ids(firm.api, f"{path}?eventTypeId={for_all.id}") == [dan_default.id]
        assert await ids(firm.api, f"{path}?eventTypeId={each.id}&take=1&skip=1") == [ben_choice.id]
        assert len(await ids(firm.api, f"{path}?eventTypeId=")) == 7
    for user, expected in ((ada, [ada_default.id]), (ben, [ben_choice.id]), (dan, [])):
        assert await ids(firm.api, f"{firm.of_member(user)}?eventTypeId={each.id}") == expected


async def test_a_managed_event_type_uses_what_its_members_chose(world: World, firm: Firm) -> None:
    ada, ben, cem = [await member(world, firm) for _ in range(3)]
    ada_choice, _ = await schedule(world, ada), await schedule(world, ada, is_default=True)
    ben_default = await schedule(world, ben, is_default=True)
    await schedule(world, cem, is_default=True)
    parent = await hosted(world, firm, {}, scheduling_type="managed")
    await event_types.event_type(world, ada, parent_id=parent.id, schedule_id=ada_choice.id)
    await event_types.event_type(world, ben, parent_id=parent.id)
    assert await ids(firm.api, f"{firm.of_team}?eventTypeId={parent.id}") == [ada_choice.id, ben_default.id]


async def test_event_types_of_others_tell_nothing(world: World, firm: Firm) -> None:
    ada = await member(world, firm)
    await schedule(world, ada, is_default=True)
    other = Firm(firm.organization, await world.team(firm.organization), firm.api)
    theirs = await hosted(world, other, {ada.id: None}, scheduling_type="collective")
    own = await event_types.event_type(world, ada)
    for path in (firm.of_team, firm.of_member(ada)):
        for unknown in (theirs.id, own.id, 999_999_999):
            assert await ids(firm.api, f"{path}?eventTypeId={unknown}") == []
        for nonsense in ("abc", "1.5", "9" * 30):
            assert (await firm.api.get(f"{path}?eventTypeId={nonsense}")).status_code == 400


async def test_numbers_of_statements_do_not_grow(world: World, firm: Firm, engine: AsyncEngine) -> None:
    ada = await member(world, firm)
    event_type = await hosted(world, firm, {}, scheduling_type="collective")
    paths = [firm.of_organization, firm.of_team, firm.of_team_alone, firm.of_member(ada)]
    paths += [f"{path}?eventTypeId={event_type.id}" for path in paths[1:]]
    numbers: list[list[int]] = []
    for rows in (2, 20):
        for _ in range(rows):
            host = await member(world, firm)
            await schedule(world, host, is_default=True)
            await schedule(world, ada, is_default=True)
            world.session.add(EventTypeHost(event_type_id=event_type.id, user_id=host.id))
        await world.session.merge(EventTypeHost(event_type_id=event_type.id, user_id=ada.id))
        await world.session.commit()
        numbers.append([])
        for path in paths:
            with counted(engine) as statements:
                assert await ids(firm.api, path)
            numbers[-1].append(len(statements))
    assert numbers[0] == numbers[1]
    assert max(numbers[0]) <= 5
