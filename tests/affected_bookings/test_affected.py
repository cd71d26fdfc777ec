"""An absence that is entered later: which bookings it stands in the way of, and what becomes of each."""

from typing import Any

from httpx import Response
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from locum.bookings.models import Booking
from locum.kit import clock
from locum.slots.models import HostBusy
from locum.users.models import User
from tests.factories.absences import days, to
from tests.factories.bookings import NOW, open_schedule
from tests.factories.crews import HOURS, Crew, crew
from tests.factories.slots import busy
from tests.factories.world import Api, World
from tests.http.test_statements import counted

DAY = "2050-01-05"


async def _away(team: Crew, user: User, cover: User | None = None, first: str = DAY, last: str = DAY) -> str:
    """Enters an absence of his own; where its affected bookings are."""
    api = await team.api(user)
    answer = await api.post("/v2/me/ooo", {**days(first, last), **to(cover)})
    assert answer.status_code == 201, answer.text
    return f"/v2/me/ooo/{answer.json()['data']['id']}/affected-bookings"


async def _listed(api: Api, path: str) -> list[dict[str, Any]]:
    answer = await api.get(path)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


async def _decide(api: Api, path: str, action: str, *bookings: dict[str, Any], **more: Any) -> Response:
    decisions = [{"bookingUid": one["uid"], "action": action, **more} for one in bookings]
    return await api.post(path, {"decisions": decisions})


async def _jobs(world: World) -> list[str]:
    """What mail has to tell, oldest first."""
    what = "SELECT args->'happening'->>'what' FROM procrastinate_jobs WHERE task_name = 'mail.tell_booking'"
    rows = await world.session.scalars(text(f"{what} ORDER BY id"))
    return [*rows]


async def test_the_bookings_of_the_days_and_no_others(world: World) -> None:
    team = await crew(world)
    host = team.hosts[0]
    first = await team.booked(HOURS[10])
    own = await team.personal(0)
    second = await own.booked(HOURS[23])
    await own.booked("2050-01-06T00:00:00Z")
    cancelled = await own.booked(HOURS[15])
    await own.nobody.post(f"/v2/bookings/{cancelled['uid']}/cancel", {})
    path = await _away(team, host)
    found = await _listed(await team.api(host), path)
    assert [one["booking"]["uid"] for one in found] == [first["uid"], second["uid"]]
    assert [one["actions"] for one in found] == [["keep", "reassign", "askToReschedule"], ["keep", "askToReschedule"]]
    assert [one["decision"] for one in found] == [None, None]
    assert found[0]["booking"]["hosts"][0]["id"] == host.id
    # Nothing happens by itself.
    assert (await world.session.get_one(Booking, first["id"])).status == "accepted"
    assert [one["booking"]["uid"] for one in await _listed(await team.api(host), f"{path}?take=1&skip=1")] == [
        second["uid"]
    ]


async def test_days_are_those_of_the_hosts_hours_and_what_is_over_is_over(world: World) -> None:
    team = await crew(world, 1)
    (host,) = team.hosts
    await open_schedule(world, host, "America/New_York")
    early, late = await team.booked(HOURS[4]), await team.booked(HOURS[5])
    path = await _away(team, host)
    api = await team.api(host)
    assert [one["booking"]["uid"] for one in await _listed(api, path)] == [late["uid"]]
    assert early["uid"] != late["uid"]
    with clock.frozen(NOW.replace(day=5, hour=6)):
        assert await _listed(api, path) == []
    running = await team.booked("2050-01-08T10:00:00Z")
    with clock.frozen(NOW.replace(day=8, hour=10, minute=30)):
        assert await _listed(api, path) == []
        assert (await _decide(api, path, "keep", running)).status_code == 404


async def test_kept(world: World) -> None:
    team = await crew(world)
    host = team.hosts[0]
    booking = await team.booked()
    path = await _away(team, host)
    api = await team.api(host)
    answer = await _decide(api, path, "keep", booking)
    assert answer.json()["data"] == [{"bookingUid": booking["uid"], "action": "keep", "reassignedTo": None}]
    (after,) = await _listed(api, path)
    assert after["decision"] == {"action": "keep", "decidedAt": "2050-01-03T08:00:00.000Z", "decidedBy": host.id}
    assert await _jobs(world) == ["created"]


async def test_asked_to_choose_again(world: World) -> None:
    team = await crew(world)
    booking = await team.booked()
    path = await _away(team, team.hosts[0])
    api = await team.api(team.hosts[0])
    assert (await _decide(api, path, "askToReschedule", booking, reason="Sorry")).status_code == 200
    assert await _jobs(world) == ["created", "asked_to_move"]
    assert (await _listed(api, path))[0]["decision"]["action"] == "askToReschedule"
    moved = await team.nobody.post(f"/v2/bookings/{booking['uid']}/reschedule", {"start": "2050-01-07T10:00:00Z"})
    assert moved.status_code == 201
    assert await _listed(api, path) == []


async def test_nobody_is_asked_for_what_he_cannot_do(world: World) -> None:
    team = await crew(world, disable_rescheduling={"disabled": True})
    booking = await team.booked()
    path = await _away(team, team.hosts[0])
    api = await team.api(team.hosts[0])
    assert (await _listed(api, path))[0]["actions"] == ["keep", "reassign"]
    assert (await _decide(api, path, "askToReschedule", booking)).status_code == 400


async def test_given_to_the_substitute_before_the_next_in_turn(world: World) -> None:
    team = await crew(world)
    absent, second, third = team.hosts
    booking, later = await team.booked(HOURS[10]), await team.booked(HOURS[12], routing=_only(absent))
    await busy(world, third, f"{DAY}T12:30")
    path = await _away(team, absent, cover=third)
    api = await team.api(absent)
    answer = await _decide(api, path, "reassign", booking, later)
    assert [one["reassignedTo"]["id"] for one in answer.json()["data"]] == [third.id, second.id]
    assert await _listed(api, path) == []
    choices = (await (await team.as_admin()).get(f"/v2/bookings/{booking['uid']}/host-choices")).json()["data"]
    assert [one["reason"] for one in choices] == ["host_order", "substitute"]
    assert choices[1]["assignedBy"]["id"] == absent.id
    assert (await _jobs(world))[-2:] == ["reassigned", "reassigned"]


def _only(user: User) -> dict[str, Any]:
    return {"teamMemberIds": [user.id], "responseId": 1}


async def test_a_substitute_who_takes_no_turns_does_not_come_in(world: World) -> None:
    team = await crew(world)
    stranger = await world.member(team.organization)
    await open_schedule(world, stranger)
    booking = await team.booked()
    path = await _away(team, team.hosts[0], cover=stranger)
    answer = await _decide(await team.api(team.hosts[0]), path, "reassign", booking)
    assert answer.json()["data"][0]["reassignedTo"]["id"] == team.hosts[1].id


async def test_somebodys_own_booking_goes_to_the_substitute_if_he_is_free(world: World) -> None:
    team = await crew(world)
    absent, cover, _ = team.hosts
    own = await team.personal(0)
    booking, clash = await own.booked(HOURS[10]), await own.booked(HOURS[12])
    await busy(world, cover, f"{DAY}T12:30")
    path = await _away(team, absent, cover=cover)
    api = await team.api(absent)
    assert [one["actions"] for one in await _listed(api, path)] == [["keep", "reassign", "askToReschedule"]] * 2
    refused = await _decide(api, path, "reassign", booking, clash)
    assert refused.status_code == 400
    assert "no other host is available" in refused.json()["error"]["message"]
    assert len(await _listed(api, path)) == 2
    done = await _decide(api, path, "reassign", booking)
    assert done.json()["data"][0]["reassignedTo"]["id"] == cover.id
    after = (await team.nobody.get(f"/v2/bookings/{booking['uid']}")).json()["data"]
    assert after["hosts"][0]["id"] == cover.id
    assert after["title"] == f"{own.event_type.title} between {cover.name} and Bea Booker"
    assert (await own.book(HOURS[10], number=2)).status_code == 400


async def test_a_place_beside_others_goes_to_the_substitute(world: World) -> None:
    together = await crew(world, scheduling_type="collective")
    cover = await world.member(together.organization, name="Cora")
    await open_schedule(world, cover)
    booking = await together.booked()
    path = await _away(together, together.hosts[1], cover=cover)
    done = await _decide(await together.api(together.hosts[1]), path, "reassign", booking)
    assert done.status_code == 200, done.text
    after = (await together.nobody.get(f"/v2/bookings/{booking['uid']}")).json()["data"]
    assert [one["email"] for one in after["attendees"]] == ["bea@example.com", cover.email, together.hosts[2].email]
    assert after["title"] == booking["title"]
    rows = await world.session.scalars(select(HostBusy.host_id).where(HostBusy.booking_id == booking["id"]))
    assert {*rows} == {together.hosts[0].id, cover.id, together.hosts[2].id}


async def test_all_at_once_or_nothing(world: World) -> None:
    team = await crew(world, 2)
    first, second = await team.booked(HOURS[10]), await team.booked(HOURS[12], routing=_only(team.hosts[0]))
    await busy(world, team.hosts[1], f"{DAY}T12:00")
    path = await _away(team, team.hosts[0])
    api = await team.api(team.hosts[0])
    before = await _jobs(world)
    assert (await _decide(api, path, "reassign", first, second)).status_code == 400
    assert await _jobs(world) == before
    assert [one["decision"] for one in await _listed(api, path)] == [None, None]


async def test_only_what_is_affected_and_only_each_once(world: World) -> None:
    team = await crew(world)
    booking, elsewhere = await team.booked(), await team.booked("2050-01-06T10:00:00Z", routing=_only(team.hosts[0]))
    path = await _away(team, team.hosts[0])
    api = await team.api(team.hosts[0])
    assert (await _decide(api, path, "keep", elsewhere)).status_code == 404
    assert (await _decide(api, path, "keep", {"uid": "unknown"})).status_code == 404
    assert (await _decide(api, path, "keep", booking, booking)).status_code == 400
    assert (await _decide(api, path, "forget", booking)).status_code == 400
    assert (await api.post(path, {"decisions": []})).status_code == 400
    assert (await api.post(path)).status_code == 400


async def test_who_may(world: World) -> None:
    team = await crew(world)
    booking = await team.booked()
    absent = team.hosts[0]
    own = await _away(team, absent)
    path = own.replace("/v2/me", f"/v2/organizations/{team.organization.id}/users/{absent.id}")
    admin = await world.member(team.organization, "ADMIN")
    reader = await world.holder(team.organization, "ooo.read", "ooo.update", "booking.read")
    other = await world.member(await world.organization(), "ADMIN")
    for caller, reads, writes in ((absent, 403, 403), (team.hosts[1], 403, 403), (other, 403, 403), (reader, 200, 403)):
        api = await team.api(caller)
        assert (await api.get(path)).status_code == reads
        assert (await _decide(api, path, "keep", booking)).status_code == writes
    assert (await (await team.api(team.hosts[1])).get(own)).status_code == 403
    api = await team.api(admin)
    assert [one["booking"]["uid"] for one in await _listed(api, path)] == [booking["uid"]]
    assert (await _decide(api, path, "keep", booking)).status_code == 200
    assert await _jobs(world) == ["created", "kept"]


async def test_the_number_of_statements_does_not_depend_on_the_bookings(world: World, engine: AsyncEngine) -> None:
    team = await crew(world, 1)
    own = await team.personal(0)
    path = await _away(team, team.hosts[0], first="2050-01-08", last="2050-01-08")
    api = await team.api(team.hosts[0])
    numbers = set()
    for hours in (range(1), range(1, 9)):
        for hour in hours:
            await busy(world, team.hosts[0], f"2050-01-08T{hour:02}:00", of=own.event_type)
        with counted(engine) as statements:
            await _listed(api, path)
        numbers.add(len(statements))
    assert len(numbers) == 1


async def test_an_away_host_is_not_chosen(world: World) -> None:
    team = await crew(world)
    await _away(team, team.hosts[0])
    assert await team.who(HOURS[10]) == 1
    assert await team.who("2050-01-06T10:00:00Z", number=2) == 0
    together = await crew(world, scheduling_type="collective")
    await _away(together, together.hosts[2])
    assert (await together.book()).status_code == 400
    fixed = await crew(world, fixed=1)
    await _away(fixed, fixed.hosts[0])
    assert (await fixed.book()).status_code == 400


async def test_a_team_decides_about_its_own_bookings_only(world: World) -> None:
    team = await crew(world)
    host, other = team.hosts[:2]
    own = await team.booked(HOURS[10])
    elsewhere = await (await team.personal(0)).booked(HOURS[15])
    entry = (await _away(team, host)).removeprefix("/v2/me/")
    path = f"/v2/teams/{team.team.id}/users/{host.id}/{entry}"
    admin = await team.as_admin()
    assert [one["booking"]["uid"] for one in await _listed(admin, path)] == [own["uid"]]
    assert (await _decide(admin, path, "keep", elsewhere)).status_code == 404
    given = await _decide(admin, path, "reassign", own)
    assert (given.status_code, given.json()["data"][0]["action"]) == (200, "reassign")
    for caller in (host, other, await world.user()):
        assert (await (await team.api(caller)).get(path)).status_code == 403
    foreign = f"/v2/teams/{team.team.id}/users/{other.id}/{entry}"
    assert (await admin.get(foreign)).status_code == 403
