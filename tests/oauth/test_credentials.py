"""Who asks: pairs of clients and tokens of people whom they manage, in the order in which they count."""

import hmac
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient
from sqlalchemy import delete

from locum.app import create_app
from locum.db.session import Database
from locum.kit import clock
from locum.memberships.models import Membership
from locum.oauth import authentication
from locum.oauth.models import OAuthToken
from locum.settings import Settings
from tests.factories.oauth import SECRET_KEY, oauth_client, pair, platform, platform_with_client, secret_of
from tests.factories.world import Api, World

ME = "/v2/me"
NOW = datetime(2050, 3, 14, 12, 0, 30, tzinfo=UTC)
LIMIT, LEFT = "x-ratelimit-limit-default", "x-ratelimit-remaining-default"
STRATEGY = "ApiAuthStrategy - "


async def _told(world: World, headers: dict[str, str], path: str = ME) -> tuple[int, str]:
    answer = await world.client.get(path, headers=headers)
    return answer.status_code, answer.json().get("error", {}).get("message", "")


def _both(client_id: str, secret: str | None = None) -> dict[str, str]:
    return {"x-cal-client-id": client_id, "x-cal-secret-key": secret or secret_of(client_id)}


async def test_a_pair_acts_as_the_first_owner_who_accepted(world: World) -> None:
    organization = await platform(world)
    await world.member(organization, "ADMIN")
    await world.join(await world.user(), organization, "OWNER", accepted=False)
    owner, _ = await world.member(organization, "OWNER"), await world.member(organization, "OWNER")
    api = pair(world, await oauth_client(world, organization))
    me = (await api.get(ME)).json()["data"]
    assert (me["id"], me["organizationId"]) == (owner.id, organization.id)


async def test_without_an_owner_it_acts_as_the_first_administrator(world: World) -> None:
    organization = await platform(world)
    await world.member(organization)
    admin, _ = await world.member(organization, "ADMIN"), await world.member(organization, "ADMIN")
    assert (await pair(world, await oauth_client(world, organization)).get(ME)).json()["data"]["id"] == admin.id


async def test_an_organization_without_anybody_in_charge_has_no_voice(world: World) -> None:
    house = await platform_with_client(world)
    await world.session.execute(delete(Membership).where(Membership.user_id == house.owner.id))
    await world.session.commit()
    text = f"{STRATEGY}oAuth client - No owner ID found for this OAuth client"
    assert await _told(world, _both(house.client.id)) == (401, text)


async def test_a_pair_is_no_system_administrator_even_if_its_owner_is(world: World) -> None:
    house, foreign = await platform_with_client(world), await world.organization()
    house.owner.is_system_admin = True
    await world.session.commit()
    assert (await house.api.get(f"/v2/organizations/{house.organization.id}/users")).status_code == 200
    assert (await house.api.get(f"/v2/organizations/{foreign.id}/users")).status_code == 403


async def test_wrong_pairs(world: World) -> None:
    house = await platform_with_client(world)
    text = f"{STRATEGY}oAuth client - Invalid client secret"
    assert await _told(world, _both(house.client.id, "wrong")) == (401, text)
    for unknown in ("unknown", "not even an id", "x" * 5000):
        text = f"{STRATEGY}oAuth client - Client with ID {unknown} not found"
        assert await _told(world, _both(unknown, "wrong")) == (401, text)
    assert (await _told(world, _both(house.client.id, "wrong"), "/v2/timezones"))[0] == 401


async def test_a_pair_beats_a_bearer_and_a_bearer_beats_half_a_pair(world: World) -> None:
    house = await platform_with_client(world)
    stranger = await world.user()
    bearer = {"Authorization": f"Bearer {await world.key(stranger)}"}
    for headers, user in (
        ({**bearer, **_both(house.client.id)}, house.owner),
        ({"Authorization": "Bearer nonsense", **_both(house.client.id)}, house.owner),
        ({**bearer, "x-cal-client-id": house.client.id}, stranger),
        ({**bearer, "x-cal-client-id": "unknown"}, stranger),
        ({**bearer, "x-cal-secret-key": "wrong"}, stranger),
    ):
        assert (await world.client.get(ME, headers=headers)).json()["data"]["id"] == user.id


async def test_a_path_names_its_client_whatever_the_header_says(world: World) -> None:
    house, other = await platform_with_client(world), await oauth_client(world)
    path, secret = f"{house.path}/users", secret_of(house.client.id)
    assert (await _told(world, {"x-cal-secret-key": secret}, path))[0] == 200
    assert (await _told(world, {"x-cal-client-id": other.id, "x-cal-secret-key": secret}, path))[0] == 200
    assert (await _told(world, {"x-cal-secret-key": secret}, f"/api{path}/"))[0] == 200
    assert await _told(world, _both(other.id), path) == (401, f"{STRATEGY}oAuth client - Invalid client secret")
    assert await _told(world, {"x-cal-secret-key": secret}, "/v2/oauth-clients/%00/users") == (
        401,
        f"{STRATEGY}oAuth client - Client with ID \x00 not found",
    )
    status, text = await _told(world, {}, path)
    assert (status, text.startswith(f"{STRATEGY}No authentication method provided.")) == (401, True)


async def test_secrets_are_compared_in_constant_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    house = await platform_with_client(world)
    compared: list[tuple[Any, Any]] = []

    def compare(one: str, two: str) -> bool:
        compared.append((one, two))
        return hmac.compare_digest(one, two)

    monkeypatch.setattr(authentication, "compare_digest", compare)
    await _told(world, _both(house.client.id))
    await _told(world, _both(house.client.id, "wrong"))
    assert [one == two for one, two in compared] == [True, False]


async def test_a_token_acts_as_its_person(world: World) -> None:
    house = await platform_with_client(world)
    made = await house.person()
    me = (await Api(world.client, made["accessToken"]).get(ME)).json()["data"]
    assert (me["id"], me["organizationId"]) == (made["user"]["id"], house.organization.id)
    assert me["organization"] == {"id": house.organization.id, "isPlatform": True}
    bare = await world.client.get(ME, headers={"Authorization": made["accessToken"]})
    assert bare.status_code == 200


async def test_bad_tokens(world: World) -> None:
    house = await platform_with_client(world)
    made = await house.person()
    for token in (made["refreshToken"], made["accessToken"][:-4] + "AAAA", "a.b.c"):
        status, text = await _told(world, {"Authorization": f"Bearer {token}"})
        assert (status, text) == (401, f"{STRATEGY}access token - Invalid Access Token.")
    await world.session.execute(delete(OAuthToken))
    await world.session.commit()
    assert (await _told(world, {"Authorization": f"Bearer {made['accessToken']}"}))[0] == 401


async def test_an_expired_token_is_498(world: World) -> None:
    house = await platform_with_client(world)
    with clock.frozen(NOW):
        made = await house.person()
    ends = datetime.fromtimestamp(made["accessTokenExpiresAt"] / 1000, UTC)
    assert ends == datetime(2050, 3, 14, 13, 0, tzinfo=UTC)
    api = Api(world.client, made["accessToken"])
    with clock.frozen(ends - timedelta(milliseconds=1)):
        assert (await api.get(ME)).status_code == 200
    with clock.frozen(ends):
        for path in (ME, "/v2/timezones", f"/v2/provider/{house.client.id}/access-token"):
            answer = await api.get(path)
            assert answer.status_code == 498
            error = answer.json()["error"]
            assert (error["code"], error["message"]) == ("TokenExpiredException", "ACCESS_TOKEN_IS_EXPIRED")
            assert error["details"] == "ACCESS_TOKEN_IS_EXPIRED"
        await world.session.execute(delete(OAuthToken))
        await world.session.commit()
        assert (await api.get(ME)).status_code == 498


async def test_browsers_come_from_where_the_client_says(world: World) -> None:
    house = await platform_with_client(world, redirect_uris=["https://shop.example", "https://*.try.example"])
    made = await house.person()
    api = Api(world.client, made["accessToken"])
    for origin in ("https://shop.example", "https://a.try.example"):
        assert (await api.get(ME, headers={"Origin": origin})).status_code == 200
    for origin in ("https://evil.example", "null", "https://shop.example.evil.example"):
        answer = await api.get(ME, headers={"Origin": origin})
        assert answer.status_code == 401
        text = answer.json()["error"]["message"]
        assert text.startswith(f"{STRATEGY}access token - Invalid request origin - ")
    assert (await house.api.get(ME, headers={"Origin": "https://evil.example"})).status_code == 200


@pytest.mark.parametrize(
    ("path", "needed"),
    [(ME, "PROFILE_READ"), ("/v2/schedules", "SCHEDULE_READ"), ("/v2/bookings", "BOOKING_READ")],
)
async def test_permissions_of_the_client_count_for_pairs_and_tokens(world: World, path: str, needed: str) -> None:
    house = await platform_with_client(world, permissions=0)
    token = Api(world.client, (await house.person())["accessToken"])
    key = await world.api(house.owner)
    for api in (house.api, token):
        answer = await api.get(path)
        assert answer.status_code == 403
        text = answer.json()["error"]["message"]
        assert text.startswith(f"PermissionsGuard - oAuth client with id={house.client.id} does not have the required")
        assert f"permissions={needed}." in text
    assert (await key.get(path)).status_code == 200
    assert (await token.get(f"/v2/provider/{house.client.id}/access-token")).status_code == 200


MOST = 12


class TestLimits:
    """With a limit that is soon reached: keys and addresses have 12, tokens and clients 50."""

    @pytest.fixture
    async def client(self, tmp_path: Path, database: Database) -> AsyncIterator[AsyncClient]:
        settings = Settings(
            data_dir=tmp_path, public_url="http://locum.test", secret_key=SECRET_KEY, rate_limit_per_minute=MOST
        )
        transport = ASGITransport(create_app(settings, database), raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url="http://locum.test") as client:
            yield client

    async def test_pairs_and_tokens_have_allowances_of_their_own(self, world: World) -> None:
        house = await platform_with_client(world)
        with clock.frozen(NOW):
            first, second = await house.person("a@acme.com"), await house.person("b@acme.com")
            pair_left = int((await house.api.get(ME)).headers[LEFT])
            assert pair_left == 47
            for made in (first, second):
                answer = await Api(world.client, made["accessToken"]).get(ME)
                assert (answer.headers[LIMIT], answer.headers[LEFT]) == ("50", "49")
            for _ in range(49):
                answer = await Api(world.client, first["accessToken"]).get(ME)
            assert (answer.status_code, answer.headers[LEFT]) == (200, "0")
            assert (await Api(world.client, first["accessToken"]).get(ME)).status_code == 429
            assert (await Api(world.client, second["accessToken"]).get(ME)).status_code == 200
            assert (await Api(world.client, await world.key(house.owner)).get(ME)).headers[LIMIT] == str(MOST)

    async def test_wrong_secrets_use_the_allowance_of_the_address(self, world: World) -> None:
        house = await platform_with_client(world)
        with clock.frozen(NOW):
            before = (await house.api.get(ME)).headers[LEFT]
            codes = [
                (await world.client.get(f"{house.path}/users", headers={"x-cal-secret-key": str(n)})).status_code
                for n in range(MOST + 1)
            ]
            assert codes == [401] * MOST + [429]
            assert int((await house.api.get(ME)).headers[LEFT]) == int(before) - 1

    async def test_made_up_and_revoked_tokens_use_the_allowance_of_the_address(self, world: World) -> None:
        house = await platform_with_client(world)
        with clock.frozen(NOW):
            made = await house.person()
            await world.session.execute(delete(OAuthToken))
            await world.session.commit()
            revoked = await Api(world.client, made["accessToken"]).get(ME)
            assert (revoked.status_code, revoked.headers[LIMIT], revoked.headers[LEFT]) == (401, "12", "11")
            invented = await Api(world.client, "a.b.c").get(ME)
            assert (invented.headers[LIMIT], invented.headers[LEFT]) == ("12", "10")
