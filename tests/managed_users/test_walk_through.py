"""A platform's backend and its pages, as the starter kit and the component library use the API."""

from datetime import UTC, datetime
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import select

from locum.kit import clock
from locum.users.models import User
from tests.factories.oauth import oauth_client, pair, platform, platform_with_client
from tests.factories.world import Api, World

ORIGIN = "https://shop.example"
ATOMS = {"x-cal-platform-embed": "true", "cal-api-version": "2024-06-14", "x-cal-atoms-version": "2.6.11"}
NOW = datetime(2050, 3, 14, 12, 0, tzinfo=UTC)


def _good(answer: Response, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()["data"]


async def test_a_platform_from_its_client_to_a_booking(world: World) -> None:
    organization = await platform(world)
    owner = await world.api(await world.member(organization, "OWNER"))
    body = {
        "name": "Portal",
        "redirectUris": [ORIGIN],
        "permissions": ["*"],
        "areDefaultEventTypesEnabled": True,
    }
    client = _good(await owner.post("/v2/oauth-clients", body), 201)
    client_id, secret = client["clientId"], client["clientSecret"]
    backend = Api(world.client, None, {"x-cal-secret-key": secret, "origin": ORIGIN, "cal-api-version": "2024-06-11"})
    users = f"/v2/oauth-clients/{client_id}/users"

    body = {
        "email": "jane@acme.com",
        "name": "Jane",
        "timeZone": "Europe/Rome",
        "weekStart": "Monday",
        "timeFormat": 24,
        "avatarUrl": "https://shop.example/jane.png",
    }
    with clock.frozen(NOW):
        jane = _good(await backend.post(users, body), 201)
        again = await backend.post(users, body)
        assert "already exists" in again.json()["error"]["message"]
        listed = _good(await backend.get(users))
        assert [row["email"] for row in listed] == [f"jane+{client_id}@acme.com"]

        # The page: the components ask whose client it is, whether the token is good, and who it is of.
        page = Api(world.client, None, {**ATOMS, "x-cal-client-id": client_id, "Origin": ORIGIN})
        assert _good(await page.get(f"/v2/provider/{client_id}"))["organizationId"] == organization.id
        page.key = jane["accessToken"]
        assert (await page.get(f"/v2/provider/{client_id}/access-token")).json() == {"status": "success"}
        me = _good(await page.get("/v2/me"))
        assert (me["id"], me["organizationId"]) == (jane["user"]["id"], organization.id)
        assert _good(await page.patch("/v2/me", {"timeZone": "Europe/Berlin"}))["timeZone"] == "Europe/Berlin"

    # An hour later the token is over; the backend gets another one.
    with clock.frozen(NOW.replace(hour=14)):
        assert (await page.get("/v2/me")).status_code == 498
        refresh = f"/v2/oauth/{client_id}/refresh"
        keys = _good(await backend.post(refresh, {"refreshToken": jane["refreshToken"]}))
        page.key = keys["accessToken"]
        hours = {
            "name": "Mornings",
            "timeZone": "Europe/Rome",
            "isDefault": True,
            "availability": [{"days": ["Tuesday"], "startTime": "09:00", "endTime": "11:00"}],
        }
        made = _good(await page.post("/v2/schedules", hours, headers={"cal-api-version": "2024-06-11"}), 201)
        assert made["id"]

        # A visitor books.
        types = _good(await page.get("/v2/event-types", headers={"cal-api-version": "2024-06-14"}))
        half = next(row for row in types if row["slug"] == "thirty-minutes")
        visitor = Api(world.client, None)
        asked = {"eventTypeId": half["id"], "start": "2050-03-15", "end": "2050-03-15", "timeZone": "Europe/Rome"}
        slots = _good(await visitor.get("/v2/slots", params=asked, headers={"cal-api-version": "2024-09-04"}))
        start = slots["2050-03-15"][0]["start"]
        wish = {
            "eventTypeId": half["id"],
            "start": datetime.fromisoformat(start).astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "attendee": {"name": "Ada", "email": "ada@visitors.example", "timeZone": "Europe/Rome"},
        }
        booked = _good(await visitor.post("/v2/bookings", wish, headers={"cal-api-version": "2024-08-13"}), 201)
        assert booked["hosts"][0]["id"] == jane["user"]["id"]


async def test_a_team_of_managed_people(world: World) -> None:
    house = await platform_with_client(world)
    organization, api = house.organization.id, house.api
    jane, ben = await house.person(), await house.person("ben@acme.com")
    teams = f"/v2/organizations/{organization}/teams"
    team = _good(await api.post(teams, {"name": "Sales"}), 201)
    for person in (jane, ben):
        body = {"userId": person["user"]["id"], "accepted": True}
        _good(await api.post(f"/v2/organizations/{organization}/memberships", body), 201)
        _good(await api.post(f"{teams}/{team['id']}/memberships", body), 201)
    members = _good(await api.get(f"{teams}/{team['id']}/memberships"))
    assert {row["userId"] for row in members} == {house.owner.id, jane["user"]["id"], ben["user"]["id"]}


@pytest.mark.parametrize("how", ["pair", "bearer"])
async def test_a_team_made_with_a_client_is_for_its_people(world: World, how: str) -> None:
    house, other = await platform_with_client(world), await platform_with_client(world)
    bearer = Api(world.client, await world.key(house.owner), {"x-cal-client-id": house.client.id})
    api = house.api if how == "pair" else bearer
    teams = f"/v2/organizations/{house.organization.id}/teams"
    team = _good(await api.post(teams, {"name": "Sales"}), 201)
    members = f"{teams}/{team['id']}/memberships"
    ordinary = await world.member(house.organization)
    answer = await api.post(members, {"userId": ordinary.id})
    assert answer.json()["error"]["message"].startswith("Can't add user to team - the user is not platform managed")
    stranger = await world.member(house.organization, platform_client_id=other.client.id)
    answer = await api.post(members, {"userId": stranger.id})
    assert "created using different OAuth clients" in answer.json()["error"]["message"]
    jane = await house.person()
    assert (await api.post(members, {"userId": jane["user"]["id"]})).status_code == 201


async def test_a_team_names_no_client_of_another_organization(world: World) -> None:
    house, other = await platform_with_client(world), await oauth_client(world)
    key = await world.key(house.owner)
    teams = f"/v2/organizations/{house.organization.id}/teams"
    for client_id, status in ((other.id, 403), ("unknown", 404)):
        answer = await Api(world.client, key, {"x-cal-client-id": client_id}).post(teams, {"name": "Sales"})
        assert answer.status_code == status
    assert _good(await Api(world.client, key).get(teams)) == []


async def test_a_managed_person_may_found_a_team_of_his_own(world: World) -> None:
    house = await platform_with_client(world)
    jane = Api(world.client, (await house.person())["accessToken"])
    team = _good(await jane.post("/v2/teams", {"name": "Chess"}), 201)
    assert [row["id"] for row in _good(await jane.get("/v2/teams"))] == [house.organization.id, team["id"]]


async def test_a_managed_person_changes_his_address_at_once_and_stays_marked(world: World) -> None:
    house = await platform_with_client(world)
    made = await house.person()
    await world.user(email="boss@acme.com")
    answer = _good(await Api(world.client, made["accessToken"]).patch("/v2/me", {"email": "boss@acme.com"}))
    assert answer["email"] == f"boss+{house.client.id}@acme.com"
    stored = select(User.email).where(User.id == made["user"]["id"])
    assert await world.session.scalar(stored) == answer["email"]
    path = f"/v2/organizations/{house.organization.id}/users/{made['user']['id']}"
    by_owner = _good(await (await world.api(house.owner)).patch(path, {"email": "jane.doe@acme.com"}))
    assert by_owner["email"] == f"jane.doe+{house.client.id}@acme.com"


async def test_an_organization_with_clients_takes_only_their_people(world: World) -> None:
    house = await platform_with_client(world)
    plain, bare = await world.organization(), await platform(world)
    jane = (await house.person())["user"]["id"]
    foreign = (await (await platform_with_client(world)).person())["user"]["id"]
    ordinary = await world.user()
    system = await world.api(await world.user(is_system_admin=True))

    async def told(place: int, user_id: int) -> str:
        answer = await system.post(f"/v2/organizations/{place}/memberships", {"userId": user_id})
        alike = await system.post(f"/v2/teams/{place}/memberships", {"userId": user_id})
        assert {answer.status_code, alike.status_code} == {400}
        assert answer.json()["error"]["message"] == alike.json()["error"]["message"]
        return str(answer.json()["error"]["message"])

    text = "Can't add user to organization - the user is platform managed user but organization is not"
    assert (await told(plain.id, jane)).startswith(text)
    assert (await told(bare.id, jane)).startswith(text)
    assert (await told(house.organization.id, ordinary.id)).startswith(
        "Can't add user to organization - the user is not platform managed user but organization is platform managed."
    )
    assert await told(house.organization.id, foreign) == (
        "Can't add user to organization - managed user and organization were created using different OAuth clients."
    )
    path = f"/v2/organizations/{bare.id}/memberships"
    assert (await system.post(path, {"userId": ordinary.id})).status_code == 201
    await oauth_client(world, bare)
    late = await world.user()
    assert (await system.post(path, {"userId": late.id})).status_code == 400
    again = await system.post(path, {"userId": ordinary.id, "role": "ADMIN"})
    assert (again.status_code, again.json()["data"]["role"]) == (201, "ADMIN")


async def test_an_organization_with_clients_still_makes_accounts_of_its_own(world: World) -> None:
    house = await platform_with_client(world)
    admin = await world.api(house.owner)
    made = _good(await admin.post(f"/v2/organizations/{house.organization.id}/users", {"email": "staff@acme.com"}), 201)
    mine = f"/v2/organizations/{house.organization.id}/memberships"
    [membership] = [row for row in _good(await admin.get(mine)) if row["userId"] == made["id"]]
    assert (membership["accepted"], membership["role"]) == (True, "MEMBER")
    account = await world.session.get_one(User, made["id"])
    assert (account.email, account.platform_client_id) == ("staff@acme.com", None)
    # Once out, he is an ordinary account like others, which such an organization does not take.
    await admin.delete(f"{mine}/{membership['id']}")
    assert (await admin.post(mine, {"userId": made["id"]})).status_code == 400


async def test_a_managed_organization_has_clients_of_its_own(world: World) -> None:
    manager = await platform_with_client(world)
    path = f"/v2/organizations/{manager.organization.id}/organizations"
    managed = _good(await manager.api.post(path, {"name": "Clinic"}), 201)
    key = Api(world.client, managed["apiKey"])
    body = {"name": "Clinic portal", "redirectUris": [], "permissions": ["*"]}
    made = _good(await key.post("/v2/oauth-clients", body), 201)
    assert [row["id"] for row in _good(await key.get("/v2/oauth-clients"))] == [made["clientId"]]
    own = Api(world.client, None, {"x-cal-client-id": made["clientId"], "x-cal-secret-key": made["clientSecret"]})
    jane = _good(await own.post(f"/v2/oauth-clients/{made['clientId']}/users", {"email": "j@a.com", "name": "J"}), 201)
    assert _good(await Api(world.client, jane["accessToken"]).get("/v2/me"))["organizationId"] == managed["id"]
    assert (await pair(world, manager.client).delete(f"{path}/{managed['id']}")).status_code == 200
    for gone in (key, own, Api(world.client, jane["accessToken"])):
        assert (await gone.get("/v2/me")).status_code == 401
    account = select(User.platform_client_id, User.organization_id).where(User.id == jane["user"]["id"])
    assert (await world.session.execute(account)).one() == (None, None)
