"""Bookings in the dashboard: which are listed for whom, and what is done with one, without JavaScript."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from locum.bookings.models import Booking, BookingAttendee
from locum.kit import clock
from tests.factories.bookings import NOW, practice
from tests.factories.crews import HOURS, crew
from tests.factories.world import World
from tests.pages.browser import Reader, links_of, text_of
from tests.pages.dashboard.conftest import Sit

BOOKINGS = "/dashboard/bookings"
AFTER = datetime(2050, 1, 5, 10, 30, tzinfo=UTC)
ASKS: dict[str, Any] = {"confirmation_policy": {"type": "always", "blockUnconfirmedBookingsInBooker": False}}


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def listed(html: str) -> list[str]:
    """The uids of the bookings that a page lists, in order."""
    found = (link.partition("?")[0] for link in links_of(html))
    return [link.removeprefix(f"{BOOKINGS}/") for link in found if link.startswith(f"{BOOKINGS}/")]


async def shown(desk: Reader, **query: str | int) -> list[str]:
    """What the list shows of what is asked for."""
    return listed((await desk.open(f"{BOOKINGS}?{urlencode(query)}")).text)


async def booking(world: World, uid: str) -> Booking:
    """A booking as it is stored now."""
    found = await world.session.scalar(
        select(Booking).where(Booking.uid == uid).execution_options(populate_existing=True)
    )
    assert found is not None
    return found


async def test_each_list_has_its_own(world: World, sit: Sit) -> None:
    asks = await practice(world, **ASKS)
    waiting, declined, over = [(await asks.booked(HOURS[hour]))["uid"] for hour in (9, 11, 13)]
    await asks.act(declined, "decline", api=await asks.as_host())
    await asks.act(over, "confirm", api=await asks.as_host())
    desk = await sit(asks.host)
    assert await shown(desk) == [waiting, over]
    assert await shown(desk, show="unconfirmed") == [waiting]
    assert await shown(desk, show="cancelled") == [declined]
    assert await shown(desk, show="recurring") == []
    assert await shown(desk, show="nonsense") == [waiting, over]
    assert await shown(desk, attendee="bea@example.com") == [waiting, over]
    assert await shown(desk, attendee="else@example.com") == []
    with clock.frozen(datetime(2050, 1, 6, tzinfo=UTC)):
        assert await shown(desk, show="past") == [over, waiting]


async def test_whose_bookings_can_be_looked_at(world: World, sit: Sit) -> None:
    team = await crew(world)
    uids = {(await team.booked(HOURS[hour], hour))["uid"] for hour in (9, 11, 13)}
    boss = await world.member(team.organization, "ADMIN")
    for reader, of_team in ((boss, True), (team.admin, True), (team.hosts[0], False)):
        desk = await sit(reader)
        found = await shown(desk, of=f"team-{team.team.id}")
        assert set(found) == uids if of_team else len(found) == 1
    desk, first = await sit(boss), team.hosts[0].id
    assert await shown(desk) == []
    assert set(await shown(desk, of="all")) == uids
    (only,) = await shown(desk, of=f"person-{first}")
    assert (await booking(world, only)).user_id == first
    assert await shown(desk, of=f"team-{team.team.id}", type=team.event_type.id, attendee="bea9@example.com") != []
    stranger = await practice(world)
    await stranger.booked(HOURS[20])
    assert await shown(desk, of=f"person-{stranger.host.id}") == []
    assert await shown(await sit(team.hosts[0]), of="all") == [only]


async def test_a_request_is_answered_in_the_list_or_on_its_page(world: World, sit: Sit) -> None:
    asks = await practice(world, **ASKS)
    first, second = [(await asks.booked(HOURS[hour]))["uid"] for hour in (9, 11)]
    desk = await sit(asks.host)
    assert "A request waits" in (await desk.open(f"{BOOKINGS}/{first}")).text
    assert "A request waits" in (await desk.open(f"/booking/{first}")).text
    yes = await desk.send(await desk.open(BOOKINGS), f"{first}/confirm")
    assert "The request is confirmed." in text_of(yes.text)
    no = await desk.send(await desk.open(f"{BOOKINGS}/{second}"), "/decline", reason="At sea")
    assert "The request is declined." in text_of(no.text)
    assert "At sea" in no.text
    late = await desk.send(await desk.open(f"{BOOKINGS}/{first}"), "/cancel", reason="Ill")
    assert late.status_code == 200
    assert [(await booking(world, uid)).status for uid in (first, second)] == ["cancelled", "rejected"]


async def test_it_was_answered_meanwhile(world: World, sit: Sit) -> None:
    asks = await practice(world, **ASKS)
    uid = (await asks.booked())["uid"]
    desk = await sit(asks.host)
    page = await desk.open(f"{BOOKINGS}/{uid}")
    await asks.act(uid, "confirm", api=await asks.as_host())
    late = await desk.send(page, "/decline")
    assert late.status_code == 400
    assert "This request has been answered already." in text_of(late.text)
    assert (await booking(world, uid)).status == "accepted"


async def test_a_host_says_why_he_cancels_and_how_much(world: World, sit: Sit) -> None:
    weekly: dict[str, Any] = {"recurrence": {"interval": 1, "occurrences": 3, "frequency": "weekly"}}
    host = await practice(world, **weekly)
    series = await host.book()
    assert series.status_code == 201, series.text
    first, second, third = [one["uid"] for one in series.json()["data"]]
    desk = await sit(host.host)
    page = await desk.open(f"{BOOKINGS}/{second}")
    unsaid = await desk.send(page, "/cancel", extent="rest")
    assert unsaid.status_code == 422
    done = await desk.send(unsaid, "/cancel", reason="Retired")
    assert "The meeting is cancelled." in text_of(done.text)
    assert [(await booking(world, uid)).status for uid in (first, second, third)] == [
        "accepted",
        "cancelled",
        "cancelled",
    ]


async def test_it_is_given_to_whose_turn_it_is_or_to_somebody(world: World, sit: Sit) -> None:
    team = await crew(world)
    uid = (await team.booked())["uid"]
    was = (await booking(world, uid)).user_id
    others = [host for host in team.hosts if host.id != was]
    desk = await sit(team.admin)
    page = await desk.open(f"{BOOKINGS}/{uid}")
    offered = page.text.split('<select id="to"')[1].split("</select>")[0]
    assert [f'value="{host.id}"' in offered for host in team.hosts] == [host.id != was for host in team.hosts]
    given = await desk.send(page, "/reassign", to=str(others[1].id), reason="At sea")
    assert f"{others[1].name} has this meeting now." in text_of(given.text)
    assert (await booking(world, uid)).user_id == others[1].id
    turned = await desk.send(given, "/reassign")
    assert "has this meeting now" in turned.text
    assert (await booking(world, uid)).user_id != others[1].id


async def test_why_whom_is_told_to_those_who_lead_the_team(world: World, sit: Sit) -> None:
    team = await crew(world, each=[{"group_key": None}, {"priority": "high"}, {}])
    uid = (await team.booked())["uid"]
    desk = await sit(team.admin)
    page = await desk.open(f"{BOOKINGS}/{uid}")
    told = text_of(page.text.split('id="chosen"')[1].split("</section>")[0])
    assert "Host 1 The highest priority" in told
    assert "Host 0 : has a lower priority" in told
    assert "Host 2 : has a lower priority" in told
    given = await desk.send(page, "/reassign", to=str(team.hosts[0].id), reason="At sea")
    told = text_of(given.text.split('id="chosen"')[1].split("</section>")[0])
    assert told.index("Was given the meeting by a person") < told.index("The highest priority")
    assert team.admin.name is not None
    assert f"by {team.admin.name}" in told
    assert "At sea" in told
    host = await sit(team.hosts[0])
    assert 'id="chosen"' not in (await host.open(f"{BOOKINGS}/{uid}")).text


async def test_nobody_chose_where_nobody_takes_turns(world: World, sit: Sit) -> None:
    own = await practice(world)
    uid = (await own.booked())["uid"]
    assert 'id="chosen"' not in (await (await sit(own.host)).open(f"{BOOKINGS}/{uid}")).text


async def test_nobody_else_can_take_it(world: World, sit: Sit) -> None:
    team = await crew(world, 1)
    uid = (await team.booked())["uid"]
    desk = await sit(team.admin)
    refused = await desk.send(await desk.open(f"{BOOKINGS}/{uid}"), "/reassign")
    assert refused.status_code == 400
    assert "No other host can take this meeting." in text_of(refused.text)


async def test_who_did_not_come_is_noted_once_it_has_begun(world: World, sit: Sit) -> None:
    host = await practice(world)
    uid = (await host.booked())["uid"]
    desk = await sit(host.host)
    assert "Who did not come" not in (await desk.open(f"{BOOKINGS}/{uid}")).text
    with clock.frozen(AFTER):
        page = await desk.open(f"{BOOKINGS}/{uid}")
        noted = await desk.send(page, "/absent", absent="bea@example.com")
        assert "Who was missing is noted." in text_of(noted.text)
        await desk.send(noted, "/absent", host_absent="true")
        absent = select(BookingAttendee.absent).where(BookingAttendee.email == "bea@example.com")
        assert await world.session.scalar(absent)
        assert (await booking(world, uid)).host_absent
        back = await desk.client.post(
            f"{BOOKINGS}/{uid}/absent", data={"token": token(page.text)}, headers=desk.headers
        )
        assert back.status_code == 303
        assert not await world.session.scalar(absent)


def token(html: str) -> str:
    """What proves that a form is ours."""
    return html.split('name="token" value="')[1].split('"', maxsplit=1)[0]


@pytest.mark.parametrize("what", ["confirm", "decline", "cancel", "reassign", "absent"])
async def test_others_see_what_attendees_see_and_change_nothing(world: World, sit: Sit, what: str) -> None:
    asks = await practice(world, **ASKS)
    uid = (await asks.booked())["uid"]
    desk = await sit(await world.user())
    seen = await desk.open(f"{BOOKINGS}/{uid}")
    assert seen.url.path == f"/booking/{uid}"
    own = token((await desk.open("/dashboard/event-types/new")).text)
    with clock.frozen(AFTER):
        sent = await desk.client.post(
            f"{BOOKINGS}/{uid}/{what}",
            data={"token": own, "reason": "-", "absent": "bea@example.com"},
            headers=desk.headers,
        )
    assert sent.status_code == 403
    assert (await booking(world, uid)).status == "pending"
    assert (await desk.open(f"{BOOKINGS}/nothing")).status_code == 404
