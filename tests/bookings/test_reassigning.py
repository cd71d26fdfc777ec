"""Giving a booking to another host, and looking up why whom (bookings sheet, sections 1, 2 and 10)."""

from typing import Any

import pytest
from httpx import Response
from sqlalchemy import select

from locum.bookings.models import Booking
from locum.kit import clock
from locum.slots.models import HostBusy
from locum.users.models import User
from tests.factories.bookings import NOW
from tests.factories.crews import HOURS, Crew, crew
from tests.factories.slots import busy
from tests.factories.world import Api, World

NOBODY_ELSE = "no other host is available at that time"


async def _reassign(
    team: Crew, uid: str, to: User | int | None = None, api: Api | None = None, **body: Any
) -> Response:
    to_id = to.id if isinstance(to, User) else to
    path = f"/v2/bookings/{uid}/reassign" + (f"/{to_id}" if to_id is not None else "")
    return await (api or await team.as_admin()).post(path, body or None)


async def _refusal(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["message"]


async def _rows(world: World, booking: dict[str, Any]) -> list[tuple[int, bool, bool]]:
    statement = select(HostBusy).where(HostBusy.booking_id == booking["id"]).order_by(HostBusy.host_id)
    return [(row.host_id, row.blocks, row.is_organizer) for row in await world.session.scalars(statement)]


async def test_the_next_in_turn_takes_it_over(world: World) -> None:
    team = await crew(world)
    booking = await team.booked()
    await busy(world, team.hosts[1], "2050-01-05T10:30")
    answer = await _reassign(team, booking["uid"])
    third = team.hosts[2]
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"] == {
        "bookingUid": booking["uid"],
        "reassignedTo": {"id": third.id, "name": third.name, "email": third.email, "displayEmail": third.email},
    }
    after = (await team.nobody.get(f"/v2/bookings/{booking['uid']}")).json()["data"]
    assert after["hosts"][0]["id"] == third.id
    assert after["title"].endswith(f"between {third.name} and Bea Booker")
    assert (after["start"], after["id"], after["status"]) == (booking["start"], booking["id"], "accepted")
    assert await _rows(world, booking) == [(third.id, True, True)]
    assert (await world.session.get_one(Booking, booking["id"])).ics_sequence == 1
    assert await team.who(HOURS[10], number=2) == 0


async def test_nobody_else_is_free(world: World) -> None:
    team = await crew(world, 2)
    booking = await team.booked()
    await busy(world, team.hosts[1], "2050-01-05T10:30")
    status, text = await _refusal(await _reassign(team, booking["uid"]))
    assert status == 400
    assert NOBODY_ELSE in text
    alone = await crew(world, 1)
    single = await alone.booked()
    assert (await _refusal(await _reassign(alone, single["uid"])))[0] == 400


async def test_short_notice_and_hours_of_the_event_type_do_not_keep_from_giving_away(world: World) -> None:
    team = await crew(world)
    booking = await team.booked(HOURS[10])
    team.event_type.minimum_booking_notice = 60 * 24 * 30
    await world.session.commit()
    assert (await _reassign(team, booking["uid"])).status_code == 200


async def test_to_a_person_who_need_not_be_free(world: World) -> None:
    team = await crew(world)
    booking = await team.booked()
    await busy(world, team.hosts[2], "2050-01-05T10:30")
    answer = await _reassign(team, booking["uid"], team.hosts[2], reason="She knows the customer")
    assert answer.json()["data"]["reassignedTo"]["id"] == team.hosts[2].id
    assert await _rows(world, booking) == [(team.hosts[2].id, False, True)]
    choices = (await (await team.as_admin()).get(f"/v2/bookings/{booking['uid']}/host-choices")).json()["data"]
    assert [(one["reason"], one["host"]["id"], one["note"]) for one in choices] == [
        ("host_order", team.hosts[0].id, None),
        ("assigned", team.hosts[2].id, "She knows the customer"),
    ]
    assert choices[0]["assignedBy"] is None
    assert choices[1]["assignedBy"]["id"] == team.admin.id
    free = await _reassign(team, booking["uid"], team.hosts[1])
    assert free.status_code == 200
    assert await _rows(world, booking) == [(team.hosts[1].id, True, True)]


async def test_to_nobody_to_strangers_and_to_fixed_hosts(world: World) -> None:
    team = await crew(world, fixed=1)
    booking = await team.booked()
    stranger = await world.user()
    assert await _refusal(await _reassign(team, booking["uid"], 2**40)) == (404, f"User with id={2**40} was not found")
    for other in (stranger, team.hosts[0], team.hosts[1]):
        status, text = await _refusal(await _reassign(team, booking["uid"], other))
        assert status == 400
        assert "not a valid Round Robin host" in text


async def test_beside_a_fixed_host_only_the_other_changes(world: World) -> None:
    team = await crew(world, fixed=1)
    booking = await team.booked()
    assert booking["attendees"][1]["email"] == team.hosts[1].email
    assert (await _reassign(team, booking["uid"])).json()["data"]["reassignedTo"]["id"] == team.hosts[2].id
    after = (await team.nobody.get(f"/v2/bookings/{booking['uid']}")).json()["data"]
    assert after["hosts"][0]["id"] == team.hosts[0].id
    assert [one["email"] for one in after["attendees"]] == ["bea@example.com", team.hosts[2].email]
    assert after["title"] == booking["title"]
    assert await _rows(world, booking) == [(team.hosts[0].id, True, True), (team.hosts[2].id, True, False)]


async def test_what_cannot_be_given_away(world: World) -> None:
    together = await crew(world, scheduling_type="collective")
    booking = await together.booked()
    assert NOBODY_ELSE in (await _refusal(await _reassign(together, booking["uid"])))[1]
    groups = await crew(world, each=[{"group_key": "a"}, {"group_key": "a"}, {"group_key": "b"}])
    grouped = await groups.booked()
    assert (await _refusal(await _reassign(groups, grouped["uid"])))[0] == 400
    assert (await _refusal(await _reassign(groups, grouped["uid"], groups.hosts[1])))[0] == 400
    team = await crew(world)
    cancelled = await team.booked()
    await team.nobody.post(f"/v2/bookings/{cancelled['uid']}/cancel", {})
    for to in (None, team.hosts[1]):
        status, text = await _refusal(await _reassign(team, cancelled["uid"], to))
        assert (status, "because it has been cancelled" in text) == (400, True)
    assert (await _refusal(await _reassign(team, "unknown")))[0] == 404


async def test_a_pending_booking_is_given_away_and_confirmed_by_its_new_host(world: World) -> None:
    policy = {"type": "always", "blockUnconfirmedBookingsInBooker": False}
    team = await crew(world, confirmation_policy=policy)
    booking = await team.booked()
    assert booking["status"] == "pending"
    assert (await _reassign(team, booking["uid"])).status_code == 200
    assert await _rows(world, booking) == [(team.hosts[1].id, False, True)]
    confirmed = await (await team.api(team.hosts[1])).post(f"/v2/bookings/{booking['uid']}/confirm")
    assert confirmed.json()["data"]["status"] == "accepted"
    assert await _rows(world, booking) == [(team.hosts[1].id, True, True)]


async def test_who_may_give_away_and_who_may_look(world: World) -> None:
    team = await crew(world)
    booking = await team.booked()
    outsider, member = await world.user(), await world.member(team.organization)
    organization_admin = await world.member(team.organization, "ADMIN")
    other_admin = await world.member(await world.organization(), "ADMIN")
    reader = await world.holder(team.team, "booking.read")
    look = f"/v2/bookings/{booking['uid']}/host-choices"
    for caller, gives, looks in (
        (outsider, 403, 403),
        (member, 403, 403),
        (other_admin, 403, 403),
        (reader, 403, 200),
        (team.hosts[1], 200, 403),
        (organization_admin, 200, 200),
    ):
        api = await team.api(caller)
        assert (await _reassign(team, booking["uid"], api=api)).status_code == gives, caller.id
        assert (await api.get(look)).status_code == looks, caller.id
    assert (await team.nobody.post(f"/v2/bookings/{booking['uid']}/reassign")).status_code == 401
    assert (await team.nobody.get(look)).status_code == 401
    assert (await (await team.as_admin()).get("/v2/bookings/unknown/host-choices")).status_code == 404


async def test_the_account_of_a_choice(world: World) -> None:
    team = await crew(world, each=[{"weight": 300}, {"weight": 100}, {"weight": 100}])
    with clock.frozen(NOW.replace(minute=1)):
        await team.booked(HOURS[9])
    await busy(world, team.hosts[2], "2050-01-05T10:30")
    with clock.frozen(NOW.replace(minute=2)):
        booking = await team.booked(HOURS[10], number=2)
    choices = (await (await team.as_admin()).get(f"/v2/bookings/{booking['uid']}/host-choices")).json()["data"]
    assert len(choices) == 1
    assert (choices[0]["reason"], choices[0]["host"]["name"], choices[0]["group"]) == ("share", "Host 1", None)
    told = [(one["host"]["id"], one["outcome"], one["bookings"], one["shortfall"]) for one in choices[0]["considered"]]
    assert told == [
        (team.hosts[0].id, "less_behind", 1, -0.4),
        (team.hosts[1].id, "chosen", 0, 0.2),
        (team.hosts[2].id, "not_free", 0, 0.2),
    ]


@pytest.mark.parametrize("scheduling_type", ["roundRobin", "collective"])
async def test_any_host_confirms_and_everybody_is_busy(world: World, scheduling_type: str) -> None:
    policy = {"type": "always", "blockUnconfirmedBookingsInBooker": False}
    team = await crew(world, fixed=2, scheduling_type=scheduling_type, confirmation_policy=policy)
    booking = await team.booked()
    assert [blocks for _, blocks, _ in await _rows(world, booking)] == [False] * 3
    answer = await (await team.api(team.hosts[2])).post(f"/v2/bookings/{booking['uid']}/confirm")
    assert answer.status_code == 200
    assert [blocks for _, blocks, _ in await _rows(world, booking)] == [True] * 3
