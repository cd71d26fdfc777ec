"""Attributes themselves (members sheet, section 6)."""

from typing import Any

import pytest

from tests.factories.attributes import knowing
from tests.factories.world import World

GONE = (404, "NOT_FOUND")
CONFLICT = (409, "CONFLICT")


def told(answer: Any) -> tuple[int, str]:
    """Status and code of a refusal."""
    return answer.status_code, answer.json()["error"]["code"]


async def test_an_attribute_with_options(world: World) -> None:
    place = await knowing(world)
    options = [{"value": "German", "slug": "de"}, {"value": "English", "slug": "en"}]
    body = {"name": "Language", "slug": "Lan guage", "type": "MULTI_SELECT", "options": options}
    answer = await place.api.post(place.path(), body)
    assert answer.status_code == 201, answer.text
    made = answer.json()["data"]
    assert made == {
        "id": made["id"],
        "teamId": place.organization.id,
        "type": "MULTI_SELECT",
        "name": "Language",
        "slug": "Lan guage",
        "enabled": True,
        "usersCanEditRelation": False,
        "isLocked": False,
        "isWeightsEnabled": False,
        "createdAt": made["createdAt"],
        "updatedAt": made["updatedAt"],
    }
    shown = await place.options(made)
    assert shown == [
        {"id": shown[n]["id"], "attributeId": made["id"], **option, "isGroup": False, "contains": []}
        for n, option in enumerate(options)
    ]
    assert (await place.api.get(place.path())).json() == {"status": "success", "data": [made]}
    assert (await place.api.get(place.path(made["id"]))).json()["data"] == made


@pytest.mark.parametrize(("kind", "kept"), [("TEXT", 0), ("NUMBER", 0), ("SINGLE_SELECT", 1), ("MULTI_SELECT", 1)])
async def test_only_the_types_that_offer_options_get_some(world: World, kind: str, kept: int) -> None:
    place = await knowing(world)
    assert len(await place.options(await place.attribute(kind, "One"))) == kept


async def test_extras_are_kept(world: World) -> None:
    place = await knowing(world)
    extras: dict[str, Any] = {
        "enabled": False,
        "usersCanEditRelation": True,
        "isLocked": True,
        "isWeightsEnabled": True,
    }
    made = await place.attribute(**extras)
    assert {name: made[name] for name in extras} == extras
    opposite = {name: not value for name, value in extras.items()}
    changed = (await place.api.patch(place.path(made["id"]), opposite)).json()["data"]
    assert {name: changed[name] for name in extras} == opposite
    assert changed["name"] == made["name"]


async def test_pages_are_in_the_order_of_making(world: World) -> None:
    place = await knowing(world)
    slugs = ["c", "a", "b"]
    for slug in slugs:
        await place.attribute(slug=slug)
    for query, expected in (("", slugs), ("?take=2", slugs[:2]), ("?take=2&skip=1", slugs[1:])):
        shown = (await place.api.get(place.path() + query)).json()["data"]
        assert [attribute["slug"] for attribute in shown] == expected
    assert (await place.api.get(place.path() + "?take=251")).status_code == 400


@pytest.mark.parametrize("foreign", [True, False])
async def test_an_attribute_that_is_not_the_organization_s(world: World, foreign: bool) -> None:
    place, elsewhere = await knowing(world), await knowing(world)
    attribute = await elsewhere.attribute()
    path = place.path(attribute["id"] if foreign else "nothing")
    assert (await place.api.get(path)).json() == {"status": "success", "data": None}
    assert told(await place.api.patch(path, {"name": "Mine"})) == GONE
    assert told(await place.api.delete(path)) == GONE
    assert (await place.api.get(place.path())).json()["data"] == []
    assert (await elsewhere.api.get(elsewhere.path(attribute["id"]))).json()["data"] == attribute


async def test_slugs_are_unique_in_their_organization(world: World) -> None:
    place, elsewhere = await knowing(world), await knowing(world)
    await place.attribute(slug="skill")
    await elsewhere.attribute(slug="skill")
    other = await place.attribute(slug="Skill")
    body = {"name": "Again", "slug": "skill", "type": "TEXT", "options": []}
    assert told(await place.api.post(place.path(), body)) == CONFLICT
    assert told(await place.api.patch(place.path(other["id"]), {"slug": "skill"})) == CONFLICT


async def test_another_type_converts_nothing(world: World) -> None:
    place = await knowing(world)
    attribute = await place.attribute("MULTI_SELECT", "One", "Two")
    anna = await place.person()
    for option in await place.options(attribute):
        await place.assign(anna, option)
    body = {"type": "NUMBER", "options": [{"value": "Three", "slug": "three"}], "name": None}
    changed = (await place.api.patch(place.path(attribute["id"]), body)).json()["data"]
    assert (changed["type"], changed["name"]) == ("NUMBER", attribute["name"])
    assert [option["value"] for option in await place.options(attribute)] == ["One", "Two"]
    assert await place.held(anna) == ["One", "Two"]


async def test_deleting_takes_options_and_holders_along(world: World) -> None:
    place = await knowing(world)
    attribute = await place.attribute("SINGLE_SELECT", "One")
    anna = await place.person()
    await place.assign(anna, (await place.options(attribute))[0])
    answer = await place.api.delete(place.path(attribute["id"]))
    assert (answer.status_code, answer.json()["data"]) == (200, attribute)
    assert await place.held(anna) == []
    assert await place.options(attribute) == []
    assert told(await place.api.delete(place.path(attribute["id"]))) == GONE


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("name", "", "isNotEmpty"),
        ("name", 5, "isString"),
        ("name", "x" * 256, "maxLength"),
        ("slug", "", "isNotEmpty"),
        ("slug", None, "isString"),
        ("type", "DATE", "isEnum"),
        ("enabled", "yes", "isBoolean"),
        ("options", None, "isArray"),
        ("options", "x", "isArray"),
        ("isLocked", 1, "isBoolean"),
    ],
)
async def test_refused_bodies(world: World, name: str, value: Any, rule: str) -> None:
    place = await knowing(world)
    good = {"name": "Language", "slug": "language", "type": "TEXT", "options": []}
    answer = await place.api.post(place.path(), {**good, name: value})
    assert answer.status_code == 400, answer.text
    [fault] = answer.json()["error"]["details"]["errors"]
    assert (fault["property"], list(fault["constraints"])) == (name, [rule])


@pytest.mark.parametrize("missing", ["name", "slug", "type", "options"])
async def test_what_a_new_attribute_has_to_say(world: World, missing: str) -> None:
    place = await knowing(world)
    body = {"name": "Language", "slug": "language", "type": "TEXT", "options": []}
    del body[missing]
    answer = await place.api.post(place.path(), body)
    assert answer.json()["error"]["details"]["errors"][0]["property"] == missing


async def test_options_of_a_new_attribute_are_checked(world: World) -> None:
    place = await knowing(world)
    body = {"name": "L", "slug": "l", "type": "MULTI_SELECT", "options": [{"value": "", "slug": "x"}]}
    answer = await place.api.post(place.path(), body)
    assert answer.status_code == 400
    assert (await place.api.get(place.path())).json()["data"] == []
