"""Where somebody is signed in, and signing out on all other browsers."""

from datetime import timedelta

import pytest
from httpx import AsyncClient

from locum.kit import clock
from locum.kit.passwords import hash_password
from locum.pages.sessions.service import sign_in
from locum.users.models import User
from tests.factories.world import World
from tests.pages.browser import Reader
from tests.pages.dashboard.conftest import Sit

SESSIONS = "/dashboard/sessions"


async def test_all_others_end_and_this_one_stays(world: World, sit: Sit, desk: Reader, person: User) -> None:
    elsewhere, stranger = await sit(person), await sit(await world.user())
    page = await desk.open(SESSIONS)
    assert (page.text.count("this browser"), page.text.count('role="rowheader"')) == (1, 2)
    assert ">Sign out everywhere else</button>" in page.text
    told = await desk.send(page, SESSIONS)
    assert "You are signed out everywhere else." in told.text
    assert ">Sign out everywhere else</button>" not in told.text, "nothing is left to end"
    assert (await elsewhere.open(SESSIONS)).url.path == "/auth/login"
    assert (await stranger.open(SESSIONS)).url.path == SESSIONS


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Linux"),
        ("curl/8.5", "An unknown browser"),
        ("<script>alert(1)</script> Linux", "Linux"),
        ("", "An unknown browser"),
    ],
)
async def test_on_which_browser_each_began(world: World, client: AsyncClient, header: str, told: str) -> None:
    ada = await world.user(password_hash=hash_password("correct horse battery"))
    client.headers["User-Agent"] = header
    reader = Reader(client)
    await reader.send(await reader.open("/auth/login"), email=ada.email, password="correct horse battery")
    page = await reader.open(SESSIONS)
    assert f"<bdi>{told}</bdi>" in page.text
    assert "alert" not in page.text


async def test_those_that_are_over_are_not_shown(world: World, desk: Reader, person: User) -> None:
    with clock.frozen(clock.now() - timedelta(days=40)):
        await sign_in(world.session, person.id)
    await world.session.commit()
    assert (await desk.open(SESSIONS)).text.count('role="rowheader"') == 1


async def test_only_a_form_of_this_page_ends_them(sit: Sit, desk: Reader, person: User) -> None:
    other = await sit(person)
    assert (await desk.client.post(SESSIONS, data={"token": "made up"})).status_code == 403
    assert (await other.open(SESSIONS)).url.path == SESSIONS
