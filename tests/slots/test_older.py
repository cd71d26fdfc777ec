"""Free times as older programs ask for them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from locum.absences.models import Absence
from locum.kit import clock
from tests.factories.bookings import Practice, practice
from tests.factories.world import World

NOW = datetime(2050, 1, 3, 8, tzinfo=UTC)
WINDOW = "startTime=2050-01-04T00:00:00Z&endTime=2050-01-05T23:59:59Z"


async def _ask(place: Practice, query: str, status: int = 200) -> Any:
    with clock.frozen(NOW):
        answer = await place.nobody.get(f"/v2/slots/available?{query}", headers={"cal-api-version": "2024-08-13"})
    assert answer.status_code == status, answer.text
    return answer.json()["data"]["slots"] if status == 200 else answer.json()["error"]


async def test_times_under_their_dates(world: World) -> None:
    place = await practice(world)
    found = await _ask(place, f"{WINDOW}&eventTypeId={place.event_type.id}")
    assert list(found) == ["2050-01-04", "2050-01-05"]
    assert found["2050-01-04"][0] == {"time": "2050-01-04T00:00:00.000Z"}
    by_name = f"eventTypeSlug={place.event_type.slug}&usernameList[]={place.host.username}"
    assert await _ask(place, f"{WINDOW}&{by_name}&isTeamEvent=false") == found


async def test_ends_and_zones(world: World) -> None:
    place = await practice(world)
    base = f"{WINDOW}&eventTypeId={place.event_type.id}"
    ranges = await _ask(place, f"{base}&slotFormat=range")
    assert ranges["2050-01-04"][0] == {"startTime": "2050-01-04T00:00:00.000Z", "endTime": "2050-01-04T01:00:00.000Z"}
    zoned = await _ask(place, f"{base}&timeZone=Europe/Rome")
    assert zoned["2050-01-04"][0] == {"time": "2050-01-04T01:00:00.000+01:00"}


async def test_a_day_off_says_who_is_away_and_who_stands_in(world: World) -> None:
    place = await practice(world)
    ben = await world.user(name="Ben Bond")
    absence = Absence(
        user_id=place.host.id,
        substitute_id=ben.id,
        first_day=date(2050, 1, 4),
        last_day=date(2050, 1, 4),
        reason="vacation",
        notes="Crete",
    )
    world.session.add(absence)
    await world.session.commit()
    base = f"{WINDOW}&eventTypeId={place.event_type.id}"
    first = (await _ask(place, base))["2050-01-04"][0]
    assert first == {
        "time": "2050-01-04T00:00:00.000Z",
        "away": True,
        "fromUser": {"id": place.host.id, "displayName": place.host.name},
        "toUser": {"id": ben.id, "username": ben.username, "displayName": "Ben Bond"},
        "reason": "ooo_reasons_vacation",
        "emoji": "🏝️",
    }
    absence.show_note_publicly = True
    await world.session.commit()
    shown = (await _ask(place, base))["2050-01-04"][0]
    assert (shown["notes"], shown["showNotePublicly"]) == ("Crete", True)
    assert "2050-01-04" not in await _ask(place, f"{base}&slotFormat=range")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("eventTypeId=1", 400),
        (f"{WINDOW}&eventTypeId=x", 400),
        (f"{WINDOW}&eventTypeId=1&slotFormat=week", 400),
        (f"{WINDOW}&eventTypeId=1&timeZone=Mars", 400),
        (f"{WINDOW}&eventTypeId=1&duration=-1", 400),
        (WINDOW, 400),
        ("startTime=2050-01-04T00:00:00Z&endTime=2099-01-05T00:00:00Z&eventTypeId=1", 400),
        ("startTime=9999-12-30T00:00:00Z&endTime=9999-12-31T23:59:59Z&eventTypeId=EVENT_TYPE", 400),
        (f"{WINDOW}&eventTypeId=999999", 404),
    ],
)
async def test_what_cannot_be_asked(world: World, query: str, status: int) -> None:
    place = await practice(world)
    await _ask(place, query.replace("EVENT_TYPE", str(place.event_type.id)), status)
