"""Who is away in a month, who stands in, and who may know why."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from httpx import Response
from sqlalchemy.ext.asyncio import AsyncEngine

from locum.holidays.models import HolidayChoice
from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.world import World
from tests.http.test_statements import counted
from tests.pages.browser import Reader, links_of, text_of
from tests.pages.dashboard.conftest import Sit
from tests.pages.dashboard.test_absences import absence

CALENDAR = "/dashboard/away/calendar"
pytestmark = pytest.mark.usefixtures("morning")


@dataclass
class Clinic:
    """An organization with a team, of which one is away, sick, and another stands in."""

    organization: Team
    team: Team
    away: User
    substitute: User
    member: User


@pytest.fixture
async def clinic(world: World) -> Clinic:
    organization = await world.organization(name="Clinic")
    team = await world.team(organization, name="Nurses")
    away = await world.member(organization, name="Aisha Rahman")
    substitute = await world.member(organization, name="Jonas Weber")
    member = await world.member(organization, name="Mia Member")
    for one in (away, member):
        await world.join(one, team)
    values = {"substitute_id": substitute.id, "reason": "sick", "notes": "Ask the front desk."}
    await absence(world, away, "2027-01-30", "2027-02-04", **values, show_note_publicly=True)
    await absence(world, away, "2027-02-20", "2027-02-20", reason="travel", notes="Private matters")
    return Clinic(organization, team, away, substitute, member)


def names(page: Response) -> list[str]:
    """The people of the table, in its order."""
    return re.findall(r'<tr><th scope="row">(?:<a [^>]*>)?<bdi>(.*?)</bdi>', page.text)


async def test_members_see_that_somebody_is_away_and_who_stands_in_but_not_why(clinic: Clinic, sit: Sit) -> None:
    page = await (await sit(clinic.member)).open(CALENDAR)
    assert names(page) == ["Aisha Rahman", "Jonas Weber", "Mia Member"]
    text = text_of(page.text)
    assert "Jonas Weber stands in" in text
    assert "Ask the front desk." in text
    for hidden in ("Sick", "Travel", "Private matters"):
        assert hidden not in text
    assert not [link for link in links_of(page.text) if "/dashboard/people" in link]


async def test_everybody_sees_his_own_reasons(clinic: Clinic, sit: Sit) -> None:
    page = await (await sit(clinic.away)).open(CALENDAR)
    assert "Jonas Weber stands in · Sick" in text_of(page.text)


async def test_administrators_see_reasons_and_the_way_to_the_absences(clinic: Clinic, world: World, sit: Sit) -> None:
    page = await (await sit(await world.member(clinic.organization, "ADMIN"))).open(CALENDAR)
    assert "Jonas Weber stands in · Sick" in text_of(page.text)
    assert "Nobody stands in · Travel" in text_of(page.text)
    assert "Private matters" not in page.text
    assert f"/dashboard/people/{clinic.away.id}/away" in links_of(page.text)


async def test_those_who_lead_a_team_see_the_reasons_of_their_team_alone(
    clinic: Clinic, world: World, sit: Sit
) -> None:
    lead = await world.member(clinic.organization)
    await world.join(lead, clinic.team, "ADMIN")
    guest = await world.member(await world.organization(), name="Gunda Guest")
    await world.join(guest, clinic.team)
    await absence(world, guest, "2027-02-02", "2027-02-02", reason="public_holiday")
    desk = await sit(lead)
    assert "Sick" not in (await desk.open(CALENDAR)).text
    page = await desk.open(f"{CALENDAR}?team={clinic.team.id}")
    assert "Sick" in page.text
    assert "Gunda Guest" in page.text
    assert "Public holiday" not in page.text
    links = links_of(page.text)
    assert f"/dashboard/teams/{clinic.team.id}/members/{clinic.away.id}/away" in links
    assert f"/dashboard/teams/{clinic.team.id}/members/{guest.id}/away" not in links


async def test_days_are_columns_and_an_absence_spans_its_own(clinic: Clinic, sit: Sit) -> None:
    page = await (await sit(clinic.member)).open(CALENDAR)
    assert page.text.count('<th scope="col"') == 29
    assert 'class="today" aria-current="date"' in page.text
    assert '<td colspan="4"><div class="stay now began">' in page.text
    assert '<td colspan="1"><div class="stay">' in page.text
    january = await (await sit(clinic.member)).open(f"{CALENDAR}?month=2027-01")
    assert '<td colspan="2"><div class="stay goes-on">' in january.text
    assert 'aria-current="date"' not in january.text


async def test_a_team_and_those_away_can_be_looked_at_alone(clinic: Clinic, sit: Sit) -> None:
    desk = await sit(clinic.member)
    assert names(await desk.open(f"{CALENDAR}?team={clinic.team.id}")) == ["Aisha Rahman", "Mia Member"]
    assert names(await desk.open(f"{CALENDAR}?show=away")) == ["Aisha Rahman"]
    assert "Nobody is away in March 2027." in (await desk.open(f"{CALENDAR}?show=away&month=2027-03")).text


async def test_the_invited_and_strangers_see_nothing(clinic: Clinic, world: World, sit: Sit) -> None:
    invited = await world.user()
    await world.join(invited, clinic.organization, accepted=False)
    invited.organization_id = None
    await world.session.commit()
    stranger = await world.member(await world.organization(), "OWNER")
    for user in (invited, stranger):
        desk = await sit(user)
        assert (await desk.open(f"{CALENDAR}?org={clinic.organization.id}")).status_code == 404
        assert (await desk.open(f"{CALENDAR}?team={clinic.team.id}")).status_code == 404
    other = await world.team(clinic.organization)
    assert (await (await sit(clinic.member)).open(f"{CALENDAR}?team={other.id}")).status_code == 404


async def test_private_places_show_members_only_themselves(clinic: Clinic, world: World, sit: Sit) -> None:
    clinic.organization.is_private = True
    await world.session.commit()
    assert names(await (await sit(clinic.member)).open(CALENDAR)) == ["Mia Member"]
    admin = await world.member(clinic.organization, "ADMIN", name="Zoe")
    assert len(names(await (await sit(admin)).open(CALENDAR))) == 4


async def test_people_without_an_organization_look_at_their_teams(world: World, sit: Sit) -> None:
    team = await world.team(name="Band")
    first, second = await world.member(team, name="First"), await world.member(team, name="Second")
    await absence(world, first, "2027-02-02", "2027-02-02", reason="sick")
    page = await (await sit(second)).open(CALENDAR)
    assert names(page) == ["First", "Second"]
    assert "Sick" not in page.text
    assert (await (await sit(await world.user())).open(CALENDAR)).status_code == 404


async def test_people_come_in_pages_and_in_as_many_statements_as_ever(
    clinic: Clinic, world: World, sit: Sit, engine: AsyncEngine
) -> None:
    desk: Reader = await sit(clinic.member)
    with counted(engine) as few:
        await desk.open(CALENDAR)
    for number in range(30):
        user = await world.member(clinic.organization, name=f"Person {number:02}")
        await absence(world, user, "2027-02-10", "2027-02-12")
    with counted(engine) as many:
        first = await desk.open(CALENDAR)
    assert len(few) == len(many) == 8
    assert len(names(first)) == 25
    assert f"{CALENDAR}?page=2" in links_of(first.text)
    assert len(names(await desk.open(f"{CALENDAR}?page=2"))) == 6
    assert len(names(await desk.open(f"{CALENDAR}?show=everybody&page=2"))) == 8
    assert names(await desk.open(f"{CALENDAR}?page=99")) == []


async def test_hours_are_told_on_the_clock_of_whoever_is_away(clinic: Clinic, world: World, sit: Sit) -> None:
    clinic.substitute.time_zone = "Asia/Tokyo"
    start, end = (datetime(2027, 2, 9, hour, tzinfo=UTC) for hour in (4, 6))
    hours = {"covers_days": False, "starts_at": start, "ends_at": end, "reason": "sick"}
    await absence(world, clinic.substitute, "2027-02-09", "2027-02-09", **hours)
    page = await (await sit(clinic.member)).open(f"{CALENDAR}?show=away")
    assert names(page) == ["Aisha Rahman", "Jonas Weber"]
    told = text_of(page.text)
    assert "Tuesday, February 9, 2027, 1:00 PM – 3:00 PM, Tokyo (UTC+9)" in told
    assert '<td colspan="1"><div class="stay part">' in page.text
    assert "Sick" not in told


async def test_public_holidays_are_shown_with_whose_they_are(clinic: Clinic, world: World, sit: Sit) -> None:
    world.session.add(HolidayChoice(team_id=clinic.organization.id, country="US", working=[]))
    world.session.add(HolidayChoice(user_id=clinic.away.id, country="JP", working=[]))
    await world.session.commit()
    page = await (await sit(clinic.member)).open(CALENDAR)
    told = text_of(page.text)
    assert "Monday, February 15, 2027: Washington's Birthday · Jonas Weber, Mia Member" in told.replace(
        "&#39;", "'"
    ).replace(" ,", ",")
    assert "Thursday, February 11, 2027: Foundation Day · Aisha Rahman" in told
    assert page.text.count('<td class="off">') == 4
    german = await (await sit(clinic.member)).open(f"{CALENDAR}?month=2026-10&team={clinic.team.id}")
    assert "Columbus Day" in german.text


async def test_of_many_only_those_who_are_away_are_shown_unless_asked(clinic: Clinic, world: World, sit: Sit) -> None:
    for number in range(30):
        await world.member(clinic.organization, name=f"Person {number:02}")
    desk = await sit(clinic.member)
    assert names(await desk.open(CALENDAR)) == ["Aisha Rahman"]
    everybody = await desk.open(f"{CALENDAR}?show=everybody&page=2")
    assert len(names(everybody)) > 1
    assert "None of the people on this page is away in February 2027." in text_of(everybody.text)
