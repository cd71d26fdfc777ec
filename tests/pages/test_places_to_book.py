"""Booking pages of teams, of several persons, and behind private links (client surface sheet, section 3.1)."""

from typing import Any

import pytest
from httpx import Response
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from locum.bookings.models import Booking
from locum.event_types.models import EventType
from locum.kit.crypto import Vault
from locum.organizations.models import Team
from locum.private_links import service as private_links
from locum.private_links.service import Wanted
from locum.users.models import User
from tests.factories.event_types import event_type, host
from tests.factories.slots import busy, hours
from tests.factories.world import World
from tests.pages.booking import Site
from tests.pages.browser import Reader, links_of, text_of

pytestmark = pytest.mark.usefixtures("morning")

SLOT = "2027-02-01T09:00Z"
NOW_FREE = {"minimum_booking_notice": 0, "length_in_minutes": 60}
VAULT = Vault("a secret of the tests")


async def bookings(world: World) -> list[Booking]:
    statement = select(Booking).options(selectinload(Booking.attendees)).order_by(Booking.id)
    return list((await world.session.scalars(statement.execution_options(populate_existing=True))).all())


async def book(reader: Reader, path: str, slot: str = SLOT) -> Response:
    page = await reader.open(f"{path}?slot={slot}&cal.tz=UTC")
    assert page.status_code == 200
    return await reader.send(page, path, **{"a.name": "Grace", "a.email": "grace@example.com"})


async def team_site(world: World, organization: Any = None, **values: Any) -> tuple[EventType, list[User], str]:
    """A round of two hosts, and the address of its page."""
    team = await world.team(organization, name="Care Team", bio="We care", brand_color="#7a0019", time_zone="UTC")
    talk = await event_type(world, team, scheduling_type="roundRobin", slug="care", **NOW_FREE, **values)
    members = [await world.member(team, name=name, time_zone="UTC") for name in ("Ann", "Ben")]
    for member in members:
        await hours(world, member, "UTC")
        await host(world, talk, member)
    where = f"/org/{organization.slug}/team/{team.slug}" if organization else f"/team/{team.slug}"
    return talk, members, where


async def test_a_teams_page_shows_what_can_be_booked(world: World, reader: Reader) -> None:
    talk, _, where = await team_site(world)
    team = await world.session.get_one(Team, talk.team_id)
    await event_type(world, team, slug="secret", hidden=True)
    await event_type(world, team, slug="template", scheduling_type="managed")
    page = await reader.open(where)
    assert page.status_code == 200
    assert [link for link in links_of(page.text) if link.startswith(f"{where}/")] == [f"{where}/care"]
    assert "We care" in page.text
    assert "#7a0019" in page.text
    assert (await reader.open("/team/no-such-team")).status_code == 404


async def test_a_team_is_booked_alone_and_below_its_organization(world: World, reader: Reader) -> None:
    organization = await world.organization()
    for talk, members, where in (await team_site(world), await team_site(world, organization)):
        shown = await reader.open(f"{where}/care?date=2027-02-01&cal.tz=UTC")
        assert "Care Team" in text_of(shown.text)
        assert where in links_of(shown.text)
        done = await book(reader, f"{where}/care")
        assert done.url.path.startswith("/booking/")
        made = (await bookings(world))[-1]
        assert made.event_type_id == talk.id
        assert made.user_id in {member.id for member in members}
        assert f"{where}/care" in [link.partition("?")[0] for link in links_of(done.text)]
    assert (await reader.open(f"/team/{where.rpartition('/')[2]}/care")).status_code == 404


async def test_a_time_of_a_team_that_is_gone_is_refused_with_near_ones(world: World, reader: Reader) -> None:
    _, members, where = await team_site(world)
    page = await reader.open(f"{where}/care?slot={SLOT}&cal.tz=UTC")
    for member in members:
        await busy(world, member, "2027-02-01T09:00")
    refused = await reader.send(page, f"{where}/care", **{"a.name": "Grace", "a.email": "grace@example.com"})
    assert refused.status_code == 409
    assert "2027-02-01T10:00Z" in refused.text


async def test_the_parent_of_managed_event_types_has_no_page(world: World, reader: Reader) -> None:
    talk, _, where = await team_site(world)
    talk.scheduling_type = "managed"
    await world.session.commit()
    assert (await reader.open(f"{where}/care")).status_code == 404


async def test_several_persons_at_once(world: World, reader: Reader) -> None:
    people = [await world.user(name=name, time_zone="UTC") for name in ("Ann", "Ben")]
    for person, span in zip(people, ("09:00-11:00", "10:00-12:00"), strict=True):
        await hours(world, person, "UTC", span)
    names = "+".join(person.username or "" for person in people)
    led = await reader.open(f"/{names}?cal.tz=UTC&date=2027-02-01")
    assert led.url.path == f"/{names}/dynamic"
    assert "Ann, Ben" in text_of(led.text)
    hour = await reader.open(f"/{names}/60?cal.tz=UTC&date=2027-02-01")
    assert [time for time in ("09:00Z", "10:00Z", "11:00Z") if f"2027-02-01T{time}" in hour.text] == ["10:00Z"]
    done = await book(reader, f"/{names}/60", "2027-02-01T10:00Z")
    assert done.url.path.startswith("/booking/")
    (made,) = await bookings(world)
    assert (made.event_type_id, made.user_id) == (None, people[0].id)
    assert (made.ends_at - made.starts_at).total_seconds() == 3600
    assert people[1].email in [attendee.email for attendee in made.attendees]
    taken = await reader.open(f"/{names}/60?cal.tz=UTC&date=2027-02-01")
    assert "2027-02-01T10:00Z" not in taken.text
    people[1].allow_dynamic_booking = False
    await world.session.commit()
    assert (await reader.open(f"/{names}/60")).status_code == 404
    assert (await reader.open(f"/{people[0].username}+nobody-of-that-name/60")).status_code == 404
    assert (await reader.open(f"/{people[0].username}+/60")).status_code == 404


async def test_a_private_link_shows_nothing_else_and_ends(site: Site) -> None:
    site.event.hidden = True
    link = await private_links.create(site.world.session, VAULT, site.event.id, Wanted(most_uses=1))
    await site.world.session.commit()
    where = f"/d/{VAULT.open(link.sealed_name)}"
    short = await site.reader.open(f"{where}?date=2027-02-01")
    page = await site.reader.open(f"{where}/half-hour?date=2027-02-01")
    for shown in (short, page):
        assert "Half an hour" in text_of(shown.text)
        assert '<meta name="robots" content="noindex">' in shown.text
        assert not [address for address in links_of(shown.text) if f"/{site.owner.username}" in address]
    assert (await site.reader.open("/d/unknown/half-hour")).status_code == 404
    done = await book(site.reader, f"{where}/half-hour")
    assert done.url.path.startswith("/booking/")
    for address in (where, f"{where}/half-hour", f"{where}/half-hour?slot=2027-02-01T10:00Z"):
        assert (await site.reader.open(address)).status_code == 410


async def test_a_private_link_of_a_team(world: World, reader: Reader) -> None:
    talk, _, where = await team_site(world)
    link = await private_links.create(world.session, VAULT, talk.id, Wanted(most_uses=2))
    await world.session.commit()
    path = f"/d/{VAULT.open(link.sealed_name)}/care"
    page = await reader.open(path)
    assert "Care Team" in text_of(page.text)
    assert where not in page.text
    await book(reader, path)
    await world.session.refresh(link)
    assert link.uses == 1


async def test_who_was_faster_with_the_last_use_of_a_link(site: Site) -> None:
    link = await private_links.create(site.world.session, VAULT, site.event.id, Wanted(most_uses=1))
    await site.world.session.commit()
    path = f"/d/{VAULT.open(link.sealed_name)}/half-hour"
    page = await site.reader.open(f"{path}?slot={SLOT}&cal.tz=UTC")
    link.uses = 1
    await site.world.session.commit()
    refused = await site.reader.send(page, path, **{"a.name": "Grace", "a.email": "grace@example.com"})
    assert refused.status_code == 410
    assert await bookings(site.world) == []
