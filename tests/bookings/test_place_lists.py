"""Lists of organizations, their people and teams: whose, and who may see them (bookings sheet, sections 1 and 4.3)."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from locum.bookings.models import BookingReference
from locum.organizations.models import Team
from locum.users.models import User
from tests.bookings.test_lists import _row, _titles
from tests.factories.event_types import event_type
from tests.factories.world import Api, World


@dataclass(slots=True)
class House:
    """An organization with a team, people, and bookings of every kind."""

    world: World
    organization: Team
    team: Team
    admin: User
    member: User
    lead: User
    booking_id: int
    booking_uid: str

    async def titles(self, path: str, caller: User | None = None) -> list[str]:
        api = await self.world.api(caller or self.admin)
        return _titles(await api.get(path))

    async def status(self, path: str, caller: User | None) -> int:
        return (await (await self.world.api(caller)).get(path)).status_code


@pytest.fixture
async def house(world: World) -> AsyncIterator[House]:
    organization = await world.organization()
    team = await world.team(organization)
    admin = await world.member(organization, "ADMIN")
    member = await world.member(organization, email="mem@example.com")
    lead = await world.member(organization)
    await world.join(lead, team, "ADMIN")
    stranger = await world.user()
    gone = await world.user()
    kind = await event_type(world, team)
    parent = await event_type(world, team, scheduling_type="managed")
    child = await event_type(world, member, parent_id=parent.id)
    org = organization.id
    team_booking = await _row(world, "team", "01-01T10:00", event_type_id=kind.id, user_id=gone.id, organization_id=org)
    await _row(world, "child", "01-02T10:00", event_type_id=child.id, user_id=member.id, organization_id=org)
    await _row(world, "own", "01-03T10:00", user_id=member.id, organization_id=org)
    await _row(world, "before joining", "01-04T10:00", user_id=member.id)
    await _row(world, "attended", "01-05T10:00", user_id=stranger.id, attendees=[("MEM@example.com", "Mem")])
    await _row(world, "stale team", "01-06T10:00", event_type_id=kind.id, user_id=gone.id)
    await _row(world, "of one who left", "01-07T10:00", user_id=gone.id, organization_id=org)
    await _row(world, "foreign", "01-08T10:00", user_id=stranger.id)
    elsewhere = await world.organization()
    await _row(world, "in another", "01-09T10:00", user_id=member.id, organization_id=elsewhere.id)
    yield House(world, organization, team, admin, member, lead, team_booking.id, team_booking.uid)


async def test_everything_of_the_organization_once(house: House) -> None:
    path = f"/v2/organizations/{house.organization.id}/bookings"
    everything = ["team", "child", "own", "before joining", "attended", "stale team", "in another"]
    assert await house.titles(path) == everything
    assert await house.titles(f"{path}?sortStart=desc&take=3&skip=1") == ["stale team", "attended", "before joining"]
    assert await house.titles("/v2/bookings") == everything
    page = await (await house.world.api(house.admin)).get(f"{path}?take=2")
    assert page.json()["pagination"]["totalItems"] == 7


async def test_only_some_people(house: House) -> None:
    path = f"/v2/organizations/{house.organization.id}/bookings"
    of_member = ["child", "own", "before joining", "attended", "in another"]
    assert await house.titles(f"{path}?userIds={house.member.id}") == of_member
    assert await house.titles(f"{path}?userIds={house.lead.id},{house.admin.id}") == []
    stranger = await house.world.user()
    assert await house.status(f"{path}?userIds={stranger.id}", house.admin) == 403
    assert await house.status(f"{path}?userIds=987654321", house.admin) == 400
    assert await house.status(f"{path}?userIds=x", house.admin) == 400


async def test_one_person(house: House) -> None:
    of_member = ["child", "own", "before joining", "attended", "in another"]
    path = f"/v2/organizations/{house.organization.id}/users/{house.member.id}/bookings"
    assert await house.titles(path) == of_member
    assert await house.titles(f"{path}?attendeeEmail=MEM@example.com") == ["attended"]
    stranger = await house.world.user()
    away = f"/v2/organizations/{house.organization.id}/users/{stranger.id}/bookings"
    assert await house.status(away, house.admin) in {403, 404}


async def test_a_team(house: House) -> None:
    for path in (
        f"/v2/organizations/{house.organization.id}/teams/{house.team.id}/bookings",
        f"/v2/teams/{house.team.id}/bookings",
    ):
        assert await house.titles(path, house.lead) == ["team", "child", "stale team"]
        assert await house.titles(f"{path}?sortStart=desc&take=1", house.lead) == ["stale team"]


async def test_who_may(house: House) -> None:
    org, team = house.organization.id, house.team.id
    plain = await house.world.member(house.team)
    stranger = await house.world.user()
    for path in (f"/v2/organizations/{org}/bookings", f"/v2/organizations/{org}/users/{house.member.id}/bookings"):
        assert await house.status(path, None) == 401
        for caller in (house.member, house.lead, stranger):
            assert await house.status(path, caller) == 403
    for path in (f"/v2/organizations/{org}/teams/{team}/bookings", f"/v2/teams/{team}/bookings"):
        assert await house.status(path, None) == 401
        for caller in (house.member, plain, stranger):
            assert await house.status(path, caller) == 403
    assert await house.status(f"/v2/organizations/{org}/teams/{team}/bookings", house.admin) == 200


async def test_references_of_a_teams_bookings(house: House) -> None:
    house.world.session.add(
        BookingReference(booking_id=house.booking_id, type="zoom_video", external_uid="z", destination_calendar_id=None)
    )
    await house.world.session.commit()
    path = f"/v2/organizations/{house.organization.id}/teams/{house.team.id}/bookings"
    api = await house.world.api(house.lead)
    found = (await api.get(f"{path}/{house.booking_uid}/references")).json()["data"]
    assert [one["eventUid"] for one in found] == ["z"]
    own = (await (await house.world.api(house.member)).get("/v2/bookings?sortStart=desc&take=1")).json()["data"][0]
    assert (await api.get(f"{path}/{own['uid']}/references")).status_code == 404


@pytest.fixture
def statements(connection: AsyncConnection) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_: Any, __: Any, statement: str, *rest: Any) -> None:
        seen.append(statement)

    event.listen(connection.sync_connection, "before_cursor_execute", note)
    yield seen
    event.remove(connection.sync_connection, "before_cursor_execute", note)


async def test_statements_do_not_grow(house: House, statements: list[str]) -> None:
    api: Api = await house.world.api(house.admin)
    counts = []
    for take in (1, 5, 100):
        statements.clear()
        await api.get(f"/v2/organizations/{house.organization.id}/bookings?take={take}")
        counts.append(len([one for one in statements if "SAVEPOINT" not in one]))
    assert max(counts) <= min(counts) + 1
