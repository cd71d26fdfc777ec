"""What is over goes, and what is not stays."""

from datetime import timedelta

from sqlalchemy import func, select

from locum.kit import clock
from locum.oauth2.jobs import KEPT_FOR, USED_KEPT_FOR, sweep
from locum.oauth2.models import AccessToken, AuthorizationCode, Grant, RefreshToken
from locum.oauth2.tokens import REFRESH_LASTS
from tests.factories.oauth2 import make_app, refusal
from tests.factories.world import World

TABLES = (Grant, AuthorizationCode, AccessToken, RefreshToken)


async def _left(world: World) -> tuple[int, ...]:
    return tuple([await world.session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES])


async def test_nothing_goes_too_early(world: World) -> None:
    app = await make_app(world)
    await app.tokens(await world.user())
    await app.code(await world.user())
    await sweep(world.session)
    assert await _left(world) == (2, 2, 1, 1)


async def test_codes_and_access_tokens_go_after_a_day(world: World) -> None:
    app = await make_app(world)
    pair = await app.tokens(await world.user())
    await app.code(await world.user())
    with clock.frozen(clock.now() + KEPT_FOR + timedelta(hours=1)):
        await sweep(world.session)
        await world.session.commit()
        assert await _left(world) == (1, 0, 0, 1)
        assert (await app.send(app.renewal(pair["refresh_token"]))).status_code == 200


async def test_used_refresh_tokens_are_known_for_a_week(world: World) -> None:
    app = await make_app(world)
    first = await app.tokens(await world.user())
    second = (await app.send(app.renewal(first["refresh_token"]))).json()
    with clock.frozen(clock.now() + USED_KEPT_FOR + timedelta(hours=1)):
        await sweep(world.session)
        await world.session.commit()
        assert await _left(world) == (1, 0, 0, 1)
        assert refusal(await app.send(app.renewal(first["refresh_token"])))[2] == "invalid_refresh_token"
        assert (await app.send(app.renewal(second["refresh_token"]))).status_code == 200


async def test_in_the_end_the_grant_goes(world: World) -> None:
    await (await make_app(world)).tokens(await world.user())
    with clock.frozen(clock.now() + REFRESH_LASTS + KEPT_FOR + timedelta(hours=1)):
        await sweep(world.session)
    assert await _left(world) == (0, 0, 0, 0)
