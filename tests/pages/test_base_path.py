"""A server whose public address carries a path: every address on every page has it."""

import re
from collections.abc import AsyncIterator

import pytest
from httpx import ASGITransport, AsyncClient

from locum.app import create_app
from locum.db.session import Database
from locum.kit.passwords import hash_password
from locum.settings import Settings
from tests.pages.booking import Site
from tests.pages.browser import Reader

PASSWORD = "correct horse battery"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Below /calendar, on https."""
    return settings.model_copy(update={"public_url": "https://locum.test/calendar"})


@pytest.fixture
async def client(settings: Settings, database: Database) -> AsyncIterator[AsyncClient]:
    """The application behind a proxy that leaves the path as it is."""
    transport = ASGITransport(create_app(settings, database), raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="https://locum.test") as client:
        yield client


def addresses(html: str) -> list[str]:
    """Everything a page leads to or loads."""
    return re.findall(r'(?:href|src|action|data-zones)="([^"#][^"]*)"', html)


async def test_every_address_has_the_path(site: Site, reader: Reader) -> None:
    site.owner.password_hash = hash_password(PASSWORD)
    await site.world.session.commit()
    booked = await site.reader.send(
        await reader.open(f"/calendar{site.path}?slot=2027-02-01T09:00Z"),
        site.path,
        **{"a.name": "Grace", "a.email": "g@example.com"},
    )
    assert booked.url.path.startswith("/calendar/booking/")
    signed_in = await reader.send(
        await reader.open("/calendar/auth/login"), "/auth/login", email=site.owner.email, password=PASSWORD
    )
    assert signed_in.url.path == "/calendar/dashboard"
    pages = [booked, signed_in]
    for path in ("/", "/auth/login", f"/{site.owner.username}", site.path, "/nothing/at/all", "/mail"):
        pages.append(await reader.open(f"/calendar{path}"))
    for page in pages:
        found = addresses(page.text)
        assert found
        wrong = [
            one
            for one in found
            if not one.startswith(
                ("/calendar/", "https://calendar.google", "https://calendar.yahoo", "https://outlook")
            )
        ]
        assert wrong == [], page.url
    style = next(one for one in addresses(booked.text) if one.endswith(".css"))
    assert (await reader.open(style)).status_code == 200


async def test_cookies_keep_to_the_path_and_to_https(site: Site, reader: Reader) -> None:
    page = await reader.client.get("/calendar/auth/login")
    (cookie,) = page.headers.get_list("set-cookie")
    assert "Path=/calendar" in cookie
    assert "Secure" in cookie


async def test_the_proxy_may_take_the_path_off(site: Site, reader: Reader) -> None:
    assert (await reader.open(site.path)).status_code == 200
