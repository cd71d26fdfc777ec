"""Where the page begins on which a booking is moved: at the booking, or at what is free after it."""

from datetime import UTC, date, datetime

import pytest

from locum.absences.models import Absence
from locum.kit import clock
from tests.pages.booking import Site
from tests.pages.test_places_to_book import bookings

JANUARY = datetime(2027, 1, 4, tzinfo=UTC)
SLOT = "2027-03-10T09:00Z"


async def moving(site: Site, now: datetime = JANUARY, **query: str) -> str:
    """The page on which another time is chosen."""
    with clock.frozen(now):
        (made,) = [one for one in await bookings(site.world) if one.responses]
        return (await site.open(rescheduleUid=made.uid, cal_tz="Europe/Berlin", **query)).text


@pytest.fixture(autouse=True)
async def _booked(site: Site) -> None:
    with clock.frozen(JANUARY):
        assert (await site.send(SLOT)).url.path.startswith("/booking/")


def chosen(page: str) -> str:
    """The day whose times are shown."""
    return page.split('class="day-times chosen" data-day="')[1][:10]


async def test_it_begins_on_the_day_of_the_booking_and_says_what_is_moved(site: Site) -> None:
    page = await moving(site)
    assert chosen(page) == "2027-03-10"
    assert "March 2027" in page
    assert "Wednesday, March 10, 2027, 10:00" in page


async def test_where_that_day_is_closed_it_begins_on_the_next_free_one(site: Site) -> None:
    day = date(2027, 3, 10)
    site.world.session.add(Absence(user_id=site.owner.id, first_day=day, last_day=day))
    await site.world.session.commit()
    assert chosen(await moving(site)) == "2027-03-11"


async def test_what_is_asked_for_wins(site: Site) -> None:
    assert chosen(await moving(site, date="2027-02-01")) == "2027-02-01"
    assert "February 2027" in await moving(site, month="2027-02")


async def test_nothing_begins_in_the_past(site: Site) -> None:
    assert chosen(await moving(site, datetime(2027, 3, 15, 5, tzinfo=UTC))) == "2027-03-15"
