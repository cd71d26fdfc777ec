"""Whatever comes at the same moment, the rules of absences hold (out-of-office sheet, section 4).

Real commits on a database of its own; each race is run several times.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable
from datetime import UTC, datetime

import pytest
from httpx import Response

from locum.absences.series import MOST_OF_A_PERSON
from locum.kit import clock
from locum.settings import Settings
from tests.factories.absences import Office, days, office, refusal
from tests.factories.live import live_world

MAY, JUNE = ("2050-05-01", "2050-05-10"), ("2050-06-01", "2050-06-10")
CYCLE = (400, "Booking redirect infinite not allowed.")
DUPLICATE = (409, "Ooo entry already exists.")
NOT_THEIRS = (403, "This OOO entry does not belong to this user.")

rounds = pytest.mark.parametrize("round_", range(4))


@pytest.fixture
async def place(races_url: str, settings: Settings) -> AsyncIterator[Office]:
    async with live_world(races_url, settings) as world:
        yield await office(world)


async def outcome(*calls: Awaitable[Response]) -> tuple[int, Counter[tuple[int, str]]]:
    """Make all calls at once: how many succeeded, and how often each refusal was given."""
    answers = await asyncio.gather(*calls)
    good = [answer for answer in answers if answer.status_code in {200, 201}]
    return len(good), Counter(refusal(answer) for answer in answers if answer not in good)


async def test_twenty_identical_entries_are_one(place: Office) -> None:
    for _ in range(3):  # the first time connections are still being made, which takes the edge off the race
        anna = await place.person()
        assert await outcome(*(place.post(anna, *MAY) for _ in range(20))) == (1, Counter({DUPLICATE: 19}))
        assert len((await place.api.get(place.path(anna))).json()["data"]) == 1


@rounds
async def test_two_who_name_each_other(place: Office, round_: int) -> None:
    anna, ben = await place.person(), await place.person()
    assert await outcome(place.post(anna, *MAY, ben), place.post(ben, *MAY, anna)) == (1, Counter({CYCLE: 1}))


@rounds
async def test_a_ring_of_six_is_never_closed(place: Office, round_: int) -> None:
    people = [await place.person() for _ in range(6)]
    calls = [place.post(who, *MAY, cover) for who, cover in zip(people, [*people[1:], people[0]], strict=True)]
    assert await outcome(*calls) == (5, Counter({CYCLE: 1}))


@rounds
async def test_a_cover_does_not_slip_away(place: Office, round_: int) -> None:
    """Somebody is named as a cover at the moment in which he leaves."""
    anna, ben = await place.person(), await place.person()
    good, refused = await outcome(place.post(ben, *MAY, anna), place.post(anna, *MAY))
    # Naming a cover who is away already is allowed, leaving as a cover is not: the order decides.
    assert (good, refused) in [(1, Counter({CYCLE: 1})), (2, Counter())]
    own = (await place.api.get(place.path(anna))).json()["data"]
    theirs = (await place.api.get(place.path(ben))).json()["data"]
    assert len(theirs) == 1
    assert all(entry["id"] < theirs[0]["id"] for entry in own)


@rounds
async def test_two_changes_that_name_each_other(place: Office, round_: int) -> None:
    anna, ben = await place.person(), await place.person()
    one, other = (await place.enter(anna, *MAY))["id"], (await place.enter(ben, *MAY))["id"]
    calls = [place.patch(anna, one, {"toUserId": ben.id}), place.patch(ben, other, {"toUserId": anna.id})]
    assert await outcome(*calls) == (1, Counter({CYCLE: 1}))


@rounds
async def test_two_absences_do_not_move_onto_the_same_days(place: Office, round_: int) -> None:
    anna = await place.person()
    ids = [(await place.enter(anna, f"2050-05-{day:02}", f"2050-05-{day:02}"))["id"] for day in range(1, 6)]
    calls = [place.patch(anna, absence_id, days(*JUNE)) for absence_id in ids]
    assert await outcome(*calls) == (1, Counter({DUPLICATE: 4}))


@rounds
async def test_an_absence_is_deleted_once(place: Office, round_: int) -> None:
    anna = await place.person()
    absence_id = (await place.enter(anna, *MAY))["id"]
    path = place.path(anna, absence_id)
    assert await outcome(*(place.api.delete(path) for _ in range(5))) == (1, Counter({NOT_THEIRS: 4}))


@rounds
async def test_a_deleted_absence_is_not_changed(place: Office, round_: int) -> None:
    anna = await place.person()
    absence_id = (await place.enter(anna, *MAY))["id"]
    good, refused = await outcome(
        place.api.delete(place.path(anna, absence_id)),
        place.patch(anna, absence_id, {"notes": "x"}),
        place.patch(anna, absence_id, days(*JUNE)),
    )
    assert good >= 1
    assert set(refused) <= {NOT_THEIRS}
    assert (await place.api.get(place.path(anna))).json()["data"] == []


async def test_occurrences_are_left_out_while_all_are_changed(place: Office) -> None:
    anna = await place.person()
    body = {**days("2050-05-06", "2050-05-06"), "rule": "FREQ=WEEKLY;COUNT=12"}
    with clock.frozen(datetime(2050, 5, 1, tzinfo=UTC)):
        series = (await place.api.post(f"{place.path(anna)}/recurring", body)).json()["data"]
        path = f"{place.path(anna)}/recurring/{series['id']}"
        found = (await place.api.get(f"{path}/occurrences")).json()["data"]
        gone = [place.api.delete(place.path(anna, entry["id"])) for entry in found[:6]]
        changes = [place.api.patch(path, {"notes": str(number)}) for number in range(6)]
        calls = [call for pair in zip(gone, changes, strict=True) for call in pair]
        answers = await asyncio.gather(*calls)
        assert {answer.status_code for answer in answers} == {200}
        left = (await place.api.get(f"{path}/occurrences")).json()["data"]
        kept = (await place.api.get(path)).json()["data"]
    assert [entry["id"] for entry in left] == [entry["id"] for entry in found[6:]]
    assert len(kept["exceptions"]) == 6
    assert {entry["notes"] for entry in left} == {kept["notes"]}


async def test_nobody_slips_past_the_number_of_recurring_absences(place: Office) -> None:
    anna = await place.person()
    body = {**days("2050-05-06", "2050-05-06"), "rule": "FREQ=YEARLY"}
    calls = (place.api.post(f"{place.path(anna)}/recurring", body) for _ in range(MOST_OF_A_PERSON + 5))
    good, refused = await outcome(*calls)
    assert (good, refused.total()) == (MOST_OF_A_PERSON, 5)


async def test_the_same_file_twice_at_once_is_entered_once(place: Office) -> None:
    people = [await place.person() for _ in range(5)]
    entries = [{"email": one.email, "start": MAY[0], "end": MAY[1]} for one in people]
    path = f"/v2/organizations/{place.organization.id}/ooo/bulk"
    answers = await asyncio.gather(*(place.api.post(path, {"entries": entries}) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(answer.json()["data"]["created"] for answer in answers) == [0, 0, 0, 5]
