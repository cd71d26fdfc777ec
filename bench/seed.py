"""The data set of the measurements: a busy host with 40 bookings in a month, 60 absences, 50 bookings to list."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.client import Caller
from bench.round import seed_round
from tests.support.server import Server, run


@dataclass(frozen=True, slots=True)
class Seeded:
    """Who and what the measurements speak of."""

    organization_id: int
    host_id: int
    busy_type_id: int
    free_type_id: int
    round_type_id: int
    """A round robin of ten."""
    first_day: datetime
    key: str
    idle_key: str


def seed(server: Server, data_dir: Path) -> Seeded:
    """Fill a fresh server over its own API."""
    words = ("--email", "owner@example.com", "--password", "correct horse", "--org-name", "Acme", "--org-slug", "acme")
    made = json.loads(run(data_dir, "bootstrap", *words, "--json").stdout)
    owner = Caller(server.port, made["apiKey"], "2024-06-14")
    organization = made["organizationId"]
    idle = owner.expect(201, "POST", f"/v2/organizations/{organization}/users", {"email": "idle@example.com"})
    idle_key = json.loads(run(data_dir, "api-key", "create", "--email", "idle@example.com", "--json").stdout)["apiKey"]
    _absences(owner, organization, idle["id"])
    free = _event_type(owner, "Free", "free")
    busy = _event_type(owner, "Busy", "busy")
    first_day = _first_day()
    _bookings(owner, busy, first_day)
    other = Caller(server.port, idle_key).key
    in_turn = seed_round(owner, organization)
    return Seeded(organization, made["userId"], busy, free, in_turn, first_day, made["apiKey"], other)


def _first_day() -> datetime:
    """A Monday some weeks ahead, so that a whole month lies in the future."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=28 - today.weekday())


def _absences(owner: Caller, organization: int, user_id: int) -> None:
    for number in range(60):
        first = datetime(2040, 1, 1, tzinfo=UTC) + timedelta(days=3 * number)
        body = {"start": f"{first:%Y-%m-%dT00:00:00.000Z}", "end": f"{first:%Y-%m-%dT23:59:59.999Z}"}
        owner.expect(201, "POST", f"/v2/organizations/{organization}/users/{user_id}/ooo", body)


def _event_type(owner: Caller, title: str, slug: str) -> int:
    body = {"title": title, "slug": slug, "lengthInMinutes": 30, "minimumBookingNotice": 0}
    number: int = owner.expect(201, "POST", "/v2/event-types", body)["id"]
    return number


def _bookings(owner: Caller, event_type: int, first_day: datetime) -> None:
    """Two a weekday for four weeks, at nine and eleven, UTC; ten more at one for the list."""
    booker = Caller(owner.port, owner.key)
    days = [first_day + timedelta(days=day) for day in range(28) if day % 7 < 5]
    starts = [day + timedelta(hours=hour) for hour in (9, 11) for day in days]
    starts += [day + timedelta(hours=9, days=28) for day in days[:10]]
    for start in starts:
        booker.expect(201, "POST", "/v2/bookings", booking(event_type, start))


def booking(event_type: int, start: datetime) -> dict[str, object]:
    """The body of a booking."""
    attendee = {"name": "Bea Booker", "email": "bea@example.org", "timeZone": "Europe/Rome"}
    return {"start": f"{start:%Y-%m-%dT%H:%M:%SZ}", "eventTypeId": event_type, "attendee": attendee}


def free_starts(data: Seeded, event_type_id: int) -> Iterator[dict[str, object]]:
    """Bookings of free half hours, ten weeks after the busy month and on."""
    day = data.first_day + timedelta(weeks=10)
    while True:
        if day.weekday() < 5:
            for half in range(16):
                yield booking(event_type_id, day + timedelta(hours=9, minutes=30 * half))
        day += timedelta(days=1)
