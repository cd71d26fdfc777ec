"""Tokens of managed people: handed out, used up, taken back."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from locum.kit import clock
from locum.oauth.jobs import forget
from locum.oauth.models import OAuthToken
from locum.settings import Settings
from tests.factories.oauth import Platform, oauth_client, platform_with_client, secret_of
from tests.factories.world import Api, World

ME = "/v2/me"
NOW = datetime(2050, 3, 14, 12, 0, 30, tzinfo=UTC)
INVALID = (400, "Invalid refresh token")


async def _refresh(house: Platform, token: Any, client_id: str | None = None, **headers: str) -> tuple[int, Any]:
    named = client_id or house.client.id
    api = Api(house.world.client, None, {"x-cal-secret-key": secret_of(named), **headers})
    answer = await api.post(f"/v2/oauth/{named}/refresh", {"refreshToken": token})
    body = answer.json()
    return answer.status_code, body["data"] if answer.status_code == 200 else body["error"]["message"]


async def _works(house: Platform, token: str) -> bool:
    return (await Api(house.world.client, token).get(ME)).status_code == 200


async def test_a_refresh_token_is_good_for_one_new_pair(world: World) -> None:
    house = await platform_with_client(world)
    with clock.frozen(NOW):
        made = await house.person()
        status, new = await _refresh(house, made["refreshToken"])
    assert status == 200
    assert set(new) == {"accessToken", "refreshToken", "accessTokenExpiresAt", "refreshTokenExpiresAt"}
    assert new["accessTokenExpiresAt"] == int(datetime(2050, 3, 14, 13, 0, tzinfo=UTC).timestamp()) * 1000
    assert new["refreshTokenExpiresAt"] == int(datetime(2051, 3, 14, tzinfo=UTC).timestamp()) * 1000
    with clock.frozen(NOW):
        assert await _refresh(house, made["refreshToken"]) == INVALID
        assert (await _refresh(house, new["refreshToken"]))[0] == 200
        for token in (made["accessToken"], new["accessToken"]):
            assert await _works(house, token)


async def test_refresh_tokens_that_are_none(world: World) -> None:
    house = await platform_with_client(world)
    with clock.frozen(NOW):
        made = await house.person()
    other = await oauth_client(world, house.organization)
    assert await _refresh(house, made["refreshToken"], other.id) == INVALID
    for token in (made["accessToken"], "made-up", "", made["refreshToken"] + "A"):
        assert await _refresh(house, token) == INVALID
    ends = datetime.fromtimestamp(made["refreshTokenExpiresAt"] / 1000, UTC)
    with clock.frozen(ends):
        assert await _refresh(house, made["refreshToken"]) == INVALID
    with clock.frozen(ends - timedelta(milliseconds=1)):
        assert (await _refresh(house, made["refreshToken"]))[0] == 200
    assert (await _refresh(house, None))[0] == 400


async def test_only_the_client_itself_exchanges(world: World) -> None:
    house = await platform_with_client(world)
    made = await house.person()
    path, body = f"/v2/oauth/{house.client.id}/refresh", {"refreshToken": made["refreshToken"]}
    for api in (await world.api(house.owner), Api(world.client, made["accessToken"])):
        answer = await api.post(path, body)
        assert answer.status_code == 401
        assert "Invalid authentication method" in answer.json()["error"]["message"]
    assert (await world.client.post(path, json=body)).status_code == 401
    wrong = await world.client.post(path, json=body, headers={"x-cal-secret-key": "wrong"})
    assert wrong.status_code == 401
    foreign = await oauth_client(world)
    headers = {"x-cal-client-id": foreign.id, "x-cal-secret-key": secret_of(foreign.id)}
    assert (await world.client.post(path, json=body, headers=headers)).status_code == 401
    assert (await _refresh(house, made["refreshToken"], Authorization="Bearer expired"))[0] == 200


async def test_forcing_takes_all_back_and_hands_out_one_pair(world: World) -> None:
    house = await platform_with_client(world)
    made, bystander = await house.person(), await house.person("ben@acme.com")
    _, second = await _refresh(house, made["refreshToken"])
    answer = await house.api.post(f"{house.path}/users/{made['user']['id']}/force-refresh")
    assert answer.status_code == 200
    new = answer.json()["data"]
    assert set(new) == {"accessToken", "refreshToken", "accessTokenExpiresAt", "refreshTokenExpiresAt"}
    for old in (made["accessToken"], second["accessToken"]):
        assert not await _works(house, old)
    assert await _refresh(house, second["refreshToken"]) == INVALID
    assert await _works(house, new["accessToken"])
    assert await _works(house, bystander["accessToken"])
    assert (await _refresh(house, new["refreshToken"]))[0] == 200


async def test_the_database_does_not_hold_tokens(world: World) -> None:
    house = await platform_with_client(world)
    made = await house.person()
    for table in ("oauth_tokens", "audit_entries", "users"):
        rows = (await world.session.execute(text(f"SELECT to_jsonb(t)::text FROM {table} t"))).scalars().all()
        assert rows
        for secret in (made["accessToken"], made["refreshToken"], secret_of(house.client.id)):
            assert not any(secret in row for row in rows)


async def test_secrets_and_tokens_are_not_logged(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    house = await platform_with_client(world)
    made = await house.person()
    await _refresh(house, made["refreshToken"])
    await _refresh(house, made["refreshToken"])
    await Api(world.client, made["accessToken"] + "A").get(ME)
    told = "".join(capsys.readouterr())
    assert "/v2/oauth/" in told
    for secret in (made["accessToken"], made["refreshToken"], secret_of(house.client.id)):
        assert secret not in told


async def test_with_another_secret_key_all_tokens_are_void_unless_it_is_remembered(
    world: World, settings: Settings
) -> None:
    house = await platform_with_client(world)
    made = await house.person()
    fresh = settings.model_copy(update={"secret_key": "another secret of the tests"})
    remembering = fresh.model_copy(update={"secret_keys_retired": (settings.secret,)})
    assert fresh.managed_tokens.read(made["accessToken"]) is None
    claims = remembering.managed_tokens.read(made["accessToken"])
    assert claims is not None
    assert claims["ownerId"] == made["user"]["id"]


async def test_tokens_of_long_ago_are_forgotten(world: World) -> None:
    house = await platform_with_client(world)
    with clock.frozen(NOW):
        await house.person()
    with clock.frozen(NOW + timedelta(days=2)):
        await house.person("ben@acme.com")
        await forget(world.session)
    kinds = select(OAuthToken.kind).where(OAuthToken.client_id == house.client.id).order_by(OAuthToken.id)
    assert (await world.session.scalars(kinds)).all() == ["refresh_token", "access_token", "refresh_token"]


async def test_of_many_who_refresh_with_one_token_one_gets_the_pair(live: World) -> None:
    house = await platform_with_client(live)
    made = await house.person()
    answers = await asyncio.gather(*(_refresh(house, made["refreshToken"]) for _ in range(6)))
    assert sorted(status for status, _ in answers) == [200, *[400] * 5]
    assert await live.session.scalar(select(func.count()).select_from(OAuthToken)) == 3


async def test_what_is_refreshed_while_all_is_taken_back_is_taken_back_too(live: World) -> None:
    house = await platform_with_client(live)
    made = await house.person("ben@acme.com")
    user_id = made["user"]["id"]
    force = f"{house.path}/users/{user_id}/force-refresh"
    (refreshed, _), *forced = await asyncio.gather(
        _refresh(house, made["refreshToken"]), *(house.api.post(force) for _ in range(4))
    )
    assert refreshed in {200, 400}
    assert [answer.status_code for answer in forced] == [200] * 4
    rows = select(func.count()).select_from(OAuthToken).where(OAuthToken.user_id == user_id)
    assert await live.session.scalar(rows) == 2


async def test_one_person_is_made_once(live: World) -> None:
    house = await platform_with_client(live)
    body = {"email": "eve@acme.com", "name": "Eve", "timeZone": "Europe/Rome"}
    answers = await asyncio.gather(*(house.api.post(f"{house.path}/users", body) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 4]
    assert all("already exists" in answer.text for answer in answers if answer.status_code == 409)
