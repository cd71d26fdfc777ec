"""The options that are held, with their holders (members sheet, section 6.3)."""

from dataclasses import dataclass
from typing import Any

import pytest

from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.attributes import Knowing, Shown, knowing
from tests.factories.world import World


@dataclass(slots=True)
class Speakers:
    """Anna speaks German and lives in Rome, Ben speaks German and French, Cleo French; Anna and Cleo share a team."""

    place: Knowing
    attribute: Shown
    german: Shown
    french: Shown
    dutch: Shown
    rome: Shown
    anna: User
    ben: User
    cleo: User
    team: Team
    empty: Team

    async def shown(self, query: str = "", attribute: Shown | None = None) -> list[tuple[str, list[int]]]:
        """Values and holders that both lists show."""
        asked = attribute or self.attribute
        by_id, by_slug = [
            await self.place.api.get(self.place.path(*parts, "options", f"assigned?{query}"))
            for parts in ((asked["id"],), ("slugs", asked["slug"]))
        ]
        assert by_id.status_code == by_slug.status_code == 200, by_id.text
        assert by_id.json() == by_slug.json()
        return [(option["value"], option["assignedUserIds"]) for option in by_id.json()["data"]]


async def speakers(world: World) -> Speakers:
    """A fresh set."""
    place = await knowing(world)
    attribute = await place.attribute("MULTI_SELECT", "German", "French", "Dutch")
    german, french, dutch = await place.options(attribute)
    (rome,) = await place.options(await place.attribute("SINGLE_SELECT", "Rome"))
    anna, ben, cleo = [await place.person() for _ in range(3)]
    for who, option in ((ben, french), (ben, german), (anna, german), (cleo, french), (anna, rome)):
        await place.assign(who, option)
    team, empty = await world.team(place.organization), await world.team(place.organization)
    await world.join(anna, team)
    await world.join(cleo, team, accepted=False)
    return Speakers(place, attribute, german, french, dutch, rome, anna, ben, cleo, team, empty)


async def test_all_that_somebody_holds(world: World) -> None:
    s = await speakers(world)
    assert await s.shown() == [("German", [s.anna.id, s.ben.id]), ("French", [s.ben.id, s.cleo.id])]
    data = (await s.place.api.get(s.place.path(s.attribute["id"], "options", "assigned"))).json()["data"]
    assert data[0] == {**s.german, "assignedUserIds": [s.anna.id, s.ben.id]}
    assert await s.shown("take=1") == [("German", [s.anna.id, s.ben.id])]
    assert await s.shown("take=1&skip=1") == [("French", [s.ben.id, s.cleo.id])]


async def test_whoever_is_to_accept_again_holds_nothing(world: World) -> None:
    s = await speakers(world)
    people = f"/v2/organizations/{s.place.organization.id}/memberships"
    listed = (await s.place.api.get(people)).json()["data"]
    (ben,) = [one["id"] for one in listed if one["userId"] == s.ben.id]
    assert (await s.place.api.patch(f"{people}/{ben}", {"accepted": False})).status_code == 200
    assert await s.shown() == [("German", [s.anna.id]), ("French", [s.cleo.id])]
    assert (await s.place.api.patch(f"{people}/{ben}", {"accepted": True})).status_code == 200
    assert await s.shown() == [("German", [s.anna.id]), ("French", [s.cleo.id])]


async def test_of_a_team(world: World) -> None:
    s = await speakers(world)
    both = [("German", [s.anna.id, s.ben.id]), ("French", [s.ben.id, s.cleo.id])]
    assert await s.shown(f"teamIds={s.team.id},{s.empty.id}") == both
    assert await s.shown(f"teamIds={s.place.organization.id}") == both
    assert await s.shown(f"teamIds={s.empty.id}") == []
    await s.place.api.delete(s.place.path("options", s.cleo.id, s.french["id"]))
    assert await s.shown(f"teamIds={s.team.id}") == both[:1]


async def test_of_those_who_hold_something_else(world: World) -> None:
    s = await speakers(world)
    german, french = ("German", [s.anna.id, s.ben.id]), ("French", [s.ben.id, s.cleo.id])
    assert await s.shown(f"assignedOptionIds={s.rome['id']}") == [german]
    assert await s.shown(f"assignedOptionIds={s.french['id']}") == [german, french]
    assert await s.shown(f"assignedOptionIds={s.french['id']}&take=1&skip=1") == [french]
    several = f"assignedOptionIds={s.rome['id']}&assignedOptionIds={s.dutch['id']}"
    assert await s.shown(several) == [german]
    rome = {"id": s.rome["attributeId"], "slug": "attribute-1"}
    assert await s.shown(f"assignedOptionIds={s.german['id']}", rome) == [("Rome", [s.anna.id])]


async def test_of_those_who_do_both(world: World) -> None:
    s = await speakers(world)
    french = ("French", [s.ben.id, s.cleo.id])
    assert await s.shown(f"teamIds={s.team.id}&assignedOptionIds={s.french['id']}") == [french]


async def test_an_attribute_of_which_they_hold_nothing(world: World) -> None:
    s = await speakers(world)
    rome = {"id": s.rome["attributeId"], "slug": "attribute-1"}
    assert await s.shown(f"assignedOptionIds={s.french['id']}", rome) == []


async def test_nobody_matches(world: World) -> None:
    s = await speakers(world)
    elsewhere = await speakers(world)
    for query in (
        f"assignedOptionIds={s.dutch['id']}",
        "assignedOptionIds=nothing",
        f"assignedOptionIds={elsewhere.german['id']}",
        f"assignedOptionIds={s.rome['id']}&teamIds={s.empty.id}",
        f"assignedOptionIds={s.french['id']}&teamIds={elsewhere.team.id}",
    ):
        answer = await s.place.api.get(s.place.path(s.attribute["id"], "options", f"assigned?{query}"))
        assert answer.status_code == 404, query
        assert "assignedOptionIds" in answer.json()["error"]["message"]
        assert "teamIds" in answer.json()["error"]["message"]
    assert await s.shown(f"teamIds={elsewhere.team.id}") == []


async def test_a_foreign_team_tells_nothing_of_people_who_are_in_it(world: World) -> None:
    s, elsewhere = await speakers(world), await speakers(world)
    await world.join(s.anna, elsewhere.team)
    assert await s.shown(f"teamIds={elsewhere.team.id}") == []


async def test_unknown_and_foreign_attributes(world: World) -> None:
    s, elsewhere = await speakers(world), await speakers(world)
    assert await s.shown(attribute={"id": "nothing", "slug": "nothing"}) == []
    foreign = await s.place.api.get(s.place.path(elsewhere.attribute["id"], "options", "assigned"))
    assert (foreign.status_code, foreign.json()["error"]["message"]) == (404, "Attribute not found")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("teamIds=", "teamIds"),
        ("teamIds=x", "teamIds"),
        ("assignedOptionIds=", "assignedOptionIds"),
        ("assignedOptionIds=" + ",".join("x" * 251), "assignedOptionIds"),
        ("take=0", "take"),
        ("take=251", "take"),
        ("take=x", "take"),
        ("skip=-1", "skip"),
    ],
)
async def test_refused_queries(world: World, query: str, name: str) -> None:
    place = await knowing(world)
    attribute = await place.attribute()
    answer = await place.api.get(place.path(attribute["id"], "options", f"assigned?{query}"))
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["details"]["errors"][0]["property"] == name


async def _people(s: Speakers, query: str) -> list[int]:
    answer = await s.place.api.get(f"/v2/organizations/{s.place.organization.id}/users?{query}")
    assert answer.status_code == 200, answer.text
    return [person["id"] for person in answer.json()["data"]]


async def test_people_by_what_they_hold(world: World) -> None:
    s, elsewhere = await speakers(world), await speakers(world)
    admin, anna, ben, cleo = (who.id for who in (s.place.admin, s.anna, s.ben, s.cleo))
    german, french, rome = (option["id"] for option in (s.german, s.french, s.rome))
    foreign = elsewhere.german["id"]
    for query, expected in (
        (f"assignedOptionIds={german}", [anna, ben]),
        (f"assignedOptionIds={german},{french}", [ben]),
        (f"assignedOptionIds={german},{german}", [anna, ben]),
        (f"assignedOptionIds={german}&assignedOptionIds={rome}&attributeQueryOperator=AND", [anna]),
        (f"assignedOptionIds={german},{french}&attributeQueryOperator=OR", [anna, ben, cleo]),
        (f"assignedOptionIds={german},{foreign}&attributeQueryOperator=OR", [anna, ben]),
        (f"assignedOptionIds={german},{foreign}", []),
        (f"assignedOptionIds={rome}&attributeQueryOperator=NONE", [admin, ben, cleo]),
        (f"assignedOptionIds={german},{french}&attributeQueryOperator=NONE", [admin]),
        (f"assignedOptionIds={foreign}&attributeQueryOperator=NONE", [admin, anna, ben, cleo]),
        (f"assignedOptionIds={french}&teamIds={s.team.id}", [cleo]),
        (f"assignedOptionIds={german}&attributeQueryOperator=NONE&teamIds={s.team.id}", [cleo]),
        (f"assignedOptionIds={german}&emails={s.ben.email}&emails={s.cleo.email}", [ben]),
        (f"assignedOptionIds={german}&take=1&skip=1", [ben]),
    ):
        assert await _people(s, query) == expected, query


async def test_a_foreign_team_finds_nobody(world: World) -> None:
    s, elsewhere = await speakers(world), await speakers(world)
    await world.join(s.anna, elsewhere.team)
    assert await _people(s, f"teamIds={elsewhere.team.id}") == []


async def test_whoever_holds_a_group_holds_what_it_contains(world: World) -> None:
    s = await speakers(world)
    place = s.place
    contains: list[Any] = [s.german["id"], s.dutch["id"]]
    group = await place.option(s.attribute, "Germanic", isGroup=True, contains=contains)
    await place.assign(s.cleo, group)
    assert await _people(s, f"assignedOptionIds={s.german['id']}") == [s.anna.id, s.ben.id, s.cleo.id]
    assert await _people(s, f"assignedOptionIds={s.dutch['id']},{s.french['id']}") == [s.cleo.id]
    assert await _people(s, f"assignedOptionIds={group['id']}") == [s.cleo.id]
    none = f"assignedOptionIds={s.dutch['id']}&attributeQueryOperator=NONE&teamIds={s.team.id}"
    assert await _people(s, none) == [s.anna.id]
    # Shown is what they hold themselves; who is meant goes by groups, too.
    assert await s.shown(f"assignedOptionIds={s.dutch['id']}") == [
        ("French", [s.ben.id, s.cleo.id]),
        ("Germanic", [s.cleo.id]),
    ]
