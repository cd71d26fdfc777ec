"""Bookings that are moved below their own address: of several persons, and what private links led to."""

import pytest

from locum.private_links import service as private_links
from locum.private_links.service import Wanted
from tests.factories.slots import hours
from tests.factories.world import World
from tests.pages.booking import Site
from tests.pages.browser import Reader, links_of, text_of
from tests.pages.test_places_to_book import SLOT, VAULT, book, bookings

pytestmark = pytest.mark.usefixtures("morning")

LATER = "2027-02-01T10:00Z"


async def move(reader: Reader, uid: str, slot: str = LATER) -> str:
    """Follow the link that moves a booking, to the end; the words of the last page."""
    chosen = await reader.open(f"/reschedule/{uid}")
    assert chosen.url.path == f"/reschedule/{uid}/time"
    assert '<meta name="robots" content="noindex">' in chosen.text
    form = await reader.open(f"/reschedule/{uid}/time?slot={slot}&cal.tz=UTC")
    done = await reader.send(form, "/time", **{"a.rescheduleReason": "Later"})
    assert done.url.path.startswith("/booking/"), done.text
    return text_of(done.text)


async def test_several_persons_meet_at_another_time(world: World, reader: Reader) -> None:
    people = [await world.user(name=name, time_zone="UTC") for name in ("Ann", "Ben")]
    for person in people:
        await hours(world, person, "UTC")
    done = await book(reader, f"/{people[0].username}+{people[1].username}/60")
    (made,) = await bookings(world)
    assert f"/reschedule/{made.uid}" in [link.partition("?")[0] for link in links_of(done.text)]
    assert "10:00" in await move(reader, made.uid)
    old, new = await bookings(world)
    assert (old.status, new.rescheduled_from_uid, new.status) == ("cancelled", made.uid, "accepted")
    assert people[1].email in [attendee.email for attendee in new.attendees]


@pytest.fixture
async def private(site: Site) -> str:
    """The address of a private link that is good once."""
    site.event.hidden = True
    link = await private_links.create(site.world.session, VAULT, site.event.id, Wanted(most_uses=1))
    await site.world.session.commit()
    return f"/d/{VAULT.open(link.sealed_name)}/half-hour"


async def test_what_a_private_link_led_to_stays_private(site: Site, private: str) -> None:
    done = await book(site.reader, private)
    (made,) = await bookings(site.world)
    seen = [done, await site.reader.open(f"/booking/{made.uid}"), await site.reader.open(f"/reschedule/{made.uid}")]
    for page in seen:
        assert site.path not in page.text
        assert site.path not in str(page.url)
    assert "10:00" in await move(site.reader, made.uid)
    over = await site.reader.open(f"/reschedule/{made.uid}/time?slot={SLOT}")
    assert over.url.path == f"/booking/{made.uid}"


async def test_nothing_is_booked_anew_there(site: Site, private: str) -> None:
    assert (await site.reader.open("/reschedule/nothing/time")).status_code == 404
    await book(site.reader, private)
    (made,) = await bookings(site.world)
    await move(site.reader, made.uid)
    assert [one.status for one in await bookings(site.world)] == ["cancelled", "accepted"]
