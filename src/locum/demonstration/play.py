"""The play itself: people, teams, hours, offers, absences, and two months of bookings."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from locum.demonstration.absences import go_away, keep_holidays
from locum.demonstration.calendar import LEAVES
from locum.demonstration.cast import ADDRESS, OWNER, PEOPLE, TEAM_OFFERS, TEAMS, VISITORS, Person
from locum.demonstration.directory import furnish
from locum.demonstration.stage import Cast, Stage
from locum.kit import clock

DAYS_BACK, DAYS_AHEAD = 30, 30
BOOKINGS_A_DAY = 5
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]

Tell = Callable[[str], None]
"""Told what is done, one step after the other."""


def steps() -> int:
    """How many steps the play has, for a progress bar."""
    return len(TEAMS) + len(PEOPLE) + 3 + len(LEAVES) + DAYS_BACK + DAYS_AHEAD


MakeKey = Callable[[str], Any]
"""A coroutine function: the key of the person with an address."""


async def perform(cast: Cast, make_key: MakeKey, tell: Tell) -> int:
    """Fill the organization. Returns the number of bookings."""
    teams = await _teams(cast, tell)
    await _settle(cast, OWNER, cast.owner)
    tell(OWNER.name)
    for person in PEOPLE:
        await _person(cast, person, teams, make_key)
        tell(person.name)
    await furnish(cast)
    tell("roles and attributes")
    await _team_offers(cast, teams)
    await keep_holidays(cast)
    tell("what teams offer")
    booked = await _bookings(cast, tell)
    await go_away(cast, tell)
    return booked


async def _teams(cast: Cast, tell: Tell) -> dict[str, int]:
    made = {}
    for name in TEAMS:
        team = await cast.owner.send("POST", f"/v2/organizations/{cast.organization_id}/teams", {"name": name})
        made[name] = team["id"]
        tell(name)
    return made


async def _person(cast: Cast, person: Person, teams: dict[str, int], make_key: MakeKey) -> None:
    base = f"/v2/organizations/{cast.organization_id}"
    body = {"email": person.email, "username": person.username, "timeZone": person.zone}
    user = await cast.owner.send("POST", f"{base}/users", body)
    cast.ids[person.username] = user["id"]
    member = {"userId": user["id"], "role": person.role, "accepted": True}
    await cast.owner.send("POST", f"{base}/teams/{teams[person.team]}/memberships", member)
    await _settle(cast, person, Stage(cast.owner.client, await make_key(person.email)))


async def _settle(cast: Cast, person: Person, stage: Stage) -> None:
    """Name, hours and offers."""
    cast.stages[person.username] = stage
    await stage.send("PATCH", "/v2/me", {"name": person.name, "timeZone": person.zone})
    rule = {"days": WEEKDAYS, "startTime": person.opens, "endTime": person.closes}
    hours = {"name": "Clinic hours", "timeZone": person.zone, "isDefault": True, "availability": [rule]}
    await stage.send("POST", "/v2/schedules", hours)
    cast.offers[person.username] = []
    for title, slug, minutes in person.offers:
        offer = {"title": title, "slug": slug, "lengthInMinutes": minutes, "minimumBookingNotice": 60}
        made = await stage.send("POST", "/v2/event-types", offer)
        cast.offers[person.username].append((made["id"], minutes))


async def _team_offers(cast: Cast, teams: dict[str, int]) -> None:
    """What can be booked with a team; of what is managed, each member has a copy."""
    for team, scheduling_type, title, slug, minutes, hosts in TEAM_OFFERS:
        named = {"hosts": [{"userId": cast.ids[host]} for host in hosts]} if hosts else {"assignAllTeamMembers": True}
        offer = {"title": title, "slug": slug, "lengthInMinutes": minutes, "minimumBookingNotice": 60}
        offer |= {"schedulingType": scheduling_type, "locations": [ADDRESS], **named}
        base = f"/v2/organizations/{cast.organization_id}/teams/{teams[team]}"
        made = await cast.owner.send("POST", f"{base}/event-types", offer)
        if scheduling_type != "managed":
            cast.stages[slug], cast.offers[slug] = cast.owner, [(made["id"], minutes)]


async def _bookings(cast: Cast, tell: Tell) -> int:
    """Some bookings on every weekday, each made a few days before, a few of them cancelled."""
    chance = random.Random(7)  # noqa: S311 - the same play every time
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    booked = 0
    for offset in range(-DAYS_BACK, DAYS_AHEAD):
        day = today + timedelta(days=offset)
        if day.weekday() < 5:
            with clock.frozen(min(day - timedelta(days=3), clock.now())):
                booked += await _day(cast, day, chance)
        tell(f"{day:%d %B}")
    return booked


async def _day(cast: Cast, day: datetime, chance: random.Random) -> int:
    booked = 0
    for _ in range(BOOKINGS_A_DAY):
        username = chance.choice(list(cast.offers))
        event_type, _ = chance.choice(cast.offers[username])
        window = f"start={day:%Y-%m-%d}&end={day:%Y-%m-%d}"
        free = await cast.stages[username].send("GET", f"/v2/slots?eventTypeId={event_type}&{window}")
        starts = [slot["start"] for slots in free.values() for slot in slots]
        if not starts:
            continue
        made = await _book(cast, event_type, chance.choice(starts), chance)
        booked += 1
        if chance.random() < 0.1:
            reason = {"cancellationReason": "Something came up"}
            await cast.owner.send("POST", f"/v2/bookings/{made['uid']}/cancel", reason)
    return booked


async def _book(cast: Cast, event_type: int, start: str, chance: random.Random) -> Any:
    name, local = chance.choice(VISITORS)
    attendee = {"name": name, "email": f"{local}@visitors.example", "timeZone": "Europe/Berlin"}
    return await cast.owner.send(
        "POST", "/v2/bookings", {"eventTypeId": event_type, "start": start, "attendee": attendee}
    )
