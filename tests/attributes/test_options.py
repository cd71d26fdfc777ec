"""Options of attributes, and groups of them (members sheet, section 6.1)."""

from typing import Any

import pytest

from tests.factories.attributes import Knowing, knowing
from tests.factories.world import World

UNKNOWN = "0b8e7f6a-6d8f-4a56-9a76-6d4c1c2a7f10"


async def test_options_are_added_changed_and_removed(world: World) -> None:
    place = await knowing(world)
    attribute = await place.attribute()
    first = await place.option(attribute, "One")
    twin = await place.option(attribute, "One")
    assert first == {
        "id": first["id"],
        "attributeId": attribute["id"],
        "value": "One",
        "slug": "One",
        "isGroup": False,
        "contains": [],
    }
    path = place.path(attribute["id"], "options", first["id"])
    changed = (await place.api.patch(path, {"value": "Uno", "slug": None})).json()["data"]
    assert changed == {**first, "value": "Uno"}
    assert await place.options(attribute) == [changed, twin]
    answer = await place.api.delete(path)
    assert (answer.status_code, answer.json()["data"]) == (200, changed)
    again = await place.api.delete(path)
    assert (again.status_code, again.json()["error"]["message"]) == (404, "Attribute option not found")
    assert await place.options(attribute) == [twin]


async def test_a_used_option_goes_with_its_holders(world: World) -> None:
    place = await knowing(world)
    attribute = await place.attribute("MULTI_SELECT", "One", "Two")
    one, two = await place.options(attribute)
    anna = await place.person()
    await place.assign(anna, one)
    await place.assign(anna, two)
    assert (await place.api.delete(place.path(attribute["id"], "options", one["id"]))).status_code == 200
    assert await place.held(anna) == ["Two"]


async def test_numbers_are_numbers(world: World) -> None:
    place = await knowing(world)
    attribute = await place.attribute("NUMBER")
    option = await place.option(attribute, "7.5")
    path = place.path(attribute["id"], "options")
    for answer in (
        await place.api.post(path, {"value": "seven", "slug": "seven"}),
        await place.api.patch(f"{path}/{option['id']}", {"value": "NaN"}),
    ):
        assert answer.status_code == 400
        assert answer.json()["error"]["details"]["errors"][0]["property"] == "value"
    assert await place.options(attribute) == [option]


@pytest.mark.parametrize("body", [{"value": "x"}, {"slug": "x"}, {"value": "", "slug": "x"}, {"value": 1, "slug": "x"}])
async def test_refused_bodies(world: World, body: Any) -> None:
    place = await knowing(world)
    attribute = await place.attribute()
    assert (await place.api.post(place.path(attribute["id"], "options"), body)).status_code == 400


async def test_an_unknown_attribute(world: World) -> None:
    place = await knowing(world)
    path = place.path(UNKNOWN, "options")
    assert (await place.api.get(path)).json()["data"] == []
    answer = await place.api.post(path, {"value": "x", "slug": "x"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "BAD_REQUEST")
    changed = await place.api.patch(f"{path}/{UNKNOWN}", {"value": "x"})
    assert (changed.status_code, changed.json()["error"]["code"]) == (404, "NOT_FOUND")
    gone = await place.api.delete(f"{path}/{UNKNOWN}")
    assert (gone.status_code, gone.json()["error"]["message"]) == (404, "Attribute option not found")


async def test_another_organization_s_attribute_is_not_found(world: World) -> None:
    place, elsewhere = await knowing(world), await knowing(world)
    theirs = await elsewhere.attribute("SINGLE_SELECT", "One")
    (option,) = await elsewhere.options(theirs)
    path = place.path(theirs["id"], "options")
    answers = [
        await place.api.get(path),
        await place.api.post(path, {"value": "x", "slug": "x"}),
        await place.api.patch(f"{path}/{option['id']}", {"value": "x"}),
        await place.api.delete(f"{path}/{option['id']}"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert await elsewhere.options(theirs) == [option]


async def test_options_of_another_attribute_are_not_found(world: World) -> None:
    place = await knowing(world)
    one, two = await place.attribute("SINGLE_SELECT", "One"), await place.attribute("SINGLE_SELECT", "Two")
    (option,) = await place.options(two)
    path = place.path(one["id"], "options", option["id"])
    assert (await place.api.patch(path, {"value": "x"})).status_code == 404
    assert (await place.api.delete(path)).status_code == 404
    assert await place.options(two) == [option]


async def test_pages_of_options(world: World) -> None:
    place = await knowing(world)
    attribute = await place.attribute("SINGLE_SELECT", "One", "Two", "Three")
    path = place.path(attribute["id"], "options")
    shown = (await place.api.get(f"{path}?take=1&skip=1")).json()["data"]
    assert [option["value"] for option in shown] == ["Two"]
    assert (await place.api.get(f"{path}?take=1001")).status_code == 400


async def _languages(world: World) -> tuple[Knowing, Any, list[Any]]:
    place = await knowing(world)
    attribute = await place.attribute("MULTI_SELECT", "German", "French", "Dutch")
    return place, attribute, await place.options(attribute)


async def test_a_group_contains_options(world: World) -> None:
    place, attribute, (german, french, dutch) = await _languages(world)
    group = await place.option(attribute, "West", isGroup=True, contains=[dutch["id"], german["id"]])
    assert (group["isGroup"], group["contains"]) == (True, [german["id"], dutch["id"]])
    assert (await place.options(attribute))[-1] == group
    path = place.path(attribute["id"], "options", group["id"])
    renamed = (await place.api.patch(path, {"value": "Europe"})).json()["data"]
    assert renamed == {**group, "value": "Europe"}
    changed = (await place.api.patch(path, {"contains": [french["id"]]})).json()["data"]
    assert (changed["isGroup"], changed["contains"]) == (True, [french["id"]])
    await place.api.delete(place.path(attribute["id"], "options", french["id"]))
    assert (await place.options(attribute))[-1]["contains"] == []
    await place.api.patch(path, {"contains": [german["id"]]})
    plain = (await place.api.patch(path, {"isGroup": False})).json()["data"]
    assert (plain["isGroup"], plain["contains"]) == (False, [])


async def test_what_a_group_cannot_contain(world: World) -> None:
    place, attribute, (german, french, _) = await _languages(world)
    group = await place.option(attribute, "West", isGroup=True, contains=[german["id"]])
    (other,) = await place.options(await place.attribute("SINGLE_SELECT", "Other"))
    path = place.path(attribute["id"], "options")
    for contains in ([group["id"]], [other["id"]], [UNKNOWN], [german["id"], "x"]):
        answer = await place.api.post(path, {"value": "x", "slug": "x", "isGroup": True, "contains": contains})
        assert answer.status_code == 400, contains
    answers = [
        await place.api.post(path, {"value": "x", "slug": "x", "contains": [german["id"]]}),
        await place.api.patch(f"{path}/{french['id']}", {"contains": [german["id"]]}),
        await place.api.patch(f"{path}/{group['id']}", {"contains": [group["id"]]}),
        await place.api.patch(f"{path}/{french['id']}", {"isGroup": True, "contains": [french["id"]]}),
        await place.api.patch(f"{path}/{german['id']}", {"isGroup": True}),
    ]
    assert [answer.status_code for answer in answers] == [400] * 5
    assert (await place.options(attribute))[-1] == group
