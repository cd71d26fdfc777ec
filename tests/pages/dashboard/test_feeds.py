"""Secret addresses for other calendars: made and shown once, read, ended; nobody else's."""

import re

from tests.factories.world import World
from tests.pages.browser import Reader, links_of
from tests.pages.dashboard.conftest import Sit

FEEDS = "/dashboard/away/feeds"


async def made(desk: Reader) -> str:
    """The address of a new one, without the server's name."""
    page = await desk.send(await desk.open(FEEDS), "/feeds", name="Home", detail="substitute")
    found = re.search(r'id="address" dir="ltr">https?://[^/]+([^<]+)<', page.text)
    assert found is not None
    assert page.headers["cache-control"] == "no-store"
    return found[1]


async def test_one_is_made_read_and_ended(desk: Reader, reader: Reader) -> None:
    assert FEEDS in links_of((await desk.open("/dashboard/away")).text)
    assert "No other calendar reads your absences." in (await desk.open(FEEDS)).text
    address = await made(desk)
    page = await desk.open(FEEDS)
    assert "Who stands in, too" in page.text
    assert address not in page.text
    assert "BEGIN:VCALENDAR" in (await reader.open(address)).text
    ended = await desk.send(page, "/revoke")
    assert "leads nowhere any more" in ended.text
    assert (await reader.open(address)).status_code == 404


async def test_it_needs_a_name_and_belongs_to_one_person(world: World, desk: Reader, sit: Sit) -> None:
    assert (await desk.send(await desk.open(FEEDS), "/feeds", name=" ")).status_code == 422
    await made(desk)
    page = await desk.open(FEEDS)
    (action,) = re.findall(r'action="([^"]+/revoke)"', page.text)
    other = await sit(await world.user())
    form = await other.open(FEEDS)
    token = form.text.split('name="token" value="')[1].split('"')[0]
    assert (await other.client.post(action, data={"token": token}, headers=other.headers)).status_code == 404
    assert action in (await desk.open(FEEDS)).text
