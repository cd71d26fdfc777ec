"""What memberships of an organization show of attributes (members sheet, section 2.1)."""

from typing import Any

from locum.users.models import User
from tests.factories.attributes import Knowing, knowing
from tests.factories.world import World


async def _attributes(place: Knowing, user: User) -> list[Any]:
    """What the list shows, after a look at whether the single membership says the same."""
    path = f"/v2/organizations/{place.organization.id}/memberships"
    (listed,) = [row for row in (await place.api.get(path)).json()["data"] if row["userId"] == user.id]
    alone = await place.api.get(f"{path}/{listed['id']}")
    assert alone.json()["data"] == listed
    changed = await place.api.patch(f"{path}/{listed['id']}", {})
    assert changed.json()["data"] == listed
    return list(listed["attributes"])


async def test_one_object_for_each_attribute(world: World) -> None:
    place = await knowing(world)
    text, number = await place.attribute("TEXT"), await place.attribute("NUMBER")
    one, many = await place.attribute("SINGLE_SELECT", "A"), await place.attribute("MULTI_SELECT", "B", "C", "D")
    anna, ben = await place.person(properties={"badge": 'a "quoted" one'}), await place.person()
    options = await place.options(many)
    for option in (options[2], options[0], *await place.options(one)):
        await place.assign(anna, option)
    await place.assign(ben, options[0])
    for attribute, value in ((number, "7.50"), (text, 'Zoë "Z" \\')):
        await place.try_to_assign(anna, attribute, value=value)
    assert await _attributes(place, anna) == [
        {
            "id": text["id"],
            "name": text["name"],
            "type": "text",
            "option": 'Zoë "Z" \\',
            "optionId": (await place.options(text))[0]["id"],
        },
        {
            "id": number["id"],
            "name": number["name"],
            "type": "number",
            "option": 7.5,
            "optionId": (await place.options(number))[0]["id"],
        },
        {
            "id": one["id"],
            "name": one["name"],
            "type": "singleSelect",
            "option": "A",
            "optionId": (await place.options(one))[0]["id"],
        },
        {
            "id": many["id"],
            "name": many["name"],
            "type": "multiSelect",
            "options": [
                {"optionId": options[0]["id"], "option": "B"},
                {"optionId": options[2]["id"], "option": "D"},
            ],
        },
    ]
    (held,) = await _attributes(place, ben)
    assert held["options"] == [{"optionId": options[0]["id"], "option": "B"}]
    assert await _attributes(place, place.admin) == []


async def test_of_a_single_value_only_the_first_shows(world: World) -> None:
    place = await knowing(world)
    attribute = await place.attribute("MULTI_SELECT", "First", "Second")
    first, second = await place.options(attribute)
    anna = await place.person()
    for option in (second, first):
        await place.assign(anna, option)
    await place.api.patch(place.path(attribute["id"]), {"type": "SINGLE_SELECT"})
    assert [held["option"] for held in await _attributes(place, anna)] == ["First"]


async def test_numbers_that_are_none_show_as_texts(world: World) -> None:
    place = await knowing(world)
    attribute = await place.attribute("TEXT")
    anna = await place.person()
    for value, shown in (("12", ("number", 12)), ("twelve", ("text", "twelve"))):
        await place.api.patch(place.path(attribute["id"]), {"type": "TEXT"})
        await place.try_to_assign(anna, attribute, value=value)
        await place.api.patch(place.path(attribute["id"]), {"type": "NUMBER"})
        assert [(held["type"], held["option"]) for held in await _attributes(place, anna)] == [shown]


async def test_an_attribute_of_another_organization_does_not_show(world: World) -> None:
    place, elsewhere = await knowing(world), await knowing(world)
    anna = await elsewhere.person()
    await world.join(anna, place.organization)
    (option,) = await elsewhere.options(await elsewhere.attribute("SINGLE_SELECT", "A"))
    await elsewhere.assign(anna, option)
    assert await _attributes(place, anna) == []


async def test_whoever_is_taken_out_is_shown_as_he_was(world: World) -> None:
    place = await knowing(world)
    (option,) = await place.options(await place.attribute("SINGLE_SELECT", "A"))
    anna = await place.person()
    await place.assign(anna, option)
    shown = await _attributes(place, anna)
    path = f"/v2/organizations/{place.organization.id}/memberships"
    membership = next(row for row in (await place.api.get(path)).json()["data"] if row["userId"] == anna.id)
    gone = await place.api.delete(f"{path}/{membership['id']}")
    assert gone.json()["data"]["attributes"] == shown
    back = await place.api.post(path, {"userId": anna.id, "accepted": True})
    assert back.json()["data"]["attributes"] == []
