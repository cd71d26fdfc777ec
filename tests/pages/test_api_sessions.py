"""The API in the name of whoever is signed in on the browser."""

from sqlalchemy import delete

from locum.kit.passwords import hash_password
from locum.pages.sessions.models import BrowserSession
from locum.users.models import User
from tests.factories.world import World
from tests.pages.browser import Reader

ME = "/v2/me"
OURS = {"Sec-Fetch-Site": "same-origin"}


async def _signed_in(world: World, reader: Reader) -> User:
    user = await world.user(password_hash=hash_password("correct horse battery"))
    page = await reader.open("/auth/login")
    await reader.send(page, "/auth/login", email=user.email, password="correct horse battery")
    return user


async def test_pages_of_our_own_ask_in_the_name_of_their_reader(world: World, reader: Reader) -> None:
    user = await _signed_in(world, reader)
    answer = await reader.client.get(ME, headers=OURS)
    assert (answer.status_code, answer.json()["data"]["id"]) == (200, user.id)
    changed = await reader.client.patch(ME, headers=OURS, json={"bio": "Hello"})
    assert changed.json()["data"]["bio"] == "Hello"


async def test_no_other_page_does(world: World, reader: Reader) -> None:
    await _signed_in(world, reader)
    for site in ("cross-site", "same-site", ""):
        answer = await reader.client.patch(ME, headers={"Sec-Fetch-Site": site}, json={"bio": "Hello"})
        assert answer.status_code == 401
    assert (await reader.client.get(ME)).status_code == 401


async def test_keys_and_tokens_beat_the_session(world: World, reader: Reader) -> None:
    await _signed_in(world, reader)
    other = await world.user()
    key = {**OURS, "Authorization": f"Bearer {await world.key(other)}"}
    assert (await reader.client.get(ME, headers=key)).json()["data"]["id"] == other.id
    wrong = await reader.client.get(ME, headers={**OURS, "Authorization": "Bearer wrong"})
    assert wrong.status_code == 401


async def test_a_session_that_is_over_is_nobody(world: World, reader: Reader) -> None:
    await _signed_in(world, reader)
    await world.session.execute(delete(BrowserSession))
    await world.session.commit()
    assert (await reader.client.get(ME, headers=OURS)).status_code == 401
    assert (await reader.client.get("/v2/timezones", headers=OURS)).status_code == 200
    forged = {**OURS, "Cookie": "locum_session=forged"}
    assert (await world.client.get("/v2/timezones", headers=forged)).status_code == 200
