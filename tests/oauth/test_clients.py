"""The clients of a platform organization: who sees, makes, changes and removes them."""

from typing import Any

import pytest
from sqlalchemy import select, text

from locum.http.scopes import CLIENT_PERMISSIONS
from locum.organizations.models import OAuthClient, Team
from locum.users.models import User
from tests.factories.oauth import oauth_client, pair, platform, platform_with_client, secret_of
from tests.factories.world import Api, World

CLIENTS = "/v2/oauth-clients"
BODY = {"name": "Portal", "redirectUris": ["https://shop.example"], "permissions": ["BOOKING_READ", "EVENT_TYPE_READ"]}
ROLES = "OrganizationRolesGuard - "


def _told(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["message"]


async def _admin(world: World, role: str = "ADMIN") -> tuple[Team, Api]:
    organization = await platform(world)
    return organization, await world.api(await world.member(organization, role))


async def test_a_new_client_is_answered_with_its_secret(world: World) -> None:
    organization, api = await _admin(world)
    answer = await api.post(CLIENTS, BODY)
    assert answer.status_code == 201, answer.text
    made = answer.json()["data"]
    assert set(made) == {"clientId", "clientSecret"}
    assert made["clientId"].isalnum()
    assert made["clientId"].islower()
    assert len(made["clientId"]) == 25
    shown = (await api.get(f"{CLIENTS}/{made['clientId']}")).json()["data"]
    assert shown.pop("createdAt").endswith("Z")
    assert shown == {
        "id": made["clientId"],
        "name": "Portal",
        "secret": made["clientSecret"],
        "permissions": ["EVENT_TYPE_READ", "BOOKING_READ"],
        "logo": None,
        "redirectUris": ["https://shop.example"],
        "organizationId": organization.id,
        "areEmailsEnabled": False,
        "areDefaultEventTypesEnabled": False,
        "areCalendarEventsEnabled": True,
    }
    own = {"x-cal-client-id": made["clientId"], "x-cal-secret-key": made["clientSecret"]}
    assert (await Api(world.client, None, own).get(CLIENTS)).json()["data"][0]["id"] == made["clientId"]


async def test_the_database_does_not_hold_the_secret(world: World) -> None:
    _, api = await _admin(world)
    secret = (await api.post(CLIENTS, BODY)).json()["data"]["clientSecret"]
    for table in ("oauth_clients", "audit_entries"):
        rows = (await world.session.execute(text(f"SELECT to_jsonb(t)::text FROM {table} t"))).scalars().all()
        assert rows
        assert not any(secret in row for row in rows)


async def test_a_star_is_all_permissions_and_none_are_possible(world: World) -> None:
    _, api = await _admin(world)
    for permissions, shown in (
        (["*"], list(CLIENT_PERMISSIONS)),
        (["APPS_READ", "*"], list(CLIENT_PERMISSIONS)),
        ([], []),
    ):
        made = (await api.post(CLIENTS, {**BODY, "permissions": permissions})).json()["data"]["clientId"]
        assert (await api.get(f"{CLIENTS}/{made}")).json()["data"]["permissions"] == shown


@pytest.mark.parametrize(
    "change",
    [
        {"name": None},
        {"name": 1},
        {"redirectUris": "https://shop.example"},
        {"redirectUris": [1]},
        {"permissions": ["NOTHING"]},
        {"permissions": "*"},
        {"areEmailsEnabled": "true"},
    ],
)
async def test_faulty_bodies_are_refused(world: World, change: dict[str, Any]) -> None:
    _, api = await _admin(world)
    answer = await api.post(CLIENTS, {**BODY, **change})
    assert answer.status_code == 400
    faults = answer.json()["error"]["details"]["errors"]
    assert [fault["property"] for fault in faults] == list(change)


async def test_what_is_named_changes_but_never_the_permissions(world: World) -> None:
    house = await platform_with_client(world, permissions=1, logo="https://shop.example/logo.png")
    api = await world.api(house.owner)
    body = {
        "name": "New",
        "permissions": ["*"],
        "redirectUris": ["*"],
        "bookingRedirectUri": "https://shop.example/booked",
        "areEmailsEnabled": True,
        "areCalendarEventsEnabled": None,
        "logo": None,
    }
    shown = (await api.patch(house.path, body)).json()["data"]
    assert (shown["name"], shown["permissions"], shown["redirectUris"]) == ("New", ["EVENT_TYPE_READ"], ["*"])
    assert (shown["areEmailsEnabled"], shown["areCalendarEventsEnabled"], shown["logo"]) == (True, True, None)
    assert shown["bookingRedirectUri"] == "https://shop.example/booked"
    cleared = (await api.patch(house.path, {"bookingRedirectUri": None})).json()["data"]
    assert "bookingRedirectUri" not in cleared
    assert cleared["name"] == "New"


async def test_a_removed_client_leaves_its_people_as_accounts(world: World) -> None:
    house = await platform_with_client(world)
    made = await house.person()
    api = await world.api(house.owner)
    removed = await api.delete(house.path)
    assert (removed.status_code, removed.json()["data"]["id"]) == (200, house.client.id)
    assert _told(await house.api.get(CLIENTS))[0] == 401
    assert _told(await Api(world.client, made["accessToken"]).get("/v2/me"))[0] == 401
    client_of = select(User.platform_client_id).where(User.id == made["user"]["id"])
    assert (await world.session.execute(client_of)).one() == (None,)
    assert (
        await world.session.scalar(
            text("SELECT count(*) FROM oauth_tokens WHERE user_id = :id"), {"id": made["user"]["id"]}
        )
        == 0
    )
    assert _told(await api.delete(house.path)) == (404, "OAuthClientGuard - OAuth client not found.")


async def test_only_those_who_manage_clients_see_their_secrets(world: World) -> None:
    house = await platform_with_client(world)
    member = await world.api(await world.member(house.organization))
    admin = await world.api(await world.member(house.organization, "ADMIN"))
    person = Api(world.client, (await house.person())["accessToken"])
    for api, secret in (
        (member, ""),
        (person, ""),
        (admin, secret_of(house.client.id)),
        (await world.api(house.owner), secret_of(house.client.id)),
        (house.api, secret_of(house.client.id)),
    ):
        for answer in (await api.get(CLIENTS), await api.get(house.path)):
            assert answer.status_code == 200, answer.text
            data = answer.json()["data"]
            assert (data[0] if isinstance(data, list) else data)["secret"] == secret


async def test_a_secret_that_cannot_be_opened_any_more_hinders_nobody(world: World) -> None:
    house = await platform_with_client(world, sealed_secret="sealed with what was lost")
    api = await world.api(house.owner)
    assert (await api.get(CLIENTS)).json()["data"][0]["secret"] == ""
    assert (await api.delete(house.path)).status_code == 200


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_who_may_not_deal_with_clients_is_told_why_before_his_body_is_read(world: World, method: str) -> None:
    plain, house = await world.organization(), await platform(world)
    invited = await world.user(organization_id=house.id)
    await world.join(invited, house, "OWNER", accepted=False)
    for user, text_ in (
        (await world.user(), "No organization associated with the user."),
        (await world.member(plain, "OWNER"), "Organization is not a platform (SHP)."),
        (await world.user(organization_id=house.id), "User is not a member of the organization."),
        (invited, "User has not accepted membership in the organization."),
    ):
        answer = await (await world.api(user)).call(method, CLIENTS, json={})
        assert _told(answer) == (403, ROLES + text_)
    member = await (await world.api(await world.member(house))).call(method, CLIENTS, json={})
    assert member.status_code == (200 if method == "GET" else 403)


@pytest.mark.parametrize(
    ("method", "role", "status"),
    [
        ("GET", "MEMBER", 404),
        ("GET", "ADMIN", 404),
        ("PATCH", "MEMBER", 403),
        ("PATCH", "ADMIN", 404),
        ("DELETE", "MEMBER", 403),
        ("DELETE", "OWNER", 404),
    ],
)
@pytest.mark.parametrize("client_id", ["cunknown", "%00", "a%2Fb"])
async def test_the_role_counts_before_the_client_is_looked_for(
    world: World, method: str, role: str, status: int, client_id: str
) -> None:
    _, api = await _admin(world, role)
    answer = await api.call(method, f"{CLIENTS}/{client_id}", json={"name": 1})
    if client_id == "a%2Fb":
        assert answer.status_code == 404
    elif status == 404:
        assert _told(answer) == (404, "OAuthClientGuard - OAuth client not found.")
    else:
        assert answer.status_code == 403
        assert "does not have the required role" in answer.json()["error"]["message"]


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
async def test_clients_of_others_are_out_of_reach(world: World, method: str) -> None:
    foreign = await oauth_client(world)
    _, api = await _admin(world, "OWNER")
    status, message = _told(await api.call(method, f"{CLIENTS}/{foreign.id}", json={"name": 1}))
    assert (status, message.startswith("OAuthClientGuard - forbidden.")) == (403, True)
    system = await world.api(await world.user(is_system_admin=True))
    assert (await system.call(method, f"{CLIENTS}/{foreign.id}", json={"name": "x"})).status_code == 200


async def test_whoever_manages_a_client_does_so_also_from_another_main_organization(world: World) -> None:
    house, home = await platform_with_client(world), await world.organization()
    admin = await world.member(home)
    await world.join(admin, house.organization, "ADMIN")
    assert (await (await world.api(admin)).patch(house.path, {"name": "New"})).status_code == 200


async def test_a_key_of_one_organization_reaches_the_clients_of_no_other(world: World) -> None:
    manager = await platform_with_client(world)
    managed = await world.organization(is_platform=True, manager_organization_id=manager.organization.id)
    await world.join(manager.owner, managed, "OWNER")
    theirs = await oauth_client(world, managed)
    key = Api(world.client, await world.key(manager.owner, organization_id=managed.id))
    assert [row["id"] for row in (await key.get(CLIENTS)).json()["data"]] == [theirs.id]
    assert (await key.get(f"{CLIENTS}/{theirs.id}")).status_code == 200
    assert _told(await key.get(manager.path))[0] == 403
    assert (await (await world.api(manager.owner)).get(manager.path)).status_code == 200
    made = (await key.post(CLIENTS, BODY)).json()["data"]["clientId"]
    owner = select(OAuthClient.organization_id).where(OAuthClient.id == made)
    assert await world.session.scalar(owner) == managed.id


async def test_a_pair_is_its_own_client_whatever_the_path(world: World) -> None:
    house = await platform_with_client(world)
    sibling, foreign = await oauth_client(world, house.organization), await oauth_client(world)
    api = pair(world, house.client)
    assert [row["id"] for row in (await api.get(CLIENTS)).json()["data"]] == [house.client.id, sibling.id]
    for other in (sibling, foreign):
        assert _told(await api.get(f"{CLIENTS}/{other.id}")) == (
            401,
            "ApiAuthStrategy - oAuth client - Invalid client secret",
        )
