"""Which addresses are the API's, whatever else the server shows."""

import pytest

from tests.factories.world import World


@pytest.mark.parametrize("path", ["/v2", "/v2/nope", "/v2/nope/1", "/v2/me.", "/v2/me/more", "/v2//me"])
async def test_pages_do_not_answer_for_the_api(world: World, path: str) -> None:
    await world.user(username="v2")
    api = await world.api(await world.user())
    answer = await api.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["message"] == f"Cannot GET {path}"


async def test_what_can_be_read_has_headers_too(world: World) -> None:
    api = await world.api(await world.user())
    answer = await api.call("HEAD", "/v2/me")
    assert answer.status_code == 200
    assert "x-ratelimit-remaining-default" in answer.headers


async def test_what_cannot_be_read_has_none(world: World) -> None:
    api = await world.api(await world.user())
    assert (await api.call("HEAD", "/v2/api-keys/refresh")).status_code == 404
