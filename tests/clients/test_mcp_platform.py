"""The published MCP server at a platform: OAuth clients, managed users, webhooks in all their places."""

from pathlib import Path

import httpx
import pytest

from tests.clients.conftest import Place
from tests.clients.mcp import Assistant, assistant, exercises

pytestmark = pytest.mark.clients

HOOK = {
    "active": True,
    "subscriberUrl": "https://hooks.example.com/here",
    "triggers": ["BOOKING_CREATED"],
    "secret": "s",
}


@exercises("getWebhooks", "updateWebhook", "deleteWebhook")
def test_webhooks_of_a_person(keyed: Assistant, place: Place) -> None:
    made = place.call("POST", "/v2/webhooks", json=HOOK).json()["data"]["id"]
    assert keyed.call("updateWebhook", {"active": False}, webhookId=made)["active"] is False
    [found] = [item for item in keyed.call("getWebhooks", take=250, skip=0) if item["id"] == made]
    assert found["secret"] == "s"
    assert keyed.call("deleteWebhook", webhookId=made)["id"] == made


@exercises("getAllOrganizationWebhooks", "getEventTypeWebhooks", "deleteAllEventTypeWebhooks")
def test_webhooks_of_an_organization_and_of_an_event_type(keyed: Assistant, place: Place) -> None:
    at = {"orgId": place.organization_id}
    path = f"/v2/organizations/{place.organization_id}/webhooks"
    made = place.call("POST", path, json={**HOOK, "triggers": ["OOO_CREATED"]}).json()["data"]
    assert made in keyed.call("getAllOrganizationWebhooks", **at)
    of = {"eventTypeId": place.event_type_id}
    made = place.call("POST", f"/v2/event-types/{place.event_type_id}/webhooks", json=HOOK).json()["data"]
    assert keyed.call("getEventTypeWebhooks", **of) == [made]
    assert keyed.call("deleteAllEventTypeWebhooks", **of) == "1 webhooks deleted"


@exercises(
    "createOAuthClient",
    "getOAuthClients",
    "getOAuthClientById",
    "updateOAuthClient",
    "deleteOAuthClient",
    "verifyClientId",
    "createUser",
    "getManagedUsers",
    "getUserById",
    "updateUser",
    "forceRefresh",
    "refreshTokens",
    "deleteUser",
    "getOAuthClientWebhooks",
    "deleteAllOAuthClientWebhooks",
)
def test_a_platform_with_its_people(place: Place, node_folder: Path) -> None:
    """In a managed organization, because one with clients takes nobody else."""
    path = f"/v2/organizations/{place.organization_id}/organizations"
    key = place.call("POST", path, json={"name": "Platform"}).json()["data"]["apiKey"]
    with assistant(node_folder, place.url, key, adds_key=True) as here:
        body = {"name": "Portal", "redirectUris": ["https://portal.example"], "permissions": ["*"]}
        made = here.call("createOAuthClient", body)
        at = {"clientId": made["clientId"]}
        assert [item["id"] for item in here.call("getOAuthClients")] == [made["clientId"]]
        assert here.call("updateOAuthClient", {"name": "Door"}, **at)["name"] == "Door"
        assert here.call("getOAuthClientById", **at)["secret"] == made["clientSecret"]
        assert here.call("verifyClientId", **at)["name"] == "Door"
        _people(here, at, made["clientSecret"])
        headers = {"Authorization": f"Bearer {key}"}
        httpx.post(f"{place.url}/v2/oauth-clients/{made['clientId']}/webhooks", headers=headers, json=HOOK)
        assert [item["oAuthClientId"] for item in here.call("getOAuthClientWebhooks", **at)] == [made["clientId"]]
        assert here.call("deleteAllOAuthClientWebhooks", **at) == "1 webhooks deleted"
        assert here.call("deleteOAuthClient", **at)["id"] == made["clientId"]


def _people(here: Assistant, at: dict[str, object], secret: str) -> None:
    made = here.call("createUser", {"email": "jane@acme.com", "name": "Jane", "timeZone": "Europe/Rome"}, **at)
    who = {**at, "userId": made["user"]["id"]}
    assert [item["id"] for item in here.call("getManagedUsers", limit=5, emails=["jane@acme.com"], **at)] == [
        who["userId"]
    ]
    assert here.call("updateUser", {"name": "Jane Doe"}, **who)["name"] == "Jane Doe"
    assert here.call("getUserById", **who)["email"].startswith("jane+")
    tokens = here.call("forceRefresh", **who)
    body = {"refreshToken": tokens["refreshToken"]}
    assert here.call("refreshTokens", body, x_cal_secret_key=secret, **at)["accessToken"] != tokens["accessToken"]
    assert here.call("deleteUser", **who)["id"] == who["userId"]


@exercises("verifyAccessToken")
def test_an_access_token_is_looked_at(place: Place, node_folder: Path) -> None:
    path = f"/v2/organizations/{place.organization_id}/organizations"
    key = place.call("POST", path, json={"name": "Tokens"}).json()["data"]["apiKey"]
    ours = {"Authorization": f"Bearer {key}"}
    body = {"name": "Portal", "redirectUris": [], "permissions": ["*"]}
    client = httpx.post(f"{place.url}/v2/oauth-clients", headers=ours, json=body).json()["data"]["clientId"]
    people = f"{place.url}/v2/oauth-clients/{client}/users"
    jane = httpx.post(people, headers=ours, json={"email": "jane@acme.com", "name": "Jane"}).json()["data"]
    with assistant(node_folder, place.url, jane["accessToken"], adds_key=True) as here:
        here.call("verifyAccessToken", clientId=client)
