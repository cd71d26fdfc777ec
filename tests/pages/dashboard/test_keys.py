"""API keys in the dashboard: made, shown once, ended."""

import re
from datetime import timedelta

from sqlalchemy import select

from locum.api_keys.models import ApiKey
from locum.kit import clock
from locum.users.models import User
from tests.factories.world import World
from tests.pages.browser import Reader, links_of
from tests.pages.dashboard.conftest import Sit

KEYS = "/dashboard/keys"


async def keys_of(world: World, user: User) -> list[ApiKey]:
    return list(await world.session.scalars(select(ApiKey).where(ApiKey.user_id == user.id)))


async def test_a_key_is_shown_once_and_works(world: World, desk: Reader, person: User) -> None:
    assert "No keys yet." in (await desk.open(KEYS)).text
    made = await desk.send(await desk.open(KEYS), KEYS, note="Nightly <sync>", valid="90")
    assert made.headers["cache-control"] == "no-store"
    (key,) = re.findall(r"cal_[0-9a-f]{48}", made.text)
    answer = await world.client.get("/v2/me", headers={"Authorization": f"Bearer {key}"})
    assert answer.json()["data"]["id"] == person.id
    page = await desk.open(KEYS)
    assert key not in page.text
    assert "Nightly &lt;sync&gt;" in page.text
    (row,) = await keys_of(world, person)
    assert row.expires_at is not None
    assert timedelta(days=89) < row.expires_at - clock.now() <= timedelta(days=90)


async def test_keys_may_never_end(world: World, desk: Reader, person: User) -> None:
    made = await desk.send(await desk.open(KEYS), KEYS, valid="never")
    assert "It does not end by itself." in made.text
    assert [row.expires_at for row in await keys_of(world, person)] == [None]


async def test_those_that_have_ended_say_so(world: World, desk: Reader, person: User) -> None:
    await world.key(person, note="Old", expires_at=clock.now() - timedelta(days=1))
    await world.key(person, note="New", expires_at=clock.now() + timedelta(days=1))
    assert (await desk.open(KEYS)).text.count('<span class="state off">ended</span>') == 1


async def test_a_key_ends_after_a_question(world: World, desk: Reader, person: User) -> None:
    key = await world.key(person, note="Sync")
    (row,) = await keys_of(world, person)
    path = f"{KEYS}/{row.id}/delete"
    assert path in links_of((await desk.open(KEYS)).text)
    confirm = await desk.open(path)
    assert "Delete the key “Sync”?" in confirm.text
    ended = await desk.send(confirm, path)
    assert "The key “Sync” is deleted." in ended.text
    assert await keys_of(world, person) == []
    assert (await world.client.get("/v2/me", headers={"Authorization": f"Bearer {key}"})).status_code == 401


async def test_keys_of_others_are_not_there(world: World, desk: Reader, sit: Sit) -> None:
    other = await world.user(is_system_admin=True)
    await world.key(other, note="Foreign")
    (row,) = await keys_of(world, other)
    page = await desk.open(KEYS)
    assert "Foreign" not in page.text
    token = page.text.split('name="token" value="')[1].split('"')[0]
    path = f"{KEYS}/{row.id}/delete"
    assert (await desk.open(path)).status_code == 404
    assert (await desk.client.post(path, data={"token": token})).status_code == 404
    assert len(await keys_of(world, other)) == 1


async def test_the_list_comes_in_pages(world: World, desk: Reader, person: User) -> None:
    for number in range(51):
        await world.key(person, note=f"Key {number}")
    page = await desk.open(KEYS)
    assert "Key 50<" in page.text
    assert "Key 0<" not in page.text
    assert "Key 0<" in (await desk.open(f"{KEYS}?page=2")).text
