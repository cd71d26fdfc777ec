"""What a token of an application opens, and when it stops (organization plane sheet, sections 1.1 and 1.5)."""

import pytest
from sqlalchemy import update

from locum.http.admission import INVALID_TOKEN
from locum.memberships.models import Membership
from locum.oauth2.revoking import take_back
from tests.factories.oauth2 import make_app
from tests.factories.world import Api, World

NOT_FOR_TOKENS = "insufficient_scope: this endpoint is not available for third-party OAuth tokens"


async def _refused(api: Api, method: str, path: str, body: object = None) -> str:
    answer = await api.call(method, path, **({"json": body} if body is not None else {}))
    assert answer.status_code == 403, answer.text
    text: str = answer.json()["error"]["message"]
    return text


async def test_a_token_opens_what_its_scopes_name(world: World) -> None:
    app = await make_app(world, scopes=["PROFILE_READ", "SCHEDULE_READ"])
    api = await app.api(await world.user())
    assert (await api.get("/v2/me")).status_code == 200
    assert (await api.get("/v2/schedules")).status_code == 200
    assert (await api.get("/v2/me/ooo")).status_code == 200
    told = await _refused(api, "PATCH", "/v2/me", {"timeFormat": 24})
    assert told == (
        "insufficient_scope: token does not have the required scopes. Required: PROFILE_WRITE. "
        "Token has: PROFILE_READ, SCHEDULE_READ"
    )
    assert "Required: SCHEDULE_WRITE" in await _refused(api, "POST", "/v2/schedules", {})
    assert "Required: BOOKING_READ" in await _refused(api, "GET", "/v2/bookings")


async def test_writing_does_not_include_reading(world: World) -> None:
    api = await (await make_app(world, scopes=["PROFILE_WRITE"])).api(await world.user())
    assert "Required: PROFILE_READ" in await _refused(api, "GET", "/v2/me")
    assert (await api.patch("/v2/me", {"timeFormat": 24})).status_code == 200


async def test_what_names_no_scope_is_closed_to_tokens_that_have_some(world: World) -> None:
    organization = await world.organization(is_platform=True)
    owner = await world.member(organization, "OWNER")
    app = await make_app(world, scopes=["PROFILE_READ", "ORG_MEMBERSHIP_READ", "ORG_PROFILE_READ"])
    api = await app.api(owner)
    for method, path in (
        ("POST", "/v2/api-keys/refresh"),
        ("GET", f"/v2/organizations/{organization.id}/organizations"),
        ("GET", f"/v2/organizations/{organization.id}/audit-log"),
    ):
        assert await _refused(api, method, path) == NOT_FOR_TOKENS


async def test_scopes_of_organizations_serve_teams_and_never_the_other_way(world: World) -> None:
    organization = await world.organization()
    owner = await world.member(organization, "OWNER")
    team = await world.team(organization)
    await world.join(owner, team, "OWNER")
    of_organization, of_team = f"/v2/organizations/{organization.id}/memberships", f"/v2/teams/{team.id}/memberships"
    higher = await (await make_app(world, scopes=["ORG_MEMBERSHIP_READ"])).api(owner)
    assert (await higher.get(of_organization)).status_code == 200
    assert (await higher.get(of_team)).status_code == 200
    lower = await (await make_app(world, scopes=["TEAM_MEMBERSHIP_READ"])).api(owner)
    assert (await lower.get(of_team)).status_code == 200
    assert "Required: ORG_MEMBERSHIP_READ" in await _refused(lower, "GET", of_organization)
    own = await (await make_app(world, scopes=["PROFILE_READ", "PROFILE_WRITE"])).api(owner)
    assert "Required: TEAM_PROFILE_READ" in await _refused(own, "GET", "/v2/teams")
    assert "Required: TEAM_PROFILE_WRITE" in await _refused(own, "POST", "/v2/teams", {"name": "x"})


@pytest.mark.parametrize("scopes", [("READ_BOOKING",), ("READ_PROFILE",), ("READ_BOOKING", "READ_PROFILE")])
async def test_old_scopes_limit_nothing(world: World, scopes: tuple[str, ...]) -> None:
    api = await (await make_app(world)).api(await world.user(), *scopes)
    assert (await api.patch("/v2/me", {"timeFormat": 24})).status_code == 200
    assert (await api.get("/v2/bookings")).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "needed"),
    [
        ("POST", "/v2/bookings", "BOOKING_WRITE"),
        ("GET", "/v2/bookings/some-uid", "BOOKING_READ"),
        ("POST", "/v2/bookings/some-uid/reschedule", "BOOKING_WRITE"),
        ("POST", "/v2/bookings/some-uid/cancel", "BOOKING_WRITE"),
        ("GET", "/v2/event-types?username=x", "EVENT_TYPE_READ"),
    ],
)
async def test_public_routes_do_not_take_a_token_of_other_scopes(
    world: World, method: str, path: str, needed: str
) -> None:
    """Whoever shows a token acts by it, also where nobody has to show any."""
    anna = await world.user()
    body: dict[str, str] | None = {} if method == "POST" else None
    without = await (await make_app(world, scopes=["SCHEDULE_READ"])).api(anna)
    assert f"Required: {needed}" in await _refused(without, method, path, body)
    api = await (await make_app(world, scopes=[needed])).api(anna)
    assert (await api.call(method, path, **({"json": body} if body is not None else {}))).status_code != 403
    nobody = await world.api(None)
    assert (await nobody.call(method, path, **({"json": body} if body is not None else {}))).status_code != 403


async def test_a_token_does_not_run_the_server(world: World) -> None:
    admin = await world.user(is_system_admin=True)
    organization = await world.organization()
    await world.member(organization)
    path = f"/v2/organizations/{organization.id}/memberships"
    assert (await (await world.api(admin)).get(path)).status_code == 200
    assert (await (await (await make_app(world)).api(admin)).get(path)).status_code == 403


@pytest.mark.parametrize(
    "token", ["locum_at_", "locum_at_nonsense", "locum_at_" + "x" * 5000, "eyJhbGciOiJub25lIn0.e30."]
)
async def test_made_up_tokens(world: World, token: str) -> None:
    answer = await Api(world.client, token).get("/v2/me")
    assert (answer.status_code, answer.json()["error"]["message"]) == (401, INVALID_TOKEN)


async def test_neither_codes_nor_refresh_tokens_nor_secrets_open_anything(world: World) -> None:
    app = await make_app(world)
    anna = await world.user()
    pair = await app.tokens(anna)
    for shown in (await app.code(anna), pair["refresh_token"], app.secret, app.row.client_id):
        assert (await Api(world.client, shown).get("/v2/me")).status_code == 401


async def test_a_person_takes_back_what_he_allowed(world: World) -> None:
    app, other = await make_app(world), await make_app(world)
    anna, bert = await world.user(), await world.user()
    ended, kept, of_bert = await app.api(anna), await other.api(anna), await app.api(bert)
    await take_back(world.session, anna.id, app.row.id)
    await world.session.commit()
    assert (await ended.get("/v2/me")).status_code == 401
    assert (await kept.get("/v2/me")).status_code == 200
    assert (await of_bert.get("/v2/me")).status_code == 200


async def test_a_token_for_a_team_lasts_as_long_as_its_owner_owns_it(world: World) -> None:
    organization = await world.organization()
    owner = await world.member(organization, "OWNER")
    app = await make_app(world)
    pair = await app.tokens(owner, team=organization)
    api, own = Api(world.client, pair["access_token"]), await app.api(owner)
    assert (await api.get("/v2/me")).json()["data"]["id"] == owner.id
    await world.session.execute(update(Membership).where(Membership.user_id == owner.id).values(role="ADMIN"))
    await world.session.commit()
    assert (await api.get("/v2/me")).status_code == 401
    assert (await own.get("/v2/me")).status_code == 200
    answer = await app.send(app.renewal(pair["refresh_token"]))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


async def test_tokens_have_an_allowance_of_their_own(world: World) -> None:
    app = await make_app(world)
    answer = await (await app.api(await world.user())).get("/v2/me")
    per_minute = int(answer.headers["x-ratelimit-limit-default"])
    by_key = await (await world.api(await world.user())).get("/v2/me")
    assert per_minute == int(by_key.headers["x-ratelimit-limit-default"]) * 500 // 120
