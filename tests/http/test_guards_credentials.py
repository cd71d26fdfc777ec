"""Who somebody is: keys in every spelling, halves of pairs, and the words of each refusal."""

from datetime import UTC, datetime

import pytest

from locum.kit import clock
from tests.factories.world import Api, World

ME = "/v2/me"


async def _told(world: World, headers: dict[str, str], path: str = ME) -> tuple[int, str]:
    answer = await world.client.get(path, headers=headers)
    return answer.status_code, answer.json().get("error", {}).get("message", "")


@pytest.mark.parametrize("spelling", ["Bearer {key}", "{key}", "Bearer  {key}", "bearer {key}", "BEARER {key}"])
async def test_a_key_works_with_and_without_the_word(world: World, spelling: str) -> None:
    key = await world.key(await world.user())
    status, _ = await _told(world, {"Authorization": spelling.format(key=key)})
    assert status == 200


async def test_nothing_sent(world: World) -> None:
    status, text = await _told(world, {})
    assert status == 401
    assert text.startswith("ApiAuthStrategy - No authentication method provided.")
    for named in ("Bearer", "x-cal-client-id", "x-cal-secret-key"):
        assert named in text


@pytest.mark.parametrize("header", ["x-cal-client-id", "x-cal-secret-key"])
async def test_one_half_of_a_pair(world: World, header: str) -> None:
    status, text = await _told(world, {header: "something"})
    assert status == 401
    assert f"Only '{header}' header provided" in text


async def test_a_bearer_decides_beside_half_a_pair(world: World) -> None:
    key = await world.key(await world.user())
    status, _ = await _told(world, {"Authorization": f"Bearer {key}", "x-cal-client-id": "something"})
    assert status == 200


async def test_a_pair_beats_a_bearer(world: World) -> None:
    key = await world.key(await world.user())
    headers = {"Authorization": f"Bearer {key}", "x-cal-client-id": "unknown", "x-cal-secret-key": "secret"}
    status, text = await _told(world, headers)
    assert (status, text) == (401, "ApiAuthStrategy - oAuth client - Client with ID unknown not found")


async def test_an_unknown_key(world: World) -> None:
    for path in (ME, "/v2/timezones"):
        status, text = await _told(world, {"Authorization": "Bearer cal_0000"}, path)
        assert (status, text) == (401, "CustomThrottlerGuard - Invalid API Key")


async def test_an_unknown_token(world: World) -> None:
    status, text = await _told(world, {"Authorization": "Bearer something-else"})
    assert status == 401
    assert "Invalid Access Token." in text


async def test_a_key_is_good_through_the_day_on_which_it_ends(world: World) -> None:
    key = await world.key(await world.user(), expires_at=datetime(2050, 3, 14, 8, 0, tzinfo=UTC))
    api = Api(world.client, key)
    with clock.frozen(datetime(2050, 3, 14, 23, 59, 59, tzinfo=UTC)):
        assert (await api.get(ME)).status_code == 200
    with clock.frozen(datetime(2050, 3, 15, 0, 0, tzinfo=UTC)):
        answer = await api.get(ME)
    assert answer.status_code == 401
    assert answer.json()["error"]["message"] == "ApiAuthStrategy - api key - Your api key is expired"


async def test_public_addresses_take_nobody_and_half_pairs_but_no_wrong_credentials(world: World) -> None:
    for headers in ({}, {"x-cal-client-id": "something"}, {"x-cal-secret-key": "something"}):
        assert (await _told(world, headers, "/v2/timezones"))[0] == 200
    assert (await _told(world, {"Authorization": "Bearer wrong"}, "/v2/timezones"))[0] == 401
