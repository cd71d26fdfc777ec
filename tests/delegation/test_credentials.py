"""Delegation credentials (platform sheet, section 9)."""

import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import select, text

from locum.db import events
from locum.db.events import Event
from locum.delegation.events import DelegationDisabled, DelegationEnabled
from locum.delegation.models import DelegationCredential
from locum.delegation.providers import asking, google, microsoft
from locum.organizations.models import Team
from locum.settings import Settings
from tests.factories.world import Api, World
from tests.support.receiver import DROPPED, SILENCE, Receiver, Reply, receiver

PEM = rsa.generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
GOOGLE = {"type": "service_account", "private_key": PEM, "client_email": "sa@p.example", "client_id": "77"}
MICROSOFT = {"private_key": "a secret of Azure", "tenant_id": "TENANT.example", "client_id": "88"}
KEYS = {"google": GOOGLE, "office365": MICROSOFT}
TENANT = "0a1b2c3d-0000-4000-8000-00000000aaaa"
GRANTED = Reply(body=b'{"access_token": "token"}')
GENERIC = "Bad request: Please check your request data and try again"


def tenant(tenant_id: str = TENANT) -> Reply:
    return Reply(body=json.dumps({"issuer": f"https://login.microsoftonline.com/{tenant_id}/v2.0"}).encode())


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Providers are on loopback here."""
    return settings.model_copy(update={"outbound_allow_private": True})


@dataclass
class Firm:
    """An organization with an administrator whose address ends with its domain."""

    organization: Team
    api: Api
    base: str
    domain: str

    def body(self, platform: str = "google", **values: Any) -> dict[str, Any]:
        return {
            "workspacePlatformSlug": platform,
            "domain": self.domain,
            "serviceAccountKey": KEYS.get(platform, GOOGLE),
            **values,
        }

    async def made(self, platform: str = "google", **values: Any) -> str:
        """A credential; its id."""
        answer = await self.api.post(self.base, self.body(platform, **values))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["data"]["id"])

    async def change(self, credential_id: str, **body: Any) -> tuple[int, dict[str, Any]]:
        answer = await self.api.patch(f"{self.base}/{credential_id}", body)
        return answer.status_code, answer.json()


async def make_firm(world: World, domain: str = "acme.com") -> Firm:
    organization = await world.organization()
    admin = await world.member(organization, "ADMIN", email=f"ada{organization.id}@{domain}")
    base = f"/v2/organizations/{organization.id}/delegation-credentials"
    return Firm(organization, await world.api(admin), base, domain)


@pytest.fixture
async def firm(world: World) -> Firm:
    return await make_firm(world)


@pytest.fixture
async def provider(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Receiver]:
    """Both providers, on loopback."""
    async with receiver(otherwise=Reply(500)) as provider:
        base = provider.url.removesuffix("/hook")
        monkeypatch.setattr(google, "TOKEN_ADDRESS", f"{base}/token")
        monkeypatch.setattr(microsoft, "LOGIN", base)
        yield provider


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """What is announced."""
    told: list[Event] = []

    async def hear(_session: Any, event: Event) -> None:
        told.append(event)

    for kind in (DelegationEnabled, DelegationDisabled):
        monkeypatch.setitem(events._listeners, kind, [hear])
    return told


@pytest.mark.parametrize(("platform", "name"), [("google", "Google"), ("office365", "Microsoft 365")])
async def test_a_credential_is_made_disabled_and_never_shows_its_key(firm: Firm, platform: str, name: str) -> None:
    answer = await firm.api.post(firm.base, firm.body(platform, domain="@ACME.com"))
    assert answer.status_code == 201
    data = answer.json()["data"]
    assert data == {
        "id": data["id"],
        "enabled": False,
        "domain": "acme.com",
        "organizationId": firm.organization.id,
        "workspacePlatform": {"name": name, "slug": platform},
        "createdAt": data["createdAt"],
        "updatedAt": data["createdAt"],
    }
    assert "private" not in answer.text
    assert "secret" not in answer.text


async def test_the_key_is_sealed_whole(firm: Firm, world: World, settings: Settings) -> None:
    await firm.made()
    (kept,) = await world.session.scalars(select(DelegationCredential))
    assert "PRIVATE" not in kept.service_account_key
    assert json.loads(settings.vault.open(kept.service_account_key)) == GOOGLE
    for table in ("audit_entries", "procrastinate_jobs"):
        rows = await world.session.execute(text(f"SELECT to_jsonb(t)::text FROM {table} t"))
        assert not any("PRIVATE KEY" in row[0] or kept.service_account_key in row[0] for row in rows)


@pytest.mark.parametrize(
    "change",
    [
        {"workspacePlatformSlug": ""},
        {"domain": ""},
        {"domain": " @ "},
        {"domain": 7},
        {"serviceAccountKey": {}},
        {"serviceAccountKey": []},
        {"serviceAccountKey": "key"},
        {"serviceAccountKey": [GOOGLE, GOOGLE]},
        {"serviceAccountKey": {**GOOGLE, "private_key": ""}},
        {"serviceAccountKey": {**MICROSOFT, "client_id": None}},
        {"serviceAccountKey": {**GOOGLE, "more": "x" * 20_000}},
        {"serviceAccountKey": MICROSOFT},
    ],
)
async def test_what_cannot_be_a_credential(firm: Firm, change: dict[str, Any]) -> None:
    answer = await firm.api.post(firm.base, firm.body(**change))
    assert answer.status_code == 400
    assert "PRIVATE KEY" not in answer.text
    assert "secret of Azure" not in answer.text


async def test_clients_made_from_the_published_document_send_a_list(firm: Firm) -> None:
    assert (await firm.api.post(firm.base, firm.body(serviceAccountKey=[GOOGLE]))).status_code == 201


async def test_unknown_platforms_are_not_found(firm: Firm) -> None:
    answer = await firm.api.post(firm.base, firm.body("lotus"))
    assert answer.status_code == 404
    assert answer.json()["error"] == {"code": "TRPCError", "message": "The requested resource was not found"}


async def test_a_domain_once_in_an_organization_and_enabled_once_in_all(
    firm: Firm, world: World, provider: Receiver
) -> None:
    credential = await firm.made()
    again = await firm.api.post(firm.base, firm.body("office365", domain="Acme.COM"))
    assert (again.status_code, again.json()["error"]) == (400, {"code": "TRPCError", "message": GENERIC})
    other = await make_firm(world)
    theirs = await other.made()
    provider.otherwise = GRANTED
    assert (await firm.change(credential, enabled=True))[0] == 200
    status, body = await other.change(theirs, enabled=True)
    assert (status, body["error"]["message"]) == (400, GENERIC)
    third = await make_firm(world)
    assert (await third.api.post(third.base, third.body())).status_code == 400
    assert (await firm.change(credential, enabled=False))[0] == 200
    assert (await other.change(theirs, enabled=True))[0] == 200


async def test_google_is_asked_in_the_name_of_somebody_of_the_domain(firm: Firm, provider: Receiver) -> None:
    credential = await firm.made(serviceAccountKey={**GOOGLE, "token_uri": "http://127.0.0.1:1/steal"})
    provider.replies.append(GRANTED)
    status, body = await firm.change(credential, enabled=True)
    assert (status, body["data"]["enabled"]) == (200, True)
    (heard,) = provider.heard
    form = parse_qs(heard.body.decode())
    assert (heard.method, heard.path) == ("POST", "/token")
    assert form["grant_type"] == ["urn:ietf:params:oauth:grant-type:jwt-bearer"]
    claims = jwt.decode(form["assertion"][0], RSAKey.import_key(PEM), algorithms=["RS256"]).claims
    assert claims["iss"] == "sa@p.example"
    assert claims["sub"] == f"ada{firm.organization.id}@acme.com"
    assert claims["aud"] == google.TOKEN_ADDRESS
    assert 0 < claims["exp"] - time.time() <= 300


async def test_microsoft_is_asked_whose_the_domain_is_and_for_a_token(firm: Firm, provider: Receiver) -> None:
    credential = await firm.made("office365")
    provider.replies.extend([tenant(TENANT.upper()), tenant(), GRANTED])
    status, body = await firm.change(credential, enabled=True)
    assert (status, body["data"]["enabled"]) == (200, True)
    assert [heard.path for heard in provider.heard] == [
        "/TENANT.example/v2.0/.well-known/openid-configuration",
        "/acme.com/v2.0/.well-known/openid-configuration",
        f"/{TENANT}/oauth2/v2.0/token",
    ]
    assert parse_qs(provider.heard[-1].body.decode()) == {
        "grant_type": ["client_credentials"],
        "client_id": ["88"],
        "client_secret": ["a secret of Azure"],
        "scope": ["https://graph.microsoft.com/.default"],
    }


REFUSED = Reply(400, b'{"error": "unauthorized_client", "error_description": "Client sa@p.example is ..."}')


@pytest.mark.parametrize(
    ("platform", "replies", "reason"),
    [
        ("google", [REFUSED], "the provider says unauthorized_client"),
        ("google", [Reply(200, b"{}")], "the provider gives no token"),
        ("google", [Reply(200, b"[]")], "the provider says 200"),
        ("google", [Reply(503, b"<html>")], "the provider says 503"),
        ("google", [Reply(400, b'{"error": "<script>"}')], "the provider says 400"),
        ("google", [DROPPED], "the provider does not answer"),
        ("google", [SILENCE], "the provider does not answer"),
        ("office365", [tenant(), tenant(TENANT.replace("a", "b")), GRANTED], "the domain belongs to another tenant"),
        ("office365", [tenant(), Reply(400, b"{}")], "the provider says 400"),
        ("office365", [Reply(200, b"{}")], "the provider does not know the tenant"),
        ("office365", [tenant(), tenant(), REFUSED], "the provider says unauthorized_client"),
    ],
)
async def test_what_the_provider_refuses_is_not_enabled(
    firm: Firm,
    provider: Receiver,
    heard: list[Event],
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    replies: list[Reply],
    reason: str,
) -> None:
    monkeypatch.setattr(asking, "WITHIN_SECONDS", 0.5)
    credential = await firm.made(platform)
    provider.replies.extend(replies)
    status, body = await firm.change(credential, enabled=True)
    assert status == 400
    assert body["error"]["message"] == f"Delegation credential could not be enabled: {reason}"
    assert heard == []
    assert (await firm.change(credential))[1]["data"]["enabled"] is False


async def test_a_private_key_that_is_none(firm: Firm, provider: Receiver) -> None:
    credential = await firm.made(serviceAccountKey={**GOOGLE, "private_key": "nonsense"})
    status, body = await firm.change(credential, enabled=True)
    assert (status, body["error"]["message"].rpartition(": ")[2]) == (400, "private_key is not an RSA key in PEM form")
    assert provider.heard == []


async def test_a_tenant_that_is_no_part_of_an_address(firm: Firm, provider: Receiver) -> None:
    credential = await firm.made("office365", serviceAccountKey={**MICROSOFT, "tenant_id": "../../evil?x=#"})
    assert (await firm.change(credential, enabled=True))[0] == 400
    assert [heard.path for heard in provider.heard] == [
        "/..%2F..%2Fevil%3Fx%3D%23/v2.0/.well-known/openid-configuration"
    ]


async def test_somebody_of_the_domain_has_to_be_there(firm: Firm, world: World, provider: Receiver) -> None:
    provider.otherwise = GRANTED
    await world.join(await world.user(email="eve@globex.com"), firm.organization, accepted=False)
    await world.member(firm.organization, email="eve@notglobex.com")
    credential = await firm.made(domain="globex.com")
    status, body = await firm.change(credential, enabled=True)
    assert (status, body["error"]["message"]) == (
        400,
        "Nobody in the organization has an address that ends with @globex.com",
    )
    assert provider.heard == []


async def test_what_a_change_does(firm: Firm, provider: Receiver, heard: list[Event]) -> None:
    provider.otherwise = GRANTED
    credential = await firm.made()
    steps: list[tuple[dict[str, Any], bool, int, list[type[Event]]]] = [
        ({}, False, 0, []),
        ({"enabled": None}, False, 0, []),
        ({"enabled": True}, True, 1, [DelegationEnabled]),
        ({"enabled": True}, True, 0, []),
        ({}, True, 0, []),
        ({"serviceAccountKey": GOOGLE}, False, 0, [DelegationDisabled]),
        ({"serviceAccountKey": GOOGLE, "enabled": True}, True, 1, [DelegationEnabled]),
        ({"serviceAccountKey": GOOGLE, "enabled": True}, True, 1, [DelegationEnabled]),
        ({"enabled": False}, False, 0, [DelegationDisabled]),
        ({"enabled": False}, False, 0, []),
    ]
    for body, is_enabled, asked, told in steps:
        status, answer = await firm.change(credential, **body)
        assert (status, answer["data"]["enabled"]) == (200, is_enabled), body
        assert len(provider.heard) == asked, body
        assert [type(event) for event in heard] == told, body
        provider.heard.clear()
        heard.clear()


async def test_a_key_that_fails_leaves_the_old_one_at_work(firm: Firm, world: World, provider: Receiver) -> None:
    credential = await firm.made()
    provider.replies.extend([GRANTED, REFUSED])
    await firm.change(credential, enabled=True)
    before = await world.session.scalar(select(DelegationCredential.service_account_key))
    assert (await firm.change(credential, serviceAccountKey=GOOGLE, enabled=True))[0] == 400
    (kept,) = await world.session.scalars(select(DelegationCredential))
    assert (kept.enabled, kept.service_account_key) == (True, before)


async def test_a_new_key_is_one_of_the_same_platform(firm: Firm) -> None:
    credential = await firm.made()
    for key in (MICROSOFT, {}, "x"):
        assert (await firm.change(credential, serviceAccountKey=key))[0] == 400


async def test_others_and_unknown_ones_are_not_found(firm: Firm, world: World) -> None:
    theirs = await (await make_firm(world, "globex.com")).made()
    for unknown in (theirs, str(uuid4()), "7", "x"):
        status, body = await firm.change(unknown, enabled=False)
        assert (status, body["error"]["message"]) == (404, f"DelegationCredential with id {unknown} not found")


async def test_who_may(firm: Firm, world: World) -> None:
    credential = await firm.made()
    for caller in (await world.member(firm.organization), await world.user()):
        api = await world.api(caller)
        assert (await api.post(firm.base, firm.body(domain="other.com"))).status_code == 403
        assert (await api.patch(f"{firm.base}/{credential}", {"enabled": False})).status_code == 403
    assert (await firm.api.get(firm.base)).status_code == 404
    assert (await firm.api.delete(f"{firm.base}/{credential}")).status_code == 404


async def test_the_log_tells_who_enabled_and_not_the_key(firm: Firm, world: World, provider: Receiver) -> None:
    credential = await firm.made()
    provider.replies.append(GRANTED)
    await firm.change(credential, enabled=True)
    owner = await world.api(await world.member(firm.organization, "OWNER"))
    path = f"/v2/organizations/{firm.organization.id}/audit-log?subject=delegation_credentials"
    changed, created = (await owner.get(path)).json()["data"]
    assert (changed["action"], changed["after"]) == ("changed", {"enabled": True})
    assert changed["actor"]["email"] == f"ada{firm.organization.id}@acme.com"
    assert created["after"]["service_account_key"] == "(hidden)"
