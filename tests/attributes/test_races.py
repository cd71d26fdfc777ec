"""Whatever comes at the same moment, the rules of attributes hold. Real commits on a database of its own."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable

import pytest
from httpx import Response
from sqlalchemy import select

from locum.memberships.models import Membership
from locum.settings import Settings
from tests.factories.attributes import Knowing, knowing
from tests.factories.live import live_world

rounds = pytest.mark.parametrize("round_", range(4))


@pytest.fixture
async def place(races_url: str, settings: Settings) -> AsyncIterator[Knowing]:
    async with live_world(races_url, settings) as world:
        yield await knowing(world)


async def outcome(*calls: Awaitable[Response]) -> Counter[int]:
    """Make all calls at once: how often each status was answered."""
    return Counter(answer.status_code for answer in await asyncio.gather(*calls))


@rounds
async def test_of_a_single_value_one_is_left(place: Knowing, round_: int) -> None:
    attribute = await place.attribute("SINGLE_SELECT", *"abcdef")
    anna = await place.person()
    calls = [
        place.try_to_assign(anna, attribute, attributeOptionId=option["id"])
        for option in await place.options(attribute)
    ]
    assert await outcome(*calls) == {201: 6}
    assert len(await place.held(anna)) == 1


@rounds
async def test_of_values_of_one_s_own_one_is_left(place: Knowing, round_: int) -> None:
    attribute = await place.attribute("TEXT")
    anna = await place.person()
    assert await outcome(*(place.try_to_assign(anna, attribute, value=value) for value in "abcdef")) == {201: 6}
    assert await place.held(anna) == [option["value"] for option in await place.options(attribute)]
    assert len(await place.held(anna)) == 1


@rounds
async def test_an_option_is_held_once(place: Knowing, round_: int) -> None:
    attribute = await place.attribute("MULTI_SELECT", "a")
    (option,) = await place.options(attribute)
    anna = await place.person()
    calls = [place.try_to_assign(anna, attribute, attributeOptionId=option["id"]) for _ in range(6)]
    assert await outcome(*calls) == {201: 1, 409: 5}
    assert await place.held(anna) == ["a"]


@rounds
async def test_an_option_goes_while_it_is_assigned(place: Knowing, round_: int) -> None:
    attribute = await place.attribute("SINGLE_SELECT", "a", "b")
    option, _ = await place.options(attribute)
    people = [await place.person() for _ in range(4)]
    found = await outcome(
        place.api.delete(place.path(attribute["id"], "options", option["id"])),
        *(place.try_to_assign(who, attribute, attributeOptionId=option["id"]) for who in people),
    )
    assert found[200] == 1
    assert found[201] + found[400] == 4
    assert [await place.held(who) for who in people] == [[]] * 4


@rounds
async def test_an_attribute_goes_while_it_is_used(place: Knowing, round_: int) -> None:
    attribute = await place.attribute("SINGLE_SELECT", "a")
    (option,) = await place.options(attribute)
    people = [await place.person() for _ in range(3)]
    found = await outcome(
        *(place.try_to_assign(who, attribute, attributeOptionId=option["id"]) for who in people),
        place.api.delete(place.path(attribute["id"])),
        place.api.post(place.path(attribute["id"], "options"), {"value": "b", "slug": "b"}),
    )
    assert found[200] == 1
    assert set(found) <= {200, 201, 400, 404}
    assert [await place.held(who) for who in people] == [[]] * 3


@rounds
async def test_somebody_leaves_while_he_is_given_something(place: Knowing, round_: int) -> None:
    attribute = await place.attribute("MULTI_SELECT", *"abcd")
    anna = await place.person()
    membership = await place.world.session.scalar(select(Membership.id).where(Membership.user_id == anna.id))
    found = await outcome(
        *(
            place.try_to_assign(anna, attribute, attributeOptionId=option["id"])
            for option in await place.options(attribute)
        ),
        place.api.delete(f"/v2/organizations/{place.organization.id}/memberships/{membership}"),
    )
    assert found[200] == 1
    assert set(found) <= {200, 201, 404}
    assert await place.held(anna) == []


@rounds
async def test_something_is_taken_back_while_something_else_replaces_it(place: Knowing, round_: int) -> None:
    attribute = await place.attribute("SINGLE_SELECT", "a", "b")
    first, second = await place.options(attribute)
    anna = await place.person()
    await place.assign(anna, first)
    found = await outcome(
        place.try_to_assign(anna, attribute, attributeOptionId=second["id"]),
        place.api.delete(place.path("options", anna.id, first["id"])),
    )
    assert found[201] == 1
    assert found[200] + found[404] == 1
    assert await place.held(anna) == ["b"]


@rounds
async def test_groups_do_not_come_to_contain_each_other(place: Knowing, round_: int) -> None:
    attribute = await place.attribute("MULTI_SELECT", "a", "b")
    one, two = await place.options(attribute)
    path = place.path(attribute["id"], "options")
    found = await outcome(
        place.api.patch(f"{path}/{one['id']}", {"isGroup": True, "contains": [two["id"]]}),
        place.api.patch(f"{path}/{two['id']}", {"isGroup": True, "contains": [one["id"]]}),
    )
    assert found == {200: 1, 400: 1}
