"""Answers are for the caller alone: nothing between him and the server keeps them, nothing takes them for a page."""

import pytest

from tests.factories.world import World


@pytest.mark.parametrize(
    ("path", "status"), [("/v2/me", 200), ("/v2/me/nothing", 404), ("/v2/organizations/x/users", 400)]
)
async def test_no_answer_of_the_api_is_kept(world: World, path: str, status: int) -> None:
    answer = await (await world.api(await world.user())).get(path)
    assert answer.status_code == status
    assert answer.headers.get_list("cache-control") == ["no-store"]
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_nor_are_refusals_of_the_gate(world: World) -> None:
    answer = await world.client.get("/v2/me", headers={"Authorization": "Bearer cal_nothing"})
    assert (answer.status_code, answer.headers["cache-control"]) == (401, "no-store")
