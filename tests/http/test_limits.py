"""How often somebody may ask, and what he is told when it was too often."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient

from locum.app import create_app
from locum.db.session import Database
from locum.kit import clock
from locum.settings import Settings
from tests.factories.world import Api, World

NOW = datetime(2050, 3, 14, 12, 0, tzinfo=UTC)
LIMIT, LEFT, RESET = "x-ratelimit-limit-default", "x-ratelimit-remaining-default", "x-ratelimit-reset-default"


@pytest.fixture
async def client(tmp_path: Path, database: Database) -> AsyncIterator[AsyncClient]:
    """The application with the limits that it has when nobody sets any."""
    settings = Settings(data_dir=tmp_path, public_url="http://locum.test", secret_key="a secret of the tests")
    app = create_app(settings, database)
    async with AsyncClient(
        transport=ASGITransport(app, raise_app_exceptions=False), base_url="http://locum.test"
    ) as client:
        yield client


async def _times(api: Api, number: int, path: str = "/v2/timezones") -> list[int]:
    return [(await api.get(path)).status_code for _ in range(number)]


async def test_the_121st_request_of_a_key_starts_a_block_of_a_minute(world: World) -> None:
    api = await world.api(await world.user())
    with clock.frozen(NOW):
        first = await api.get("/v2/timezones")
        assert (first.headers[LIMIT], first.headers[LEFT], first.headers[RESET]) == ("120", "119", "60")
        assert set(await _times(api, 118)) == {200}
        last = await api.get("/v2/timezones")
        assert (last.status_code, last.headers[LEFT]) == (200, "0")
    with clock.frozen(NOW + timedelta(seconds=30)):
        refused = await api.get("/v2/timezones")
        assert refused.status_code == 429
        assert (refused.headers[LIMIT], refused.headers[LEFT], refused.headers[RESET]) == ("120", "0", "60")
        text = "CustomThrottlerGuard - Too many requests. Please try again later."
        assert refused.json()["error"] == {"code": "ThrottlerException", "message": text, "details": text}
    with clock.frozen(NOW + timedelta(seconds=80)):
        still = await api.get("/v2/timezones")
        assert (still.status_code, still.headers[LEFT], still.headers[RESET]) == (429, "0", "10")
    with clock.frozen(NOW + timedelta(seconds=91)):
        again = await api.get("/v2/timezones")
        assert (again.status_code, again.headers[LEFT], again.headers[RESET]) == (200, "119", "60")


async def test_a_window_ends_a_minute_after_its_first_request(world: World) -> None:
    api = await world.api(await world.user())
    with clock.frozen(NOW):
        await api.get("/v2/timezones")
    with clock.frozen(NOW + timedelta(seconds=59)):
        later = await api.get("/v2/timezones")
        assert (later.headers[LEFT], later.headers[RESET]) == ("118", "1")
    with clock.frozen(NOW + timedelta(seconds=60)):
        assert (await api.get("/v2/timezones")).headers[LEFT] == "119"


async def test_callers_are_counted_apart(world: World) -> None:
    anna = await world.user()
    one, two, nobody = await world.api(anna), await world.api(anna), await world.api(None)
    with clock.frozen(NOW):
        await one.get("/v2/timezones")
        assert (await one.get("/v2/timezones")).headers[LEFT] == "118"
        assert (await two.get("/v2/timezones")).headers[LEFT] == "119"
        anonymous = await nobody.get("/v2/timezones")
        assert (anonymous.headers[LIMIT], anonymous.headers[LEFT]) == ("120", "119")


async def test_clients_have_500(world: World) -> None:
    answer = await Api(world.client, None, {"x-cal-client-id": "some-client"}).get("/v2/timezones")
    assert (answer.status_code, answer.headers[LIMIT], answer.headers[LEFT]) == (200, "500", "499")


async def test_refused_requests_count_and_preflights_do_not(world: World) -> None:
    nobody = await world.api(None)
    ask = {"Origin": "https://shop.example", "Access-Control-Request-Method": "GET"}
    with clock.frozen(NOW):
        assert (await nobody.get("/v2/me")).headers[LEFT] == "119"
        await world.client.options("/v2/me", headers=ask)
        assert (await nobody.get("/v2/nope")).headers[LEFT] == "118"


async def test_somebody_who_is_blocked_is_not_told_who_he_is(world: World) -> None:
    """The limit comes before the credentials (sheet, section 2): too many is too many."""
    nobody = await world.api(None)
    with clock.frozen(NOW):
        assert set(await _times(nobody, 120)) == {200}
        assert (await nobody.get("/v2/me")).status_code == 429
