"""Refusals that come from below: bodies that cannot be read, rows that went meanwhile."""

from typing import Any

import pytest

from tests.factories.world import World

UNREADABLE = [b"{", b"\xff\xfe\x00", b"[" * 200_000, b'{"notes": "\xff"}', b'{"toUserId": ' + b"9" * 5000 + b"}"]


@pytest.mark.parametrize("content", UNREADABLE)
async def test_nobody_hears_of_his_body(world: World, content: bytes) -> None:
    """Who somebody is comes before what he sends (organization plane sheet, section 2)."""
    headers = {"Content-Type": "application/json"}
    answer = await world.client.post("/v2/me/ooo", content=content, headers=headers)
    assert answer.status_code == 401


@pytest.mark.parametrize("content", UNREADABLE)
async def test_a_body_that_cannot_be_read(world: World, content: bytes) -> None:
    api = await world.api(await world.user())
    headers = {"Content-Type": "application/json"}
    answer = await api.call("POST", "/v2/me/ooo", content=content, headers=headers)
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, "The body is not valid JSON")


async def test_a_body_of_another_kind_is_not_echoed(world: World) -> None:
    api = await world.api(await world.user())
    headers = {"Content-Type": "text/plain"}
    answer = await api.call("POST", "/v2/me/ooo", content=b"my password", headers=headers)
    assert answer.status_code == 400
    assert "password" not in answer.text


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v2/webhooks", {"subscriberUrl": "https://a.example", "triggers": [], "active": True, "secret": ["hunter2"]}),
        ("/v2/webhooks", {"secret": {"inner": "hunter2"}}),
        ("/v2/verified-resources/emails/verification-code/verify", {"email": "a@b.example", "code": ["hunter2"]}),
    ],
)
async def test_secrets_are_named_and_not_repeated(world: World, path: str, body: dict[str, Any]) -> None:
    api = await world.api(await world.user())
    answer = await api.post(path, body)
    named = {violation["property"] for violation in answer.json()["error"]["details"]["errors"]}
    assert (answer.status_code, named & {"secret", "code"}) == (400, {"code" if "code" in body else "secret"})
    assert "hunter2" not in answer.text
