"""Who comes to hold what (members sheet, section 6.2)."""

from typing import Any

import pytest
from sqlalchemy import func, select

from locum.attributes.models import Assignment
from locum.memberships.models import Membership
from locum.users.models import User
from tests.factories.attributes import Knowing, Shown, knowing
from tests.factories.world import World

UNKNOWN = "0b8e7f6a-6d8f-4a56-9a76-6d4c1c2a7f10"
NO_ATTRIBUTE = (404, "Attribute not found")
NOT_HELD = (404, "Attribute does not belong to this user")
NO_REFERENCE = (400, "Invalid input: The referenced data does not exist.")
DUPLICATE = (409, "Invalid Input: Trying to create a record that already exists.")
NOT_HIS = (403, "Only administrators change who holds options of this attribute.")


def refusal(answer: Any) -> tuple[int, str]:
    """Status and text of an answer that refuses."""
    assert answer.status_code >= 400, answer.text
    return answer.status_code, answer.json()["error"]["message"]


def no_membership(place: Knowing, user: User) -> tuple[int, str]:
    """The refusal for somebody who is no member."""
    organization = place.organization.id
    return 404, f"Membership for user with id {user.id} within organization id {organization} not found"


async def _two(place: Knowing, kind: str) -> tuple[Shown, Shown, Shown]:
    attribute = await place.attribute(kind)
    return attribute, await place.option(attribute, "1"), await place.option(attribute, "2")


async def test_an_option_is_assigned_and_taken_back(world: World) -> None:
    place = await knowing(world)
    attribute, one, _ = await _two(place, "MULTI_SELECT")
    anna = await place.person()
    membership = await world.session.scalar(select(Membership.id).where(Membership.user_id == anna.id))
    made = await place.assign(anna, one, weight=40)
    assert made == {"id": made["id"], "memberId": membership, "attributeOptionId": one["id"], "weight": 40}
    shown = (await place.api.get(place.path("options", anna.id))).json()["data"]
    assert shown == [{**one, "weight": 40}]
    path = place.path("options", anna.id, one["id"])
    answer = await place.api.delete(path)
    assert (answer.status_code, answer.json()["data"]) == (200, made)
    assert refusal(await place.api.delete(path)) == NOT_HELD
    assert await place.held(anna) == []
    assert len(await place.options(attribute)) == 2


async def test_a_weight_is_changed(world: World) -> None:
    place = await knowing(world)
    _, one, two = await _two(place, "MULTI_SELECT")
    anna = await place.person()
    made = await place.assign(anna, one)
    assert made["weight"] is None
    path = place.path("options", anna.id, one["id"])
    assert (await place.api.patch(path, {"weight": 250})).json()["data"] == {**made, "weight": 250}
    assert (await place.api.patch(path, {"weight": None})).json()["data"] == made
    for weight in (-1, 10_001, 1.5, "1"):
        assert (await place.api.patch(path, {"weight": weight})).status_code == 400
    assert (await place.api.patch(path, {})).status_code == 400
    assert refusal(await place.api.patch(place.path("options", anna.id, two["id"]), {"weight": 1})) == NOT_HELD


@pytest.mark.parametrize(
    ("kind", "left"), [("MULTI_SELECT", ["1", "2"]), ("SINGLE_SELECT", ["2"]), ("TEXT", ["2"]), ("NUMBER", ["2"])]
)
async def test_a_second_option_replaces_the_first_of_a_single_value(world: World, kind: str, left: list[str]) -> None:
    place = await knowing(world)
    attribute, one, two = await _two(place, kind)
    anna, ben = await place.person(), await place.person()
    other = await place.option(await place.attribute(), "other")
    for who in (anna, ben):
        await place.assign(who, one)
    await place.assign(anna, other)
    await place.assign(anna, two)
    assert sorted(await place.held(anna)) == sorted([*left, "other"])
    assert await place.held(ben) == ["1"]
    assert len(await place.options(attribute)) == 2
    assert refusal(await place.try_to_assign(anna, attribute, attributeOptionId=two["id"])) == DUPLICATE


@pytest.mark.parametrize(("kind", "value", "slug"), [("TEXT", "Über uns!", "uber-uns"), ("NUMBER", "-1.5e3", "1.5e3")])
async def test_values_of_one_s_own_become_options(world: World, kind: str, value: str, slug: str) -> None:
    place = await knowing(world)
    attribute = await place.attribute(kind)
    anna, ben = await place.person(), await place.person()
    for who in (anna, ben):
        assert (await place.try_to_assign(who, attribute, value=value)).status_code == 201
    options = await place.options(attribute)
    assert [(option["value"], option["slug"]) for option in options] == [(value, slug)] * 2
    path = place.path("options", anna.id, options[0]["id"])
    assert (await place.api.delete(path)).status_code == 200
    assert await place.options(attribute) == options


async def test_a_new_value_takes_the_place_of_the_old_one(world: World) -> None:
    place = await knowing(world)
    attribute = await place.attribute("TEXT")
    offered = await place.option(attribute, "offered")
    anna, ben = await place.person(), await place.person()
    await place.assign(anna, offered)
    for value in ("first", "second", "second"):
        assert (await place.try_to_assign(anna, attribute, value=value)).status_code == 201
    assert [option["value"] for option in await place.options(attribute)] == ["offered", "second"]
    second = (await place.options(attribute))[1]
    await place.assign(ben, second)
    await place.assign(anna, offered)
    assert await place.held(ben) == ["second"]
    assert [option["value"] for option in await place.options(attribute)] == ["offered", "second"]


@pytest.mark.parametrize("value", ["seven", "", "1,5", "0x10", "Infinity", "1e999", "٣", "1 2"])
async def test_what_is_no_number(world: World, value: str) -> None:
    place = await knowing(world)
    attribute = await place.attribute("NUMBER")
    answer = await place.try_to_assign(place.admin, attribute, value=value)
    assert answer.status_code == 400
    assert answer.json()["error"]["details"]["errors"][0]["property"] == "value"
    assert await place.options(attribute) == []


async def test_choices_that_make_no_sense(world: World) -> None:
    place = await knowing(world)
    anna = await place.person()
    select_one, one, _ = await _two(place, "SINGLE_SELECT")
    text, words, _ = await _two(place, "TEXT")
    no_value = (400, "Attribute type does not support value")
    assert refusal(await place.try_to_assign(anna, select_one, value="x")) == no_value
    assert refusal(await place.try_to_assign(anna, select_one, value="x", attributeOptionId=one["id"])) == no_value
    nothing = (400, "Either attributeOptionId or value is required")
    assert refusal(await place.try_to_assign(anna, text)) == nothing
    assert refusal(await place.try_to_assign(anna, select_one)) == nothing
    other = (400, "The option does not belong to the attribute")
    assert refusal(await place.try_to_assign(anna, text, attributeOptionId=one["id"])) == other
    assert refusal(await place.try_to_assign(anna, text, attributeOptionId=UNKNOWN)) == NO_REFERENCE
    assert refusal(await place.try_to_assign(anna, text, attributeOptionId="x")) == NO_REFERENCE
    assert await place.held(anna) == []
    assert (await place.try_to_assign(anna, text, value="x", attributeOptionId=words["id"])).status_code == 201
    assert await place.held(anna) == ["1"]
    missing = await place.api.post(place.path("options", anna.id), {"value": "x"})
    assert missing.json()["error"]["details"]["errors"][0]["property"] == "attributeId"


async def test_only_accepted_members_come_to_hold_something(world: World) -> None:
    place = await knowing(world)
    attribute, one, _ = await _two(place, "SINGLE_SELECT")
    stranger, pending = await world.user(), await world.user()
    membership = await world.join(pending, place.organization, accepted=False)
    choice = {"attributeOptionId": one["id"]}
    assert refusal(await place.try_to_assign(stranger, attribute, **choice)) == no_membership(place, stranger)
    assert refusal(await place.try_to_assign(pending, attribute, **choice)) == (
        404,
        "User is not a member of the organization",
    )
    assert refusal(await place.try_to_assign(stranger, {"id": UNKNOWN}, **choice)) == NO_ATTRIBUTE
    path = place.path("options", stranger.id, one["id"])
    assert refusal(await place.api.delete(path)) == no_membership(place, stranger)
    assert refusal(await place.api.patch(path, {"weight": 1})) == no_membership(place, stranger)
    assert refusal(await place.api.delete(place.path("options", pending.id, one["id"]))) == NOT_HELD
    membership.accepted = True
    await world.session.commit()
    await place.assign(pending, one)
    membership.accepted = False
    await world.session.commit()
    assert await place.held(pending) == ["1"]
    assert (await place.api.delete(place.path("options", pending.id, one["id"]))).status_code == 200


async def test_somebody_without_a_profile_is_found_by_his_membership(world: World) -> None:
    place = await knowing(world)
    _, one, _ = await _two(place, "SINGLE_SELECT")
    anna = await world.user()
    world.session.add(Membership(user_id=anna.id, team_id=place.organization.id, accepted=True))
    await world.session.commit()
    await place.assign(anna, one)
    assert await place.held(anna) == ["1"]


async def test_other_organizations_stay_out(world: World) -> None:
    place, elsewhere = await knowing(world), await knowing(world)
    mine, _, _ = await _two(place, "SINGLE_SELECT")
    theirs, one, _ = await _two(elsewhere, "SINGLE_SELECT")
    anna, both = await elsewhere.person(), await elsewhere.person()
    await world.join(both, place.organization)
    await elsewhere.assign(anna, one)
    await elsewhere.assign(both, one)
    # Their attribute, their option, their member: each by its own id.
    assert refusal(await place.try_to_assign(both, theirs, attributeOptionId=one["id"])) == NO_ATTRIBUTE
    assert refusal(await place.try_to_assign(both, mine, attributeOptionId=one["id"])) == NO_REFERENCE
    assert refusal(await place.try_to_assign(anna, mine, value="x")) == no_membership(place, anna)
    assert refusal(await place.api.delete(place.path("options", anna.id, one["id"]))) == no_membership(place, anna)
    # He is a member of both, and holds the option in the other one only.
    assert refusal(await place.api.delete(place.path("options", both.id, one["id"]))) == NOT_HELD
    assert refusal(await place.api.patch(place.path("options", both.id, one["id"]), {"weight": 1})) == NOT_HELD
    assert await place.held(both) == []
    assert await place.held(anna) == []
    assert await elsewhere.held(both) == ["1"]


async def test_leaving_and_the_end_of_an_account_take_everything_along(world: World) -> None:
    place = await knowing(world)
    _, one, _ = await _two(place, "SINGLE_SELECT")
    anna, ben = await place.person(), await place.person()
    for who in (anna, ben):
        await place.assign(who, one)
    membership = await world.session.scalar(select(Membership.id).where(Membership.user_id == anna.id))
    base = f"/v2/organizations/{place.organization.id}"
    assert (await place.api.delete(f"{base}/memberships/{membership}")).status_code == 200
    assert (await place.api.delete(f"{base}/users/{ben.id}")).status_code == 200
    assert await world.session.scalar(select(func.count()).select_from(Assignment)) == 0


async def test_members_choose_for_themselves_where_they_may(world: World) -> None:
    place = await knowing(world)
    anna = await place.person()
    own = await world.api(anna)
    _, one, two = await _two(place, "SINGLE_SELECT")
    attribute = place.path(one["attributeId"])
    mine = place.path("options", "me")
    choice = {"attributeId": one["attributeId"], "attributeOptionId": one["id"], "weight": 9000}
    assert refusal(await own.post(mine, choice)) == NOT_HIS
    await place.api.patch(attribute, {"usersCanEditRelation": True})
    made = (await own.post(mine, choice)).json()["data"]
    assert (made["attributeOptionId"], made["weight"]) == (one["id"], None)
    assert (await own.get(mine)).json() == (await own.get(place.path("options", anna.id))).json()
    assert (await own.post(mine, {**choice, "attributeOptionId": two["id"]})).status_code == 201
    await place.api.patch(attribute, {"isLocked": True})
    assert refusal(await own.post(mine, choice)) == NOT_HIS
    assert refusal(await own.delete(f"{mine}/{two['id']}")) == NOT_HIS
    await place.assign(anna, one)
    await place.api.patch(attribute, {"isLocked": False})
    assert (await own.delete(f"{mine}/{one['id']}")).status_code == 200
    assert await place.held(anna) == []


async def test_what_members_may(world: World) -> None:
    place = await knowing(world)
    attribute, one, _ = await _two(place, "MULTI_SELECT")
    anna = await place.person()
    await place.assign(anna, one)
    own = await world.api(anna)
    option, held = place.path(attribute["id"], "options"), place.path("options", anna.id)
    for path in (place.path(), place.path(attribute["id"]), option, f"{option}/assigned", held):
        assert (await own.get(path)).status_code == 200, path
    body = {"value": "x", "slug": "x", "name": "x", "type": "TEXT", "options": [], "attributeId": attribute["id"]}
    changes = [("POST", place.path()), ("POST", option), ("POST", held), ("PATCH", place.path(attribute["id"]))]
    changes += [(method, f"{option}/{one['id']}") for method in ("PATCH", "DELETE")]
    changes += [(method, f"{held}/{one['id']}") for method in ("PATCH", "DELETE")]
    changes += [("DELETE", place.path(attribute["id"]))]
    for method, path in changes:
        answer = await own.call(method, path, json=body)
        assert (answer.status_code, "ORG_ADMIN" in answer.text) == (403, True), (method, path)
