"""Signing in and out."""

from typing import NoReturn

import pytest
from httpx import AsyncClient
from psycopg import OperationalError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.session import Database
from locum.http.credentials import digest
from locum.kit import clock
from locum.kit.passwords import hash_password
from locum.pages.sessions.cookies import SESSION
from locum.pages.sessions.models import BrowserSession
from locum.pages.sessions.service import LASTS
from locum.users.models import User
from locum.users.proving import ATTEMPTS_PER_ACCOUNT
from tests.factories.world import World
from tests.pages.browser import Reader

PASSWORD = "correct horse battery"
DIGEST = hash_password(PASSWORD)


async def someone(world: World) -> User:
    return await world.user(password_hash=DIGEST)


async def test_right_password_leads_home_and_sets_a_guarded_cookie(world: World, reader: Reader) -> None:
    user = await someone(world)
    page = await reader.open("/auth/login")
    response = await reader.send(page, "/auth/login", email=user.email.upper(), password=PASSWORD)
    assert response.url.path == "/dashboard"
    assert response.status_code == 200
    cookie = next(told for told in response.history[0].headers.get_list("set-cookie") if told.startswith(SESSION))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie


async def test_wrong_password_and_unknown_address_get_the_same_page(world: World, reader: Reader) -> None:
    user = await someone(world)
    page = await reader.open("/auth/login")
    wrong = await reader.send(page, email=user.email, password="nonsense")
    unknown = await reader.send(page, email="nobody@example.com", password="nonsense")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace(user.email, "X") == unknown.text.replace("nobody@example.com", "X")
    assert "nonsense" not in wrong.text


async def test_password_of_an_account_without_one_never_fits(world: World, reader: Reader) -> None:
    user = await world.user()
    page = await reader.open("/auth/login")
    assert (await reader.send(page, email=user.email, password="nobody has this password")).status_code == 401


async def test_signing_out_ends_the_session_on_the_server(
    world: World, reader: Reader, session: AsyncSession, client: AsyncClient
) -> None:
    user = await someone(world)
    page = await reader.open("/auth/login")
    home = await reader.send(page, email=user.email, password=PASSWORD)
    kept = client.cookies[SESSION]
    out = await reader.send(home, "/auth/logout")
    assert "signed out" in out.text
    assert (await session.scalars(select(BrowserSession).where(BrowserSession.user_id == user.id))).all() == []
    client.cookies.set(SESSION, kept)
    assert (await reader.open("/dashboard")).url.path == "/auth/login"


async def test_only_a_digest_of_the_token_is_kept(world: World, reader: Reader, session: AsyncSession) -> None:
    user = await someone(world)
    await reader.send(await reader.open("/auth/login"), email=user.email, password=PASSWORD)
    row = (await session.scalars(select(BrowserSession).where(BrowserSession.user_id == user.id))).one()
    token = reader.client.cookies[SESSION].split(".")[0]
    assert row.digest == digest(token)
    assert token not in row.digest


async def test_sessions_end_after_their_time(world: World, reader: Reader) -> None:
    user = await someone(world)
    await reader.send(await reader.open("/auth/login"), email=user.email, password=PASSWORD)
    with clock.frozen(clock.now() + LASTS):
        assert (await reader.open("/dashboard")).url.path == "/auth/login"


async def test_a_cookie_that_nobody_signed_is_nobody(reader: Reader, client: AsyncClient) -> None:
    client.cookies.set(SESSION, "made.up.value")
    assert (await reader.open("/dashboard")).url.path == "/auth/login"


async def test_the_way_back_is_kept_and_stays_here(world: World, reader: Reader) -> None:
    user = await someone(world)
    asked = await reader.open("/dashboard?month=2026-12")
    assert asked.url.params["next"] == "/dashboard?month=2026-12"
    back = await reader.send(asked, email=user.email, password=PASSWORD)
    assert back.url.path == "/dashboard"
    assert back.url.params["month"] == "2026-12"


async def test_strange_ways_back_lead_home(world: World, reader: Reader) -> None:
    user = await someone(world)
    for way in (
        "//evil.test/",
        "https://evil.test/",
        "/\\evil.test",
        "javascript:alert(1)",
        "/ /evil",
        "/\t/evil.test",
    ):
        page = await reader.client.get("/auth/login", params={"next": way})
        response = await reader.send(page, email=user.email, password=PASSWORD)
        assert response.url.host == "locum.test"
        assert response.url.path == "/dashboard"
        await reader.send(response, "/auth/logout")


async def test_forms_from_elsewhere_are_refused(world: World, reader: Reader) -> None:
    user = await someone(world)
    page = await reader.open("/auth/login")
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.test"}):
        reader.headers = headers
        assert (await reader.send(page, email=user.email, password=PASSWORD)).status_code == 403
    reader.headers = {"Origin": "http://locum.test"}
    assert (await reader.send(page, email=user.email, password=PASSWORD)).status_code == 200


async def test_forms_without_their_token_are_refused(world: World, reader: Reader, client: AsyncClient) -> None:
    user = await someone(world)
    page = await reader.open("/auth/login")
    assert (await reader.send(page, email=user.email, password=PASSWORD, token="0" * 64)).status_code == 403
    client.cookies.clear()
    assert (await reader.send(page, email=user.email, password=PASSWORD)).status_code == 403


async def test_guessing_is_slowed_down_per_account(world: World, reader: Reader) -> None:
    user = await someone(world)
    page = await reader.open("/auth/login")
    for _ in range(ATTEMPTS_PER_ACCOUNT):
        assert (await reader.send(page, email=user.email, password="guess")).status_code == 401
    blocked = await reader.send(page, email=user.email, password=PASSWORD)
    assert blocked.status_code == 429
    assert int(blocked.headers["retry-after"]) > 0


async def test_what_cannot_be_counted_is_not_allowed(
    world: World, reader: Reader, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await someone(world)
    page = await reader.open("/auth/login")

    def refuse(*_: object, **__: object) -> NoReturn:
        raise OperationalError("no connection")

    monkeypatch.setattr(database.quick, "connection", refuse)
    answer = await reader.send(page, email=user.email, password=PASSWORD)
    assert answer.status_code >= 500
    assert SESSION not in reader.client.cookies
