"""A code for a pair of tokens: every row of the platform sheet, section 5."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from locum.http.credentials import digest
from locum.kit import clock
from locum.oauth2.applications import end_former_secrets, rotate
from locum.oauth2.granting import CODE_LASTS
from locum.oauth2.models import AccessToken, ApplicationSecret, AuthorizationCode, Grant, RefreshToken
from locum.oauth2.revoking import take_back
from locum.oauth2.rules.managing import OPERATOR, Kind
from tests.factories.oauth2 import CHALLENGE, TOKEN, VERIFIER, WEB, App, make_app, refusal
from tests.factories.world import Api, World

EXPIRED = (400, "invalid_grant", "code_invalid_or_expired")


@pytest.fixture
async def app(world: World) -> App:
    return await make_app(world)


@pytest.fixture
async def public(world: World) -> App:
    return await make_app(world, kind=Kind.PUBLIC, name="On a phone")


async def test_a_code_becomes_a_bare_pair(world: World, app: App) -> None:
    anna = await world.user()
    answer = await app.send(app.exchange(await app.code(anna)))
    assert answer.status_code == 200, answer.text
    pair = answer.json()
    assert set(pair) == {"access_token", "token_type", "refresh_token", "expires_in", "scope"}
    assert (pair["token_type"], pair["expires_in"], pair["scope"]) == ("bearer", 1800, "READ_BOOKING READ_PROFILE")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["pragma"] == "no-cache"
    me = await Api(world.client, pair["access_token"]).get("/v2/me")
    assert (me.status_code, me.json()["data"]["id"]) == (200, anna.id)


async def test_forms_are_as_good_as_json(world: World, app: App) -> None:
    body = app.exchange(await app.code(await world.user()))
    answer = await world.client.post(TOKEN, data=body)
    assert answer.status_code == 200, answer.text


async def test_a_header_of_before_does_not_matter(world: World, app: App) -> None:
    body = app.exchange(await app.code(await world.user()))
    stale = {"Authorization": "Bearer locum_at_of_yesterday", "x-cal-client-id": "other"}
    answer = await world.client.post(TOKEN, json=body, headers=stale)
    assert answer.status_code == 200, answer.text


async def test_a_code_is_good_once_and_then_ends_what_came_of_it(world: World, app: App) -> None:
    body = app.exchange(await app.code(await world.user()))
    pair = (await app.send(body)).json()
    api = Api(world.client, pair["access_token"])
    assert (await api.get("/v2/me")).status_code == 200
    assert refusal(await app.send(body)) == EXPIRED
    assert (await api.get("/v2/me")).status_code == 401
    assert refusal(await app.send(app.renewal(pair["refresh_token"])))[2] == "refresh_token_revoked"


async def test_a_code_is_nothing_once_its_person_does_not_want_it_any_more(world: World, app: App) -> None:
    anna = await world.user()
    code = await app.code(anna)
    await take_back(world.session, anna.id, app.row.id)
    await world.session.commit()
    assert refusal(await app.send(app.exchange(code))) == EXPIRED


async def test_a_code_is_over_after_two_minutes(world: World, app: App) -> None:
    anna, now = await world.user(), clock.now()
    with clock.frozen(now):
        in_time, late = await app.code(anna), await app.code(anna)
    with clock.frozen(now + CODE_LASTS - timedelta(seconds=1)):
        assert (await app.send(app.exchange(in_time))).status_code == 200
    with clock.frozen(now + CODE_LASTS):
        assert refusal(await app.send(app.exchange(late))) == EXPIRED


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"client_id": None}, (400, "invalid_request", "client_id is required")),
        ({"client_id": ""}, (400, "invalid_request", "client_id is required")),
        (
            {"grant_type": None},
            (400, "invalid_request", "grant_type must be 'authorization_code' or 'refresh_token'"),
        ),
        (
            {"grant_type": "password"},
            (400, "invalid_request", "grant_type must be 'authorization_code' or 'refresh_token'"),
        ),
        ({"code": None}, (400, "invalid_request", "code is required")),
        ({"code": None, "redirect_uri": None}, (400, "invalid_request", "code is required, redirect_uri is required")),
        ({"code": 5}, (400, "invalid_request", "code must be a string")),
        ({"scope": "READ_BOOKING"}, (400, "invalid_request", "property scope should not exist")),
        ({"refresh_token": "x"}, (400, "invalid_request", "property refresh_token should not exist")),
        ({"code_verifier": VERIFIER}, (400, "invalid_request", "give either client_secret or code_verifier, not both")),
        ({"client_id": "nobody"}, (401, "invalid_client", "client_not_found")),
        ({"client_secret": "wrong"}, (401, "invalid_client", "invalid_client_credentials")),
        ({"client_secret": None}, (401, "invalid_client", "invalid_client_credentials")),
        (
            {"client_secret": None, "code_verifier": VERIFIER},
            (401, "invalid_client", "invalid_client_credentials"),
        ),
    ],
)
async def test_who_is_refused_before_the_code_is_looked_at(
    world: World, app: App, changes: dict[str, Any], told: tuple[int, str, str]
) -> None:
    code = await app.code(await world.user())
    status, error, description = refusal(await app.send(app.exchange(code, **changes)))
    assert (status, error) == told[:2]
    assert description.startswith(told[2])
    assert (await app.send(app.exchange(code))).status_code == 200, "the code must not be used up"


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"text"', b"null", b"[" * 5000])
async def test_a_body_that_is_no_object(world: World, body: bytes) -> None:
    answer = await world.client.post(TOKEN, content=body, headers={"Content-Type": "application/json"})
    assert refusal(answer)[:2] == (400, "invalid_request")


@pytest.mark.parametrize("text", [r"\u0000", r"\ud800", "x" * 100_000, "{}"])
@pytest.mark.parametrize("name", ["client_id", "client_secret", "code", "redirect_uri", "code_verifier", "TEXT"])
async def test_whatever_is_in_a_body_is_answered(world: World, app: App, name: str, text: str) -> None:
    body = json.dumps({**app.exchange(await app.code(await world.user())), name: "TEXT"}).replace("TEXT", text)
    answer = await world.client.post(TOKEN, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 401}, answer.text
    assert refusal(answer)[1] in {"invalid_request", "invalid_client", "invalid_grant"}


async def test_a_form_that_says_something_twice(world: World, app: App) -> None:
    code = await app.code(await world.user())
    pairs = "&".join(f"{name}={value}" for name, value in app.exchange(code).items())
    answer = await world.client.post(
        TOKEN, content=f"{pairs}&code=other", headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert refusal(answer)[:2] == (400, "invalid_request")


@pytest.mark.parametrize(
    "other",
    [
        "https://app.example.com/callback/",
        "https://app.example.com/Callback",
        "https://APP.example.com/callback",
        "https://app.example.com:443/callback",
        "https://app.example.com/callback?x=1",
        "https://me@app.example.com/callback",
        "http://app.example.com/callback",
    ],
)
async def test_another_redirect_uri_uses_the_code_up(world: World, app: App, other: str) -> None:
    code = await app.code(await world.user())
    told = refusal(await app.send(app.exchange(code, redirect_uri=other)))
    assert told == (400, "invalid_grant", "redirect_uri_mismatch")
    assert refusal(await app.send(app.exchange(code))) == EXPIRED


async def test_a_wrong_verifier_uses_the_code_up(world: World, public: App) -> None:
    code = await public.code(await world.user())
    told = refusal(await public.send(public.exchange(code, code_verifier="x" * 43)))
    assert told == (400, "invalid_grant", "pkce_verification_failed")
    assert refusal(await public.send(public.exchange(code))) == EXPIRED


async def test_public_applications_need_the_verifier(world: World, public: App) -> None:
    told = refusal(await public.send(public.exchange(await public.code(await world.user()), code_verifier=None)))
    assert told == (400, "invalid_request", "code_verifier is required")
    assert (await public.send(public.exchange(await public.code(await world.user())))).status_code == 200


async def test_a_challenge_binds_confidential_applications_too(world: World, app: App) -> None:
    anna = await world.user()
    told = refusal(await app.send(app.exchange(await app.code(anna, challenge=CHALLENGE))))
    assert told == (400, "invalid_request", "code_verifier is required")
    both = app.exchange(await app.code(anna, challenge=CHALLENGE), code_verifier=VERIFIER)
    assert (await app.send(both, f"{WEB}/token")).status_code == 200


async def test_a_verifier_without_a_challenge_is_a_challenge_taken_away(world: World, app: App) -> None:
    body = app.exchange(await app.code(await world.user()), code_verifier=VERIFIER)
    assert refusal(await app.send(body, f"{WEB}/token")) == (400, "invalid_grant", "pkce_verification_failed")


async def test_the_code_of_another_application_is_nothing_and_stays(world: World, app: App, public: App) -> None:
    code = await app.code(await world.user())
    assert refusal(await public.send(public.exchange(code))) == EXPIRED
    other = await make_app(world)
    assert refusal(await other.send(other.exchange(code))) == EXPIRED
    assert (await app.send(app.exchange(code))).status_code == 200


async def test_both_secrets_are_good_while_one_replaces_the_other(world: World, app: App) -> None:
    anna = await world.user()
    new = await rotate(world.session, OPERATOR, app.row.client_id)
    await world.session.commit()
    for secret in (app.secret, new):
        assert (await app.send(app.exchange(await app.code(anna), client_secret=secret))).status_code == 200
    await end_former_secrets(world.session, OPERATOR, app.row.client_id)
    await world.session.commit()
    told = refusal(await app.send(app.exchange(await app.code(anna))))
    assert told == (401, "invalid_client", "invalid_client_credentials")


async def test_secrets_may_come_in_the_header_of_http(world: World, app: App) -> None:
    anna = await world.user()
    pair = base64.b64encode(f"{app.row.client_id}:{app.secret}".encode()).decode()
    bare = app.exchange(await app.code(anna), client_secret=None, client_id=None)
    answer = await world.client.post(TOKEN, data=bare, headers={"Authorization": f"Basic {pair}"})
    assert answer.status_code == 200, answer.text
    wrong = base64.b64encode(f"{app.row.client_id}:wrong".encode()).decode()
    answer = await world.client.post(TOKEN, data=bare, headers={"Authorization": f"Basic {wrong}"})
    assert refusal(answer)[0] == 401
    assert answer.headers["www-authenticate"].startswith("Basic")
    twice = await world.client.post(
        TOKEN, data=app.exchange(await app.code(anna)), headers={"Authorization": f"Basic {pair}"}
    )
    assert refusal(twice)[:2] == (400, "invalid_request")


async def test_only_digests_are_kept(world: World, app: App) -> None:
    code = await app.code(await world.user())
    pair = (await app.send(app.exchange(code))).json()
    kept = {
        table: [str(vars(row)) for row in await world.session.scalars(select(table))]
        for table in (ApplicationSecret, Grant, AuthorizationCode, AccessToken, RefreshToken)
    }
    for rows in kept.values():
        assert rows
        for secret in (code, app.secret or "", pair["access_token"], pair["refresh_token"]):
            assert not any(secret in row for row in rows)
    assert digest(code) in kept[AuthorizationCode][-1]
