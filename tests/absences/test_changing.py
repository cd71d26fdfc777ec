"""What a change checks and leaves (out-of-office sheet, section 4.3)."""

from typing import Any

import pytest

from tests.factories.absences import days, office, refusal
from tests.factories.world import World

BOTH_ENDS = (400, "Please specify both ooo start and end time.")
NOT_IN_ORDER = (400, "Start date must be before end date.")
CYCLE = (400, "Booking redirect infinite not allowed.")
DUPLICATE = (409, "Ooo entry already exists.")
TO_SELF = (400, "Cannot redirect to self.")
NOT_ELIGIBLE = (400, "Cannot redirect to this user.")

MAY, JUNE = ("2050-05-01", "2050-05-10"), ("2050-06-01", "2050-06-10")


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        ({}, {}),
        ({"notes": "Hills"}, {"notes": "Hills"}),
        ({"notes": None}, {"notes": None}),
        ({"notes": ""}, {"notes": ""}),
        ({"reason": "sick"}, {"reason": "sick"}),
        ({"reason": None}, {}),
        ({"toUserId": None}, {"toUserId": None}),
        (days(*JUNE), days(*JUNE)),
        (days(*MAY), {}),
        ({**days(*MAY), "notes": "Hills", "reason": "vacation"}, {"notes": "Hills"}),
        ({"color": "red"}, {}),
    ],
)
async def test_what_is_not_named_stays(world: World, body: dict[str, Any], changed: dict[str, Any]) -> None:
    place = await office(world)
    anna, ben = await place.person(), await place.person()
    before = await place.enter(anna, *MAY, ben, notes="Sea", reason="vacation")
    answer = await place.patch(anna, before["id"], body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"] == {**before, **changed}
    assert (await place.api.get(place.path(anna))).json()["data"] == [{**before, **changed}]


async def test_a_change_without_a_body_changes_nothing(world: World) -> None:
    place = await office(world)
    before = await place.enter(place.admin, *MAY)
    answer = await place.api.patch(place.path(place.admin, before["id"]))
    assert (answer.status_code, answer.json()["data"]) == (200, before)


async def test_a_whole_form_may_be_sent_again(world: World) -> None:
    place = await office(world)
    anna, ben = await place.person(), await place.person()
    before = await place.enter(anna, *MAY, ben, notes="Sea", reason="vacation")
    answer = await place.patch(anna, before["id"], before)
    assert (answer.status_code, answer.json()["data"]) == (200, before)


@pytest.mark.parametrize("name", ["start", "end"])
async def test_one_end_alone(world: World, name: str) -> None:
    place = await office(world)
    entry = await place.enter(place.admin, *MAY)
    answer = await place.patch(place.admin, entry["id"], {name: days(*JUNE)[name], "notes": "x"})
    assert refusal(answer) == BOTH_ENDS


async def test_the_first_broken_rule_answers(world: World) -> None:
    place = await office(world)
    anna, ben, stranger = await place.person(), await place.person(), await world.user()
    entry = (await place.enter(anna, *MAY))["id"]
    await place.enter(anna, *JUNE)

    async def told(first: str, last: str, cover: int | None = None) -> tuple[int, str]:
        body = {**days(first, last), **({} if cover is None else {"toUserId": cover})}
        return refusal(await place.patch(anna, entry, body))

    assert await told("2050-06-10", "2050-06-01", anna.id) == NOT_IN_ORDER
    assert await told(*JUNE, anna.id) == DUPLICATE
    assert await told("2050-06-02", "2050-06-03", anna.id) == TO_SELF
    assert await told("2050-06-02", "2050-06-03", stranger.id) == NOT_ELIGIBLE
    assert await told("2050-06-02", "2050-06-03", 0) == (400, "Invalid input: The referenced data does not exist.")
    await place.enter(ben, "2050-06-05", "2050-06-05", anna)
    assert await told(*JUNE, ben.id) == CYCLE
    assert await told(*JUNE) == CYCLE
    [unchanged, _] = (await place.api.get(place.path(anna))).json()["data"]
    assert (unchanged["start"], unchanged["toUserId"]) == ("2050-05-01T00:00:00.000Z", None)


@pytest.mark.parametrize(("cover", "expected"), [("self", TO_SELF), ("stranger", NOT_ELIGIBLE)])
async def test_a_new_cover_alone_is_checked(world: World, cover: str, expected: tuple[int, str]) -> None:
    place = await office(world)
    anna, stranger = await place.person(), await world.user()
    entry = (await place.enter(anna, *MAY))["id"]
    cover_id = anna.id if cover == "self" else stranger.id
    assert refusal(await place.patch(anna, entry, {"toUserId": cover_id})) == expected


async def test_a_new_cover_alone_closes_no_cycle(world: World) -> None:
    place = await office(world)
    anna, ben, chris = [await place.person() for _ in range(3)]
    entry = (await place.enter(anna, *MAY, chris))["id"]
    await place.enter(ben, *MAY, anna)
    assert refusal(await place.patch(anna, entry, {"toUserId": ben.id})) == CYCLE


async def test_a_cover_can_always_be_given_up(world: World) -> None:
    place = await office(world)
    anna, ben, chris = [await place.person() for _ in range(3)]
    entry = (await place.enter(anna, *MAY, chris))["id"]
    await place.enter(ben, *MAY, anna)
    answer = await place.patch(anna, entry, {"toUserId": None})
    assert (answer.status_code, answer.json()["data"]["toUserId"]) == (200, None)


async def test_new_days_count_with_the_stored_cover(world: World) -> None:
    place = await office(world)
    anna, ben, chris = [await place.person() for _ in range(3)]
    entry = (await place.enter(anna, *MAY, chris))["id"]
    await place.enter(ben, *JUNE, anna)
    # Anna has a cover, so she may leave although Ben counts on her.
    assert (await place.patch(anna, entry, days(*JUNE))).status_code == 200
    back = (await place.enter(chris, *MAY, anna))["id"]
    assert refusal(await place.patch(chris, back, days(*JUNE))) == CYCLE
    assert refusal(await place.patch(anna, entry, {**days("2050-06-02", "2050-06-03"), "toUserId": None})) == CYCLE
