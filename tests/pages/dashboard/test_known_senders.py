"""Whom one knows by mail: named one by one or from a file, taken off, looked for; and nobody else's business."""

import re

import pytest
from httpx import Response

from locum.replies import queries
from locum.replies.setting import Told, add_known, say
from locum.users.models import User
from tests.factories.world import World
from tests.pages.browser import Reader, links_of, text_of
from tests.pages.dashboard.conftest import Sit

KNOWN = "/dashboard/away/known"
pytestmark = pytest.mark.usefixtures("morning")


async def named(world: World, person: User) -> list[str]:
    return [*await queries.known_senders(world.session, person.id)]


async def _file(desk: Reader, content: bytes) -> Response:
    token = (await desk.open(KNOWN)).text.split('name="token" value="')[1].split('"')[0]
    typed, file = {"token": token, "senders": ""}, {"file": ("contacts", content)}
    return await desk.client.post(KNOWN, data=typed, files=file, headers=desk.headers)


async def test_they_are_named_and_taken_off(world: World, desk: Reader, person: User) -> None:
    assert KNOWN in links_of((await desk.open("/dashboard/away/replies")).text)
    page = await desk.open(KNOWN)
    assert "You have named nobody yet." in page.text
    typed = "Kim Guest <Kim@Guest.example>; @partner.example\nmailto:lee@x.example."
    added = await desk.send(page, KNOWN, senders=typed)
    assert "3 senders added." in text_of(added.text)
    assert "@partner.example everybody there" in text_of(added.text)
    assert await named(world, person) == ["@partner.example", "kim@guest.example", "lee@x.example"]
    again = await desk.send(await desk.open(KNOWN), KNOWN, senders="kim@guest.example new@x.example")
    assert "1 sender added." in text_of(again.text)
    gone = await desk.send(await desk.open(KNOWN), f"{KNOWN}/remove", sender="kim@guest.example")
    assert "kim@guest.example is not named any more." in text_of(gone.text)
    assert await named(world, person) == ["@partner.example", "lee@x.example", "new@x.example"]


async def test_a_file_of_contacts_is_read_for_its_addresses(world: World, desk: Reader, person: User) -> None:
    content = b'\xef\xbb\xbfName,E-mail 1,Note\r\n"Guest, Kim",kim@guest.example,met in Oslo\r\nLee,,\r\n'
    card = b"BEGIN:VCARD\nEMAIL;TYPE=work:ann@x.example\nEND:VCARD\n"
    for sent in (content, card):
        assert (await _file(desk, sent)).status_code == 303
    too_much = await _file(desk, b"@x.example " * 46_000)
    assert (too_much.status_code, "This is too long." in too_much.text) == (422, True)
    assert await named(world, person) == ["ann@x.example", "kim@guest.example"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "There is no address in it."),
        ("Kim", "There is no address in it."),
        ("a@x.example b@@y <script>@x", "This is no address: b@@y, @x. Nothing was added."),
    ],
)
async def test_what_is_wrong_is_told_and_kept_typed(
    world: World, desk: Reader, person: User, typed: str, told: str
) -> None:
    refused = await desk.send(await desk.open(KNOWN), KNOWN, senders=typed)
    assert refused.status_code == 422
    assert told in text_of(refused.text)
    assert "<script>@" not in refused.text
    assert await named(world, person) == []


async def test_very_many_are_listed_by_pages_found_and_bounded(world: World, desk: Reader, person: User) -> None:
    await add_known(world.session, person.id, [f"guest{number:03}@x.example" for number in range(999)])
    await world.session.commit()
    page = await desk.open(KNOWN)
    assert len(re.findall(r'name="sender"', page.text)) == 50
    assert f"{KNOWN}?page=2" in links_of(page.text)
    found = await desk.open(f"{KNOWN}?q=GUEST777")
    assert re.findall(r'name="sender" value="([^"]+)"', found.text) == ["guest777@x.example"]
    refused = await desk.send(page, KNOWN, senders="one@y.example two@y.example")
    assert "You can name at most 1000 senders." in text_of(refused.text)
    assert len(await named(world, person)) == 999


@pytest.mark.parametrize(
    ("audience", "told"),
    [("none", "Nobody outside is answered"), ("known", "Only known senders"), ("all", "Everybody is answered")],
)
async def test_it_says_whether_the_list_counts_now(
    world: World, desk: Reader, person: User, audience: str, told: str
) -> None:
    await say(world.session, await world.session.get_one(User, person.id), Told(audience=audience))  # type: ignore[arg-type]
    await world.session.commit()
    assert told in text_of((await desk.open(KNOWN)).text)


async def test_each_sees_and_changes_his_own_only(world: World, desk: Reader, person: User, sit: Sit) -> None:
    await desk.send(await desk.open(KNOWN), KNOWN, senders="kim@guest.example")
    other = await sit(await world.user())
    page = await other.open(KNOWN)
    assert "kim@guest.example" not in page.text
    token = page.text.split('name="token" value="')[1].split('"')[0]
    typed = {"sender": "kim@guest.example"}
    await other.client.post(f"{KNOWN}/remove", data={"token": token, **typed}, headers=other.headers)
    assert await named(world, person) == ["kim@guest.example"]
    for path in (KNOWN, f"{KNOWN}/remove"):
        assert (await desk.client.post(path, data=typed, headers=desk.headers)).status_code == 403
