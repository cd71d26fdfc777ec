"""Ways to be counted as somebody new with every request, none of which works."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient
from sqlalchemy import func, select

from locum.app import create_app
from locum.db.session import Database
from locum.http.jobs import forget
from locum.http.limits import RateLimitCounter
from locum.kit import clock
from locum.settings import Settings
from tests.factories.world import Api, World

NOW = datetime(2050, 3, 14, 12, 0, tzinfo=UTC)
MOST = 5
LEFT = "x-ratelimit-remaining-default"


@pytest.fixture
async def client(tmp_path: Path, database: Database) -> AsyncIterator[AsyncClient]:
    """The application with a limit that is soon reached, so that clients (500/120 of it) have 20."""
    settings = Settings(
        data_dir=tmp_path,
        public_url="http://locum.test",
        secret_key="a secret of the tests",
        rate_limit_per_minute=MOST,
    )
    transport = ASGITransport(create_app(settings, database), raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://locum.test") as client:
        yield client


@pytest.mark.parametrize("made_up", ["Bearer cal_{number}", "cal_{number}", "Bearer token-{number}", "Basic {number}"])
async def test_made_up_keys_and_tokens_use_the_allowance_of_the_address(world: World, made_up: str) -> None:
    with clock.frozen(NOW):
        answers = [
            await world.client.get("/v2/me", headers={"Authorization": made_up.format(number=number)})
            for number in range(MOST + 1)
        ]
        anonymous = await world.client.get("/v2/timezones")
    assert [answer.status_code for answer in answers] == [401] * MOST + [429]
    assert [answer.headers[LEFT] for answer in answers[:2]] == [str(MOST - 1), str(MOST - 2)]
    assert anonymous.status_code == 429


async def test_made_up_clients_share_one_allowance(world: World) -> None:
    with clock.frozen(NOW):
        for number in range(20):
            headers = {"x-cal-client-id": f"client-{number}"}
            assert (await world.client.get("/v2/timezones", headers=headers)).status_code == 200
        assert (await world.client.get("/v2/timezones", headers={"x-cal-client-id": "other"})).status_code == 429
        pair = {"x-cal-client-id": "another", "x-cal-secret-key": "secret"}
        assert (await world.client.get("/v2/timezones", headers=pair)).status_code == 429


async def test_made_up_keys_leave_no_rows_behind(world: World) -> None:
    before = await _counters(world)
    for number in range(3):
        await world.client.get("/v2/me", headers={"Authorization": f"Bearer cal_{number}"})
    assert await _counters(world) - before <= 1


async def test_whoever_shares_an_address_with_a_guesser_keeps_his_own_allowance(world: World) -> None:
    key = await world.key(await world.user())
    with clock.frozen(NOW):
        for number in range(MOST + 1):
            await world.client.get("/v2/me", headers={"Authorization": f"Bearer cal_{number}"})
        assert (await Api(world.client, key).get("/v2/me")).status_code == 200


async def test_spellings_of_one_key_are_counted_together(world: World) -> None:
    key = await world.key(await world.user())
    with clock.frozen(NOW):
        for spelling in (key, f"Bearer {key}", f"Bearer   {key}"):
            answer = await world.client.get("/v2/me", headers={"Authorization": spelling})
    assert answer.headers[LEFT] == str(MOST - 3)


async def test_an_expired_key_is_counted_too(world: World) -> None:
    key = await world.key(await world.user(), expires_at=NOW - timedelta(days=2))
    with clock.frozen(NOW):
        answers = [await Api(world.client, key).get("/v2/me") for _ in range(MOST + 1)]
    assert [answer.status_code for answer in answers] == [401] * MOST + [429]


async def test_counters_of_long_ago_are_forgotten(world: World) -> None:
    early, late = await world.api(await world.user()), await world.api(await world.user())
    with clock.frozen(NOW):
        await early.get("/v2/timezones")
    with clock.frozen(NOW + timedelta(minutes=12)):
        await late.get("/v2/timezones")
        before = await _counters(world)
        await forget(world.session)
        assert before - await _counters(world) >= 1
        assert (await late.get("/v2/timezones")).headers[LEFT] == str(MOST - 2)


async def _counters(world: World) -> int:
    return await world.session.scalar(select(func.count()).select_from(RateLimitCounter)) or 0
