"""A program exchanges the key it came with."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from locum.api_keys.models import ApiKey
from locum.api_keys.service import issue_key
from locum.http.credentials import digest
from locum.kit import clock
from tests.factories.world import Api, World

REFRESH = "/v2/api-keys/refresh"
NOW = datetime(2050, 3, 14, 12, 0, tzinfo=UTC)


async def _kept(world: World, key: str) -> ApiKey:
    found = await world.session.scalar(select(ApiKey).where(ApiKey.digest == digest(key.removeprefix("cal_"))))
    assert found is not None
    return found


async def test_a_key_is_exchanged_and_the_old_one_ends_at_once(world: World) -> None:
    organization = await world.organization()
    anna = await world.member(organization)
    old = await world.key(anna, organization_id=organization.id, note="Calendar of the lobby")
    with clock.frozen(NOW):
        answer = await Api(world.client, old).post(REFRESH, {})
        assert answer.status_code == 200, answer.text
        new = answer.json()["data"]["apiKey"]
        assert new.startswith("cal_")
        assert new != old
        assert (await Api(world.client, old).post(REFRESH, {})).status_code == 401
        kept = await _kept(world, new)
        assert (kept.user_id, kept.organization_id, kept.note) == (anna.id, organization.id, "Calendar of the lobby")
        assert kept.expires_at == NOW + timedelta(days=30)
        assert (await Api(world.client, new).post(REFRESH)).status_code == 200


@pytest.mark.parametrize(
    ("body", "days"),
    [({"apiKeyDaysValid": 7}, 7), ({"apiKeyNeverExpires": True}, None), ({"apiKeyNeverExpires": False}, 30)],
)
async def test_how_long_the_new_key_is_good(world: World, body: dict[str, Any], days: int | None) -> None:
    api = await world.api(await world.user())
    with clock.frozen(NOW):
        answer = await api.post(REFRESH, body)
        kept = await _kept(world, answer.json()["data"]["apiKey"])
    assert kept.expires_at == (None if days is None else NOW + timedelta(days=days))


@pytest.mark.parametrize(
    "body",
    [
        {"apiKeyDaysValid": 0},
        {"apiKeyDaysValid": -1},
        {"apiKeyDaysValid": 1.5},
        {"apiKeyDaysValid": "7"},
        {"apiKeyDaysValid": 10**12},
        {"apiKeyDaysValid": 7, "apiKeyNeverExpires": True},
    ],
)
async def test_a_refused_exchange_leaves_the_old_key(world: World, body: dict[str, Any]) -> None:
    api = await world.api(await world.user())
    answer = await api.post(REFRESH, body)
    assert answer.status_code == 400, answer.text
    if len(body) == 2:
        assert "Cannot set both apiKeyDaysValid and apiKeyNeverExpires" in answer.json()["error"]["message"]
    assert (await api.post(REFRESH, {})).status_code == 200


async def test_nobody_refreshes_without_a_key(world: World) -> None:
    nobody = await world.api(None)
    assert (await nobody.post(REFRESH, {"apiKeyDaysValid": 0})).status_code == 401


async def test_only_the_digest_of_a_key_is_kept(world: World) -> None:
    anna = await world.user()
    key = await issue_key(world.session, anna.id, note="mine")
    await world.session.commit()
    kept = await _kept(world, key)
    assert kept.expires_at is None
    assert key.removeprefix("cal_") not in {kept.digest, kept.note}
    assert len(key) >= 36
