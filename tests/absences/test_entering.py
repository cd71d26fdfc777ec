"""What may be entered beside what is there (out-of-office sheet, sections 4.1, 4.2 and 4.4)."""

import pytest

from tests.factories.absences import office, refusal
from tests.factories.world import World

NOT_IN_ORDER = (400, "Start date must be before end date.")
CYCLE = (400, "Booking redirect infinite not allowed.")
DUPLICATE = (409, "Ooo entry already exists.")
TO_SELF = (400, "Cannot redirect to self.")
NOT_ELIGIBLE = (400, "Cannot redirect to this user.")

MAY = ("2050-05-01", "2050-05-10")


async def test_the_first_broken_rule_answers(world: World) -> None:
    """Each step mends the rule that answered before."""
    place = await office(world)
    anna, ben, stranger = await place.person(), await place.person(), await world.user()
    await place.enter(anna, *MAY)
    assert refusal(await place.post(anna, "2050-05-10", "2050-05-01", anna)) == NOT_IN_ORDER
    assert refusal(await place.post(anna, *MAY, anna)) == DUPLICATE
    assert refusal(await place.post(anna, *MAY, stranger)) == DUPLICATE
    assert refusal(await place.post(anna, "2050-05-01", "2050-05-09", anna)) == TO_SELF
    assert refusal(await place.post(anna, "2050-05-01", "2050-05-09", stranger)) == NOT_ELIGIBLE
    await place.enter(ben, *MAY, anna)
    # Anna covers Ben now, and has an entry of the same days: the cycle is named first.
    assert refusal(await place.post(anna, *MAY, ben)) == CYCLE
    assert refusal(await place.post(anna, *MAY)) == CYCLE


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2050-05-01", "2050-05-09"),
        ("2050-05-02", "2050-05-10"),
        ("2050-05-03", "2050-05-04"),
        ("2050-04-01", "2050-06-30"),
        ("2050-05-11", "2050-05-12"),
    ],
)
async def test_only_identical_days_are_a_duplicate(world: World, first: str, last: str) -> None:
    place = await office(world)
    anna, ben = await place.person(), await place.person()
    await place.enter(anna, *MAY)
    await place.enter(anna, first, last)
    await place.enter(ben, *MAY)
    assert refusal(await place.post(anna, first, last)) == DUPLICATE


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        ("2050-05-01", "2050-05-10", True),
        ("2050-05-10", "2050-05-20", True),
        ("2050-04-20", "2050-05-01", True),
        ("2050-05-05", "2050-05-05", True),
        ("2050-04-01", "2050-06-01", True),
        ("2050-05-11", "2050-05-20", False),
        ("2050-04-20", "2050-04-30", False),
    ],
)
@pytest.mark.parametrize("cover", ["none", "each other"])
async def test_a_cover_does_not_leave(world: World, first: str, last: str, refused: bool, cover: str) -> None:
    """Sharing a day is enough, being adjacent is not; with and without a cover of his own."""
    place = await office(world)
    anna, ben = await place.person(), await place.person()
    await place.enter(ben, *MAY, anna)
    answer = await place.post(anna, first, last, ben if cover == "each other" else None)
    if refused:
        assert refusal(answer) == CYCLE
    else:
        assert answer.status_code == 201, answer.text


async def test_a_cover_may_leave_when_he_names_a_third(world: World) -> None:
    place = await office(world)
    anna, ben, chris = [await place.person() for _ in range(3)]
    await place.enter(ben, *MAY, anna)
    await place.enter(anna, *MAY, chris)


async def test_a_cover_who_is_away_already_is_accepted(world: World) -> None:
    place = await office(world)
    anna, ben = await place.person(), await place.person()
    await place.enter(ben, *MAY)
    await place.enter(anna, *MAY, ben)


async def test_a_longer_cycle_is_a_cycle_on_the_days_that_all_share(world: World) -> None:
    place = await office(world)
    anna, ben, chris, dana = [await place.person() for _ in range(4)]
    await place.enter(anna, "2050-05-01", "2050-05-10", ben)
    await place.enter(ben, "2050-05-05", "2050-05-20", chris)
    await place.enter(chris, "2050-05-08", "2050-05-30", dana)
    assert refusal(await place.post(dana, "2050-05-10", "2050-05-10", anna)) == CYCLE
    # On the 11th Anna is back: the chain ends with her.
    await place.enter(dana, "2050-05-11", "2050-05-30", anna)
    # Each pair shares days, all three together share none.
    assert refusal(await place.post(chris, "2050-05-09", "2050-05-09", anna)) == CYCLE
    await place.enter(chris, "2050-05-01", "2050-05-04", anna)


@pytest.mark.parametrize(
    "where", ["team", "team of its own", "nowhere", "pending", "absent pending", "unknown", "zero"]
)
async def test_who_may_cover(world: World, where: str) -> None:
    place = await office(world)
    anna, ben = await place.person(), await world.user()
    cover = ben.id
    expected: tuple[int, str] | None = None
    if where == "team":
        team = await world.team(place.organization)
        await world.join(anna, team)
        await world.join(ben, team)
    elif where == "team of its own":
        team = await world.team()
        await world.join(anna, team)
        await world.join(ben, team)
    elif where == "pending":
        await world.join(ben, place.organization, accepted=False)
        expected = NOT_ELIGIBLE
    elif where == "absent pending":
        team = await world.team()
        await world.join(anna, team, accepted=False)
        await world.join(ben, team)
        expected = NOT_ELIGIBLE
    elif where == "zero":
        cover, expected = 0, (400, "Invalid input: The referenced data does not exist.")
    else:
        cover, expected = (2**40 if where == "unknown" else ben.id), NOT_ELIGIBLE
    answer = await place.post(anna, *MAY, toUserId=cover)
    if expected is None:
        assert answer.status_code == 201, answer.text
        assert answer.json()["data"]["toUserId"] == ben.id
    else:
        assert refusal(answer) == expected
        assert (await place.api.get(place.path(anna))).json()["data"] == []
