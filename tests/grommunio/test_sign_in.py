"""Signing in to the mailbox API: token, cookie, CSRF, and each way of being refused (sheet, sections 2 and 3)."""

import base64
from datetime import timedelta
from hashlib import sha3_256

import pytest

from locum.kit import clock
from locum.users.proving import ATTEMPTS_PER_ACCOUNT
from tests.factories.mailboxes import DIGEST, PASSWORD, MailClient, mail_house, sign_in
from tests.factories.world import World

INVALID = {"message": "Login failed", "error": "Invalid username or password"}


async def test_a_token_and_what_belongs_to_it(world: World) -> None:
    house = await mail_house(world)
    client = await house.sign_in()
    assert client.token is not None
    assert client.csrf == base64.b64encode(sha3_256(client.token.encode()).digest()).decode()
    profile = (await client.get("/profile")).json()
    assert profile["user"]["username"] == house.admin.email
    assert profile["capabilities"] == ["DomainAdminRead", "DomainAdminWrite", "OrgAdmin", "ResetPasswd"]


async def test_an_empty_form_renews_a_good_cookie(world: World) -> None:
    house = await mail_house(world)
    client = await house.sign_in()
    with clock.frozen(clock.now() + timedelta(days=3)):
        answer = await client.call("POST", "/login")
    assert answer.status_code == 200
    assert answer.json()["grommunioAuthJwt"] != client.token
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("form", [{}, {"user": "x@y.org"}, {"pass": "x"}])
async def test_half_a_form_without_a_cookie_is_incomplete(world: World, form: dict[str, str]) -> None:
    answer = await world.client.post("/api/v1/login", data=form)
    assert (answer.status_code, answer.json()) == (400, {"message": "Incomplete login form"})


async def test_wrong_passwords_unknown_addresses_and_people_who_administer_nothing(world: World) -> None:
    house = await mail_house(world)
    for user, password in ((house.admin.email, "wrong"), ("nobody@acme.example.org", PASSWORD)):
        answer = await world.client.post("/api/v1/login", data={"user": user, "pass": password})
        assert (answer.status_code, answer.json()) == (401, INVALID)
    answer = await world.client.post("/api/v1/login", data={"user": house.anna.email, "pass": PASSWORD})
    assert (answer.status_code, answer.json()) == (401, {"message": "Login failed", "error": "Access denied"})


async def test_each_bad_token_says_what_is_wrong_with_it(world: World) -> None:
    house = await mail_house(world)
    good = await house.sign_in()
    assert good.token is not None
    head, body, mark = good.token.split(".")
    forged = f"{head}.{body}.{'A' * len(mark)}"
    for token, error in ((None, "No token provided"), ("x.y.z", "invalid token"), (forged, "Invalid token signature")):
        answer = await MailClient(world, token, good.csrf).get("/profile")
        assert (answer.status_code, answer.json()) == (401, {"message": "Access denied", "error": error})
    with clock.frozen(clock.now() + timedelta(days=8)):
        answer = await good.get("/profile")
    assert answer.json()["error"] == "Token has expired"


async def test_a_header_is_no_cookie(world: World) -> None:
    house = await mail_house(world)
    client = await house.sign_in()
    answer = await world.client.get("/api/v1/profile", headers={"Authorization": f"Bearer {client.token}"})
    assert answer.json()["error"] == "No token provided"


async def test_changes_need_the_csrf_token_of_their_cookie(world: World) -> None:
    house = await mail_house(world)
    client, other = await house.sign_in(), await house.sign_in()
    with clock.frozen(clock.now() + timedelta(hours=1)):
        other = await house.sign_in()
    for csrf in (None, b"wrong", (other.csrf or "").encode(), "ü".encode("latin-1")):
        tampered = MailClient(world, client.token, None)
        headers = {} if csrf is None else {b"X-Csrf-Token": csrf}
        answer = await tampered.put(house.oof(), {"state": 7}, headers=headers)
        assert answer.status_code == 401
        assert answer.json() == {"message": "Access denied", "error": "Invalid or missing CSRF token"}
    assert (await client.put(house.oof(), {"state": 0})).status_code == 200


async def test_whoever_is_gone_has_a_token_for_nothing(world: World) -> None:
    house = await mail_house(world)
    client = await house.sign_in()
    house.admin.email = "renamed@acme.example.org"
    await world.session.commit()
    answer = await client.get(house.oof())
    assert (answer.status_code, answer.json()) == (403, {"message": "Access denied: Invalid user"})


async def test_unknown_addresses_and_methods_in_the_form_of_this_face(world: World) -> None:
    house = await mail_house(world)
    client = await house.sign_in()
    for path in ("/nothing", "/domains/x/users/1/oof", f"/domains/{house.domain.id}/users/1.5/oof"):
        answer = await client.get(path)
        assert (answer.status_code, answer.json()) == (404, {"message": "Resource not found"}), path
    answer = await client.post(house.oof(), {})
    assert (answer.status_code, answer.json()) == (405, {"message": "Method 'POST' not allowed on this endpoint"})
    assert answer.headers["cache-control"] == "no-cache, no-store, max-age=1"


async def test_guessing_is_slowed_down(world: World) -> None:
    house = await mail_house(world)
    form = {"user": house.admin.email, "pass": PASSWORD}
    for _ in range(ATTEMPTS_PER_ACCOUNT):
        assert (await world.client.post("/api/v1/login", data=form)).status_code == 200
    answer = await world.client.post("/api/v1/login", data=form)
    assert answer.status_code == 429
    assert "message" in answer.json()


async def test_a_system_administrator_may_everything(world: World) -> None:
    root = await world.user(email="root@acme.example.org", is_system_admin=True, password_hash=DIGEST)
    client = await sign_in(world, root)
    assert "SystemAdminWrite" in (await client.get("/profile")).json()["capabilities"]
    for path in ("/system/roles", "/system/servers"):
        assert (await client.get(path)).json() == {"count": 0, "data": []}
    assert (await client.get("/system/license")).status_code == 200


async def test_another_password_ends_the_tokens_of_before(world: World) -> None:
    house = await mail_house(world)
    client = await house.sign_in()
    assert (await client.put("/passwd", {"old": PASSWORD, "new": "another one"})).status_code == 200
    answer = await client.get("/profile")
    assert (answer.status_code, answer.json()["error"]) == (401, "Token has expired")
    assert (await client.call("POST", "/login")).status_code == 400, "nor does it get another token"
