"""Lists of attributes and of who holds what take the same number of statements whatever their length."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.attributes import knowing
from tests.factories.world import World
from tests.http.test_statements import counted


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("attributes", 2),
        ("attributes/{a}/options", 2),
        ("attributes/{a}/options/assigned", 2),
        ("attributes/slugs/{slug}/options/assigned", 2),
        ("attributes/{a}/options/assigned?teamIds={t}", 2),
        ("attributes/{a}/options/assigned?assignedOptionIds={o}&teamIds={t}", 4),
        ("attributes/options/{u}", 2),
        ("memberships", 3),
        ("users?assignedOptionIds={o}", 3),
        ("users?assignedOptionIds={o}&attributeQueryOperator=OR&teamIds={t}", 3),
    ],
)
async def test_lists_do_not_ask_again_for_each_row(world: World, engine: AsyncEngine, path: str, most: int) -> None:
    place = await knowing(world)
    attribute = await place.attribute("MULTI_SELECT", slug="many")
    common = await place.option(attribute, "common")
    anna = await place.person()
    team = await world.team(place.organization)
    address = f"/v2/organizations/{place.organization.id}/{path}"
    address = address.format(a=attribute["id"], slug="many", o=common["id"], t=team.id, u=anna.id)
    numbers, lengths = [], []
    for rows in (2, 12):
        for _ in range(rows):
            option = await place.option(attribute, "more")
            await place.assign(anna, option)
            await place.attribute()
            ben = await place.person()
            await world.join(ben, team)
            await place.assign(ben, common)
            await place.assign(ben, option)
        world.session.expunge_all()
        with counted(engine) as statements:
            answer = await place.api.get(address)
        lengths.append(len(answer.json()["data"]))
        numbers.append(len(statements))
    assert 0 < lengths[0] < lengths[1]
    assert numbers[0] == numbers[1]
    assert 0 < numbers[0] <= most
