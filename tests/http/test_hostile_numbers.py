"""Numbers that no client means: refused like any other, and in words that tell nothing of the house."""

import pytest

from tests.factories.world import World

ENDLESS = "9" * 5000


@pytest.mark.parametrize(
    "query", [f"take={ENDLESS}", f"skip={ENDLESS}", f"take=-{ENDLESS}", "skip=9223372036854775808"]
)
async def test_pages_of_endless_numbers(world: World, query: str) -> None:
    organization = await world.organization()
    api = await world.api(await world.member(organization, "ADMIN"))
    answer = await api.get(f"/v2/organizations/{organization.id}/memberships?{query}")
    assert answer.status_code == 400
    assert "digits" not in answer.text


async def test_lists_of_bookings_end_somewhere(world: World) -> None:
    api = await world.api(await world.user())
    answer = await api.get("/v2/bookings?skip=9223372036854775807", headers={"cal-api-version": "2024-08-13"})
    assert (answer.status_code, answer.json()["data"]) == (200, []), answer.text


async def test_an_organization_of_endless_digits_asked_by_nobody(world: World) -> None:
    api = await world.api(None)
    answer = await api.get(f"/v2/event-types?username=somebody&orgId={ENDLESS}")
    assert answer.status_code == 400


async def test_an_endless_id_is_refused_in_the_usual_words(world: World) -> None:
    api = await world.api(await world.user())
    answer = await api.get(f"/v2/schedules/{ENDLESS}")
    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == "Validation failed (numeric string is expected)"


@pytest.mark.parametrize("numbers", ["--1", "-", "1-", "1.5", ENDLESS])
async def test_lists_of_what_is_no_number(world: World, numbers: str) -> None:
    organization = await world.organization()
    api = await world.api(await world.member(organization, "ADMIN"))
    answer = await api.get(f"/v2/organizations/{organization.id}/users?teamIds={numbers}")
    assert answer.status_code == 400
    [error] = answer.json()["error"]["details"]["errors"]
    assert error["constraints"] == {"isNumber": "each value in teamIds must be a number"}
