"""A refresh token for the next pair, once; whoever shows a used one ends the family (RFC 9700, section 4.14.2)."""

from datetime import timedelta

import pytest

from locum.kit import clock
from locum.oauth2.applications import decide
from locum.oauth2.rules.managing import OPERATOR, Kind, Manager, Status
from locum.oauth2.tokens import ACCESS_LASTS, REFRESH_LASTS
from tests.factories.oauth2 import WEB, App, make_app, refusal
from tests.factories.world import Api, World

SCOPES = ("BOOKING_READ", "PROFILE_READ")


@pytest.fixture
async def app(world: World) -> App:
    return await make_app(world, scopes=SCOPES)


async def _works(app: App, access_token: str) -> bool:
    answer = await Api(app.world.client, access_token).get("/v2/me")
    assert answer.status_code in {200, 401}
    return answer.status_code == 200


async def test_a_refresh_rotates_and_keeps_the_scopes(world: World, app: App) -> None:
    first = await app.tokens(await world.user(), "PROFILE_READ")
    answer = await app.send(app.renewal(first["refresh_token"]))
    assert answer.status_code == 200, answer.text
    second = answer.json()
    assert second["scope"] == "PROFILE_READ"
    assert second["refresh_token"] != first["refresh_token"]
    assert await _works(app, first["access_token"])
    assert await _works(app, second["access_token"])


async def test_a_used_refresh_token_ends_the_family_and_no_other(world: World, app: App) -> None:
    anna = await world.user()
    first, beside = await app.tokens(anna), await app.tokens(anna)
    second = (await app.send(app.renewal(first["refresh_token"]))).json()
    revoked = (400, "invalid_grant", "refresh_token_revoked")
    assert refusal(await app.send(app.renewal(first["refresh_token"]))) == revoked
    assert refusal(await app.send(app.renewal(second["refresh_token"]))) == revoked
    assert not await _works(app, first["access_token"])
    assert not await _works(app, second["access_token"])
    assert await _works(app, beside["access_token"])
    assert (await app.send(app.renewal(beside["refresh_token"]))).status_code == 200


async def test_whose_refresh_token_it_is(world: World, app: App) -> None:
    pair = await app.tokens(await world.user())
    other = await make_app(world)
    told = refusal(await other.send(other.renewal(pair["refresh_token"])))
    assert told == (400, "invalid_grant", "client_id_mismatch")
    for nonsense in ("locum_rt_nonsense", pair["access_token"]):
        told = refusal(await app.send(app.renewal(nonsense)))
        assert told == (400, "invalid_grant", "invalid_refresh_token")
    assert (await app.send(app.renewal(pair["refresh_token"]))).status_code == 200


async def test_fields_of_a_refresh(world: World, app: App) -> None:
    pair = await app.tokens(await world.user())
    for changes, word in (
        ({"refresh_token": None}, "refresh_token is required"),
        ({"scope": "PROFILE_READ"}, "property scope should not exist"),
        ({"code_verifier": "x"}, "property code_verifier should not exist"),
    ):
        told = refusal(await app.send(app.renewal(pair["refresh_token"], **changes)))
        assert told == (400, "invalid_request", word)
    assert refusal(await app.send(app.renewal(pair["refresh_token"], client_secret=None)))[0] == 401


async def test_public_applications_renew_without_a_secret(world: World) -> None:
    phone = await make_app(world, kind=Kind.PUBLIC)
    pair = await phone.tokens(await world.user())
    assert (await phone.send(phone.renewal(pair["refresh_token"]))).status_code == 200


async def test_how_long_tokens_are_good(world: World, app: App) -> None:
    now = clock.now()
    with clock.frozen(now):
        pair = await app.tokens(await world.user())
    with clock.frozen(now + ACCESS_LASTS - timedelta(seconds=5)):
        assert await _works(app, pair["access_token"])
    with clock.frozen(now + ACCESS_LASTS):
        answer = await Api(world.client, pair["access_token"]).get("/v2/me")
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "UnauthorizedException")
    with clock.frozen(now + REFRESH_LASTS + timedelta(seconds=5)):
        told = refusal(await app.send(app.renewal(pair["refresh_token"])))
        assert told == (400, "invalid_grant", "invalid_refresh_token")
    with clock.frozen(now + REFRESH_LASTS - timedelta(seconds=5)):
        assert (await app.send(app.renewal(pair["refresh_token"]))).status_code == 200


async def test_an_application_that_is_rejected_acts_for_nobody_but_its_owner(world: World) -> None:
    owner, other = await world.user(), await world.user()
    app = await make_app(world, owner=owner)
    code, pair, own = await app.code(other), await app.tokens(other), await app.tokens(owner)
    await decide(world.session, OPERATOR, app.row.client_id, Status.REJECTED)
    await world.session.commit()
    unauthorized = (401, "unauthorized_client", "client_not_approved")
    assert refusal(await app.send(app.exchange(code))) == unauthorized
    assert refusal(await app.send(app.renewal(pair["refresh_token"]))) == unauthorized
    assert not await _works(app, pair["access_token"])
    assert await _works(app, own["access_token"])
    assert (await app.send(app.renewal(own["refresh_token"]))).status_code == 200
    await decide(world.session, OPERATOR, app.row.client_id, Status.APPROVED)
    await world.session.commit()
    assert await _works(app, pair["access_token"])
    assert (await app.send(app.renewal(pair["refresh_token"]))).status_code == 200


async def test_what_waits_for_approval_serves_its_owner(world: World) -> None:
    owner = await world.user()
    app = await make_app(world, owner=owner, manager=Manager(owner.id))
    assert app.row.status == Status.PENDING
    assert await _works(app, (await app.tokens(owner))["access_token"])


class TestOnTheWebSide:
    """The addresses of the mobile app (client surface sheet, section 2.3)."""

    async def test_a_phone_signs_in_renews_and_signs_out(self, world: World) -> None:
        phone = await make_app(world, kind=Kind.PUBLIC)
        body = phone.exchange(await phone.code(await world.user()), scope="READ_PROFILE", anything="else")
        answer = await world.client.post(f"{WEB}/token", data=body, headers={"Origin": "https://app.example.com"})
        assert answer.status_code == 200, answer.text
        assert answer.headers["access-control-allow-origin"] == "*"
        first = answer.json()
        assert {"access_token", "refresh_token", "token_type", "expires_in", "scope"} <= set(first)
        renewal = {"client_id": phone.row.client_id, "refresh_token": first["refresh_token"]}
        answer = await world.client.post(f"{WEB}/refreshToken", data=renewal)
        assert answer.status_code == 200, answer.text
        second = answer.json()
        assert await _works(phone, second["access_token"])
        leave = {"client_id": phone.row.client_id, "token": second["refresh_token"], "token_type_hint": "refresh_token"}
        answer = await world.client.post(f"{WEB}/revoke", data=leave)
        assert (answer.status_code, answer.json()) == (200, {})
        assert not await _works(phone, second["access_token"])
        assert not await _works(phone, first["access_token"])

    async def test_codes_do_not_go_where_tokens_are_renewed(self, world: World, app: App) -> None:
        answer = await app.send(app.exchange(await app.code(await world.user())), f"{WEB}/refreshToken")
        assert refusal(answer) == (400, "invalid_request", "grant_type must be 'refresh_token'")

    @pytest.mark.parametrize("path", [f"{WEB}/token", f"{WEB}/refreshToken", f"{WEB}/revoke", "/v2/auth/oauth2/token"])
    async def test_browsers_of_other_origins_may_ask(self, world: World, path: str) -> None:
        headers = {
            "Origin": "https://app.example.com",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type,x-own",
        }
        answer = await world.client.options(path, headers=headers)
        assert answer.status_code == 204
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["access-control-allow-headers"] == "content-type,x-own"
        assert "access-control-allow-credentials" not in answer.headers

    async def test_other_addresses_of_the_web_side_stay_pages(self, world: World) -> None:
        answer = await world.client.get("/api/auth/session")
        assert answer.status_code == 404
        assert "access-control-allow-origin" not in answer.headers


class TestRevoking:
    """RFC 7009."""

    async def test_an_access_token_ends_its_family(self, world: World, app: App) -> None:
        pair = await app.tokens(await world.user())
        answer = await world.client.post(f"{WEB}/revoke", data={**app.proof, "token": pair["access_token"]})
        assert answer.status_code == 200
        assert not await _works(app, pair["access_token"])
        assert refusal(await app.send(app.renewal(pair["refresh_token"])))[2] == "refresh_token_revoked"
        again = await world.client.post(f"{WEB}/revoke", data={**app.proof, "token": pair["access_token"]})
        assert again.status_code == 200

    async def test_what_is_not_known_is_as_good_as_ended(self, world: World, app: App) -> None:
        assert (await world.client.post(f"{WEB}/revoke", data={**app.proof, "token": "x"})).status_code == 200

    async def test_nobody_ends_what_others_were_given(self, world: World, app: App) -> None:
        pair = await app.tokens(await world.user())
        other = await make_app(world)
        for body, told in (
            ({**other.proof, "token": pair["access_token"]}, (400, "invalid_grant", "client_id_mismatch")),
            ({"client_id": app.row.client_id, "token": pair["access_token"]}, (401, "invalid_client", None)),
            ({"token": pair["access_token"]}, (400, "invalid_request", "client_id is required")),
            (app.proof, (400, "invalid_request", "token is required")),
        ):
            status, error, description = refusal(await world.client.post(f"{WEB}/revoke", data=body))
            assert (status, error) == told[:2]
            assert told[2] in {None, description}
        assert await _works(app, pair["access_token"])
