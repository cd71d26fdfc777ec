"""Which absences a list shows, and in which order (out-of-office sheet, section 5)."""

from typing import Any

import pytest
from sqlalchemy import select

from locum.memberships.models import Profile
from tests.factories.absences import Office, office, refusal
from tests.factories.world import World

# In order of entry: first and last day of May 2050.
ENTRIES = [(10, 12), (1, 30), (20, 25), (10, 11), (5, 30)]


async def full(world: World) -> Office:
    """An office whose administrator is away often."""
    place = await office(world)
    for first, last in ENTRIES:
        await place.enter(place.admin, f"2050-05-{first:02}", f"2050-05-{last:02}")
    return place


def numbers(answer: Any) -> list[int]:
    """Which of the entries are shown, by their place in ENTRIES."""
    assert answer.status_code == 200, answer.text
    assert list(answer.json()) == ["status", "data"]
    shown = [(int(entry["start"][8:10]), int(entry["end"][8:10])) for entry in answer.json()["data"]]
    return [ENTRIES.index(days) for days in shown]


@pytest.mark.parametrize("list_", ["person", "organization"])
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", [0, 1, 2, 3, 4]),
        ("sortStart=asc", [1, 4, 0, 3, 2]),
        ("sortStart=desc", [2, 0, 3, 4, 1]),
        ("sortEnd=asc", [3, 0, 2, 1, 4]),
        ("sortEnd=desc", [1, 4, 2, 0, 3]),
        ("sortStart=asc&sortEnd=desc", [1, 4, 2, 0, 3]),
        ("sortStart=desc&sortEnd=asc", [3, 0, 2, 1, 4]),
        ("take=2", [0, 1]),
        ("take=2&skip=1", [1, 2]),
        ("skip=4", [4]),
        ("skip=99999999999", []),
        ("take=250&skip=0", [0, 1, 2, 3, 4]),
        ("take=&skip=", [0, 1, 2, 3, 4]),
        ("take=2abc", [0, 1]),
        ("sortStart=asc&take=2&skip=1", [4, 0]),
        ("cursor=5&unknown=x", [0, 1, 2, 3, 4]),
    ],
)
async def test_paging_and_order(world: World, list_: str, query: str, shown: list[int]) -> None:
    place = await full(world)
    path = place.path(place.admin) if list_ == "person" else f"/v2/organizations/{place.organization.id}/ooo"
    assert numbers(await place.api.get(f"{path}?{query}")) == shown


@pytest.mark.parametrize("list_", ["person", "organization"])
@pytest.mark.parametrize(
    ("query", "name", "text"),
    [
        ("take=0", "take", "take must not be less than 1"),
        ("take=251", "take", "take must not be greater than 250"),
        ("take=-1", "take", "take must not be less than 1"),
        ("take=x", "take", "take must be a number conforming to the specified constraints"),
        ("skip=-1", "skip", "skip must not be less than 0"),
        ("skip=x", "skip", "skip must be a number conforming to the specified constraints"),
        ("sortStart=up", "sortStart", 'SortStart must be either "asc" or "desc".'),
        ("sortStart=ASC", "sortStart", 'SortStart must be either "asc" or "desc".'),
        ("sortStart=", "sortStart", 'SortStart must be either "asc" or "desc".'),
        ("sortEnd=up", "sortEnd", 'SortEnd must be either "asc" or "desc".'),
        ("sortStart=up&sortEnd=asc", "sortStart", 'SortStart must be either "asc" or "desc".'),
    ],
)
async def test_faulty_queries(world: World, list_: str, query: str, name: str, text: str) -> None:
    place = await office(world)
    path = place.path(place.admin) if list_ == "person" else f"/v2/organizations/{place.organization.id}/ooo"
    answer = await place.api.get(f"{path}?{query}")
    assert refusal(answer) == (400, "Bad Request Exception")
    [violation] = answer.json()["error"]["details"]["errors"]
    assert violation["property"] == name
    assert list(violation["constraints"].values()) == [text]


async def test_faulty_queries_come_after_the_guards(world: World) -> None:
    place = await office(world)
    api = await world.api(await place.person())
    for path in (place.path(place.admin), f"/v2/organizations/{place.organization.id}/ooo"):
        assert refusal(await api.get(f"{path}?take=0&sortEnd=up"))[0] == 403


async def test_an_organization_shows_whoever_has_a_profile_in_it_now(world: World) -> None:
    place, elsewhere = await office(world), await office(world)
    anna, ben = await place.person(), await place.person()
    both = await place.person()
    await world.join(both, elsewhere.organization)
    entries = [await place.enter(who, "2001-05-01", "2001-05-02") for who in (anna, ben, both)]
    await elsewhere.enter(elsewhere.admin, "2001-05-01", "2001-05-02")

    async def shown(where: Office) -> list[int]:
        answer = await where.api.get(f"/v2/organizations/{where.organization.id}/ooo")
        return [entry["userId"] for entry in answer.json()["data"]]

    assert await shown(place) == [anna.id, ben.id, both.id]
    assert await shown(elsewhere) == [both.id, elsewhere.admin.id]
    profile = await world.session.get_one(Profile, await _profile_id(world, ben.id, place.organization.id))
    await world.session.delete(profile)
    await world.session.commit()
    assert await shown(place) == [anna.id, both.id]
    # He keeps what he has entered.
    own = (await (await world.api(ben)).get("/v2/me/ooo")).json()["data"]
    assert own == [entries[1]]


async def _profile_id(world: World, user_id: int, organization_id: int) -> int:
    found = await world.session.scalar(
        select(Profile.id).where(Profile.user_id == user_id, Profile.organization_id == organization_id)
    )
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("anna@example.com", True),
        ("ANNA@example.com", False),
        ("anna@example", False),
        ("%25", False),
        ("no address", False),
        ("", False),
        ("ben@example.com", False),
    ],
)
async def test_the_organization_s_list_of_one_address(world: World, asked: str, found: bool) -> None:
    place, elsewhere = await office(world), await office(world)
    anna = await place.person(email="anna@example.com")
    await place.enter(anna, "2050-05-01", "2050-05-02")
    await place.enter(place.admin, "2050-05-01", "2050-05-02")
    await elsewhere.enter(await elsewhere.person(email="ben@example.com"), "2050-05-01", "2050-05-02")
    answer = await place.api.get(f"/v2/organizations/{place.organization.id}/ooo?email={asked}")
    assert answer.status_code == 200, answer.text
    assert [entry["userId"] for entry in answer.json()["data"]] == ([anna.id] if found else [])
