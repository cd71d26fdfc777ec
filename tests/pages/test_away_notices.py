"""Days that are closed say why, on pages of persons, teams and several persons; and whom to book instead."""

from datetime import date

import pytest

from locum.absences.models import Absence
from locum.holidays.models import HolidayChoice
from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.slots import hours
from tests.factories.world import World
from tests.pages.booking import Site
from tests.pages.browser import Reader, links_of, text_of
from tests.pages.test_places_to_book import team_site

pytestmark = pytest.mark.usefixtures("morning")

MONDAY, TUESDAY = "2027-02-01", "2027-02-02"


async def away(world: World, user: User, cover: User | None = None, day: str = TUESDAY, until: str = "") -> None:
    """Somebody is away, and says so to everybody."""
    row = Absence(user_id=user.id, first_day=date.fromisoformat(day), last_day=date.fromisoformat(until or day))
    row.substitute_id, row.notes, row.show_note_publicly = cover.id if cover else None, "At the dentist.", True
    world.session.add(row)
    await world.session.commit()


async def test_a_team_that_meets_together_says_who_is_missing(world: World, reader: Reader) -> None:
    talk, (ann, ben), where = await team_site(world)
    talk.scheduling_type = "collective"
    await away(world, ann, ben)
    page = await reader.open(f"{where}/care?date={TUESDAY}&cal.tz=UTC")
    assert "Ann is away on Tuesday, February 2." in text_of(page.text)
    assert "At the dentist." in page.text
    assert f"/{ben.username}" in links_of(page.text)


async def test_of_those_who_take_turns_nobody_is_told_to_be_away_while_others_are_there(
    world: World, reader: Reader
) -> None:
    _, (ann, ben), where = await team_site(world)
    await away(world, ann)
    page = await reader.open(f"{where}/care?date={TUESDAY}&cal.tz=UTC")
    assert "is away on" not in text_of(page.text)
    assert f"{TUESDAY}T09:00Z" in page.text
    await away(world, ben)
    closed = text_of((await reader.open(f"{where}/care?date={TUESDAY}&cal.tz=UTC")).text)
    assert "is away on Tuesday, February 2." in closed


async def test_several_persons(world: World, reader: Reader) -> None:
    people = [await world.user(name=name, time_zone="UTC") for name in ("Ann", "Ben")]
    for person in people:
        await hours(world, person, "UTC")
    await away(world, people[1])
    page = await reader.open(f"/{people[0].username}+{people[1].username}/30?date={TUESDAY}&cal.tz=UTC")
    assert "Ben is away on Tuesday, February 2." in text_of(page.text)


@pytest.mark.parametrize("hides", [False, True])
async def test_a_teams_page_says_who_is_away_unless_it_is_private(world: World, reader: Reader, hides: bool) -> None:
    talk, (ann, ben), where = await team_site(world)
    (await world.session.get_one(Team, talk.team_id)).is_private = hides
    await away(world, ann, ben, MONDAY, "2027-02-05")
    await away(world, ben, None, "2027-02-03")
    page = await reader.open(where)
    assert ("Ann is away until Friday, February 5, 2027." in text_of(page.text)) is not hides
    assert (f"/{ben.username}" in links_of(page.text)) is not hides
    assert "Ben is away" not in text_of(page.text)


async def test_a_public_holiday_has_its_name_in_the_visitors_language(site: Site) -> None:
    site.world.session.add(HolidayChoice(user_id=site.owner.id, country="DE", region="BY", working=[]))
    await site.world.session.commit()
    page = text_of((await site.open(date="2027-03-26", cal_tz="Europe/Berlin")).text)
    assert "Friday, March 26 is a public holiday: Good Friday." in page
    german = text_of((await site.open(date="2027-03-26", cal_tz="Europe/Berlin", lang="de")).text)
    assert "ist ein Feiertag: Karfreitag." in german
