"""Secret addresses for other calendars: made and shown once, read, ended; nobody else's."""

import re

import pytest

from tests.factories.world import World
from tests.pages.browser import Reader, links_of
from tests.pages.dashboard.conftest import Sit
from tests.pages.dashboard.test_absences import absence

FEEDS = "/dashboard/away/feeds"
pytestmark = pytest.mark.usefixtures("morning")


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


async def test_those_who_look_after_absences_make_them_of_the_organization_and_of_teams(
    world: World, sit: Sit, reader: Reader
) -> None:
    organization = await world.organization(name="Clinic")
    team = await world.team(organization, name="Nurses")
    member = await world.member(organization, name="Mia Member")
    await world.join(member, team)
    await absence(world, member, "2027-02-09", "2027-02-12")
    admin = await sit(await world.member(organization, "ADMIN"))
    for place in (organization, team):
        path = f"{FEEDS}?of={place.id}"
        page = await admin.send(await admin.open(path), path, name="Wall", detail="away")
        found = re.search(r'id="address" dir="ltr">https?://[^/]+([^<]+)<', page.text)
        assert found is not None
        assert path in links_of(page.text)
        assert "Mia Member" in (await reader.open(found[1])).text
        assert "Only who is away" in (await admin.open(path)).text
        ended = await admin.send(await admin.open(path), "/revoke")
        assert "leads nowhere any more" in ended.text
        assert (await reader.open(found[1])).status_code == 404
    assert "Wall" not in (await admin.open(FEEDS)).text


async def test_others_get_no_feeds_of_places(world: World, sit: Sit) -> None:
    organization = await world.organization(name="Clinic")
    team, other = await world.team(organization), await world.team(organization, name="Others")
    lead = await world.member(organization)
    await world.join(lead, team, "ADMIN")
    desk = await sit(lead)
    assert (await desk.open(f"{FEEDS}?of={team.id}")).status_code == 200
    mate = await world.member(organization)
    await world.join(mate, team)
    for who, place in ((lead, organization), (lead, other), (mate, team), (mate, organization)):
        stranger = await sit(who)
        assert (await stranger.open(f"{FEEDS}?of={place.id}")).status_code == 404
        form = await stranger.open(FEEDS)
        token = form.text.split('name="token" value="')[1].split('"')[0]
        data = {"token": token, "name": "x", "detail": "away"}
        sent = await stranger.client.post(f"{FEEDS}?of={place.id}", data=data, headers=stranger.headers)
        assert sent.status_code == 404
