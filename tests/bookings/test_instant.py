"""Meetings with whichever host comes first (bookings sheet, section 3.7)."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from locum.bookings.instant import answer_instant
from locum.http.principal import Principal
from locum.kit import clock
from locum.kit.errors import BadRequest, Forbidden, NotFound
from locum.organizations.models import Team
from locum.pages.sessions.visitor import principal_of
from locum.users.models import User
from locum.webhooks.models import WebhookEvent
from tests.factories.bookings import ATTENDEE, NOW, open_schedule, practice
from tests.factories.event_types import event_type, host
from tests.factories.webhooks import webhook
from tests.factories.world import World


async def _asked(world: World) -> tuple[dict[str, Any], str, list[User], Team]:
    """An instant meeting, its key, and the two who may answer."""
    team = await world.team()
    people = [await world.member(team) for _ in range(2)]
    kind = await event_type(world, team, scheduling_type="roundRobin")
    for person in people:
        await open_schedule(world, person)
        await host(world, kind, person)
    await webhook(world, "INSTANT_MEETING", team_id=team.id)
    body = {"eventTypeId": kind.id, "start": "2050-01-03T08:00:00Z", "attendee": ATTENDEE, "instant": True}
    answer = await (await world.api(None)).post("/v2/bookings", body)
    assert answer.status_code == 201, answer.text
    event = (await world.session.scalars(select(WebhookEvent))).one()
    token = parse_qs(urlsplit(event.body["connectAndJoinUrl"]).query)["token"][0]
    return answer.json()["data"], token, people, team


def _caller(person: User) -> Principal:
    return principal_of(person)


async def test_it_awaits_a_host(world: World) -> None:
    booking, token, (first, second), _ = await _asked(world)
    assert (booking["status"], booking["title"]) == ("awaiting_host", "Instant Meeting with Bea Booker")
    assert booking["hosts"][0]["name"] == "unknown"
    assert booking["location"] == "integrations:daily"
    with clock.frozen(NOW + timedelta(seconds=30)):
        view = await answer_instant(world.session, _caller(first), token)
        assert (view.booking.status, view.booking.user_id) == ("accepted", first.id)
        assert (await answer_instant(world.session, _caller(first), token)).booking.user_id == first.id
        with pytest.raises(BadRequest):
            await answer_instant(world.session, _caller(second), token)


async def test_nobody_is_given_what_nobody_has_yet(world: World) -> None:
    booking, token, (first, _), _ = await _asked(world)
    given = await (await world.api(first)).post(f"/v2/bookings/{booking['uid']}/reassign")
    assert (given.status_code, "no host has it yet" in given.text) == (400, True)
    view = await answer_instant(world.session, _caller(first), token)
    assert (view.booking.status, view.booking.user_id) == ("accepted", first.id)


async def test_only_hosts_and_not_for_ever(world: World) -> None:
    _, token, (first, _), team = await _asked(world)
    with pytest.raises(Forbidden):
        await answer_instant(world.session, _caller(await world.member(team, "ADMIN")), token)
    with pytest.raises(NotFound):
        await answer_instant(world.session, _caller(first), "another")
    with clock.frozen(NOW + timedelta(seconds=91)), pytest.raises(BadRequest):
        await answer_instant(world.session, _caller(first), token)


async def test_only_of_teams_and_only_now(world: World) -> None:
    house = await practice(world)
    answer = await house.book("2050-01-03T08:00:00Z", instant=True)
    assert answer.status_code == 400
    assert "Instant bookings are only supported for team event types" in answer.json()["error"]["message"]
    team = await world.team()
    kind = await event_type(world, team)
    await host(world, kind, house.host)
    body = {"eventTypeId": kind.id, "start": "2050-03-03T08:00:00Z", "attendee": ATTENDEE, "instant": True}
    assert (await house.nobody.post("/v2/bookings", body)).status_code == 400
