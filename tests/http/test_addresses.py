"""Addresses and queries as clients write them, and what every answer carries."""

from uuid import UUID

import pytest

from tests.factories.world import World


@pytest.mark.parametrize("path", ["/v2/me", "/v2/me/", "/api/v2/me", "/api/v2/me/"])
async def test_aliases_and_trailing_slashes_lead_to_the_same_place(world: World, path: str) -> None:
    anna = await world.user()
    answer = await (await world.api(anna)).get(path)
    assert answer.status_code == 200
    assert answer.json()["data"]["id"] == anna.id


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v2/nope"), ("POST", "/v2/nope/1?a=b"), ("PUT", "/v2/me"), ("DELETE", "/v2/timezones")],
)
async def test_unknown_addresses_are_named(world: World, method: str, path: str) -> None:
    answer = await (await world.api(await world.user())).call(method, path)
    assert answer.status_code == 404
    body = answer.json()
    assert body["error"] == {
        "code": "NotFoundException",
        "message": f"Cannot {method} {path}",
        "details": {"message": f"Cannot {method} {path}", "error": "Not Found", "statusCode": 404},
    }


async def test_refusals_have_one_form(world: World) -> None:
    answer = await (await world.api(None)).get("/v2/me?a=%20b")
    body = answer.json()
    assert set(body) == {"status", "timestamp", "path", "error"}
    assert body["status"] == "error"
    assert body["path"] == "/v2/me?a=%20b"
    assert body["timestamp"].endswith("Z")
    assert len(body["timestamp"]) == len("2050-01-01T00:00:00.000Z")
    assert body["error"]["code"] == "UnauthorizedException"
    assert body["error"]["details"] == {
        "message": body["error"]["message"],
        "error": "Unauthorized",
        "statusCode": 401,
    }


async def test_violations_are_listed_all_at_once(world: World) -> None:
    api = await world.api(await world.user())
    answer = await api.patch("/v2/me", {"timeFormat": 13, "timeZone": "x", "metadata": {"a": []}})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["message"]) == (
        400,
        "BadRequestException",
        "Bad Request Exception",
    )
    faults = {fault["property"]: fault for fault in error["details"]["errors"]}
    assert set(faults) == {"timeFormat", "timeZone", "metadata"}
    assert faults["timeZone"]["value"] == "x"
    assert faults["timeZone"]["children"] == []
    assert faults["timeZone"]["constraints"] == {"isTimeZone": "timeZone must be a valid IANA time-zone"}


@pytest.mark.parametrize("content", [b"{", b'{"bio": }', b"\xff\xfe", b'{"bio": "a"} trailing'])
async def test_malformed_json_is_refused_in_the_same_form(world: World, content: bytes) -> None:
    api = await world.api(await world.user())
    answer = await api.call("PATCH", "/v2/me", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    body = answer.json()
    assert (body["status"], body["error"]["code"]) == ("error", "BadRequestException")


@pytest.mark.parametrize("content", [b"[]", b'"text"', b"7", b"null", b""])
async def test_a_body_that_is_no_object_is_refused(world: World, content: bytes) -> None:
    api = await world.api(await world.user())
    answer = await api.call("PATCH", "/v2/me", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400, answer.text


async def test_text_that_no_database_keeps_is_refused(world: World) -> None:
    api = await world.api(await world.user())
    for text in ('"a\\u0000b"', '"\\ud800"'):
        answer = await api.call(
            "PATCH", "/v2/me", content=f'{{"bio": {text}}}'.encode(), headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 400, answer.text


async def test_every_answer_has_a_fresh_name(world: World) -> None:
    api = await world.api(await world.user())
    sent = "11111111-1111-4111-8111-111111111111"
    names = [
        (await api.get(path, headers={"X-Request-Id": sent})).headers["x-request-id"]
        for path in ("/v2/me", "/v2/me", "/v2/nope")
    ]
    assert len({UUID(name) for name in names} | {UUID(sent)}) == 4


async def test_lists_in_queries_come_in_four_spellings(world: World) -> None:
    organization = await world.organization()
    admin = await world.member(organization, "ADMIN")
    team, other = await world.team(organization), await world.team(organization)
    await world.join(admin, team)
    api = await world.api(admin)
    path = f"/v2/organizations/{organization.id}/users"
    for query in (
        f"teamIds={other.id}&teamIds={team.id}",
        f"teamIds={other.id},{team.id}",
        f"teamIds[]={other.id}&teamIds[]={team.id}",
        f"teamIds%5B0%5D={other.id}&teamIds%5B1%5D={team.id}",
    ):
        found = (await api.get(f"{path}?{query}")).json()["data"]
        assert [row["id"] for row in found] == [admin.id], query


async def test_a_preflight_may_ask_for_any_header(world: World) -> None:
    headers = {
        "Origin": "https://shop.example",
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization,x-cal-atoms-version",
    }
    answer = await world.client.options("/v2/me", headers=headers)
    assert answer.status_code in {200, 204}
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-headers"] == "authorization,x-cal-atoms-version"
    assert answer.headers["access-control-max-age"] == "86400"
    allowed = {method.strip() for method in answer.headers["access-control-allow-methods"].split(",")}
    assert allowed >= {"GET", "PATCH", "DELETE", "HEAD", "POST", "PUT", "OPTIONS"}
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/v2/me", "/v2/nope", "/v2/timezones"])
async def test_answers_and_refusals_may_be_read_from_any_origin(world: World, path: str) -> None:
    answer = await (await world.api(None)).get(path, headers={"Origin": "https://shop.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
