"""What becomes of meetings that an absence stands in the way of, decided in the dashboard without JavaScript."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from locum.absences.models import Absence
from locum.affected_bookings.models import AbsenceDecision
from locum.bookings.models import Booking
from locum.kit import clock
from locum.users.models import User
from tests.factories.bookings import NOW
from tests.factories.crews import HOURS, Crew, crew
from tests.factories.slots import busy
from tests.factories.world import World
from tests.pages.browser import Reader, links_of, text_of
from tests.pages.dashboard.conftest import Sit

AWAY = "/dashboard/away"
DAY = "2050-01-05"


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


async def enter(desk: Reader, path: str = AWAY, **typed: str) -> tuple[str, str]:
    """Enter an absence; the address of the page that comes next, and its words."""
    saved = await desk.send(await desk.open(path), path, **{"from": DAY, **typed})
    assert saved.status_code == 200, saved.text
    return saved.url.path, text_of(saved.text)


async def decided(world: World) -> list[str]:
    """What was decided, in order."""
    return [*await world.session.scalars(select(AbsenceDecision.action).order_by(AbsenceDecision.booking_id))]


async def host_of(world: World, uid: str) -> int | None:
    """Who hosts a booking now."""
    return await world.session.scalar(select(Booking.user_id).where(Booking.uid == uid))


async def only(team: Crew, host: User, *starts: str) -> list[str]:
    """Bookings of one host; their uids."""
    routing = {"teamMemberIds": [host.id], "responseId": 1}
    return [(await team.booked(start, routing=routing))["uid"] for start in starts]


async def test_saving_leads_to_the_meetings_in_the_way(world: World, sit: Sit) -> None:
    team = await crew(world)
    absent, cover, _ = team.hosts
    kept, asked, given = await only(team, absent, HOURS[9], HOURS[11], HOURS[13])
    desk = await sit(absent)
    path, words = await enter(desk, substitute=str(cover.id))
    assert path.endswith("/meetings")
    assert "The absence is entered" in words
    assert "They stay as they are until you decide." in words
    assert "Give it to Host 1, or to" in words
    assert await decided(world) == []
    typed = {f"what.{kept}": "keep", f"what.{asked}": "ask", f"what.{given}": "reassign", "reason": "At sea"}
    done = text_of((await desk.send(await desk.open(path), path, **typed)).text)
    assert "Carried out for 3 meetings." in done
    assert await decided(world) == ["keep", "ask", "reassign"]
    assert await host_of(world, given) == cover.id
    assert "Kept" in done
    assert "Another time was asked for" in done
    assert given not in (await desk.open(path)).text


async def test_meetings_that_one_hosts_with_others_are_told_beforehand(world: World, sit: Sit) -> None:
    together = await crew(world, scheduling_type="collective")
    await together.booked()
    first, second, _ = together.hosts
    desk, beside = await sit(first), await sit(second)
    ahead, weekly = {"from": DAY, "look": "yes"}, {"from": DAY, "every": "week", "weekday": "WE", "look": "yes"}
    own = text_of((await desk.send(await desk.open(AWAY), AWAY, **ahead)).text)
    assert "hosted together with Host 1, Host 2" in own
    assert "organized by" not in own
    for path, typed in ((AWAY, ahead), (f"{AWAY}/recurring", weekly)):
        theirs = text_of((await beside.send(await beside.open(path), path, **typed)).text)
        assert "organized by Host 0 · hosted together with Host 2" in theirs


async def test_a_team_is_told_of_its_own_meetings_only(world: World, sit: Sit) -> None:
    team = await crew(world)
    await only(team, team.hosts[0], HOURS[10])
    await busy(world, team.hosts[0], "2050-01-05T16:00")
    desk, path = await sit(team.admin), f"/dashboard/teams/{team.team.id}/members/{team.hosts[0].id}/away"
    shown = await desk.send(await desk.open(path), path, **{"from": DAY, "look": "yes"})
    assert shown.text.count("/reschedule/") == 1


async def test_who_may_not_see_meetings_is_told_of_none(world: World, sit: Sit) -> None:
    organization = await world.organization()
    host = await world.member(organization)
    await busy(world, host, f"{DAY}T09:00")
    desk = await sit(await world.holder(organization, "ooo.read", "ooo.create"))
    path = f"/dashboard/people/{host.id}/away"
    shown = await desk.send(await desk.open(path), path, **{"from": DAY, "look": "yes"})
    assert "You may not see the meetings in these days." in text_of(shown.text)
    assert "/reschedule/" not in shown.text


async def test_later_is_an_answer_and_nothing_is_none(world: World, sit: Sit) -> None:
    team = await crew(world)
    first, second = await only(team, team.hosts[0], HOURS[9], HOURS[11])
    desk = await sit(team.hosts[0])
    path, _ = await enter(desk)
    refused = await desk.send(await desk.open(path), path)
    assert refused.status_code == 422
    assert "Please choose what is to become of at least one meeting." in text_of(refused.text)
    await desk.send(await desk.open(path), path, **{f"what.{first}": "keep", f"what.{second}": ""})
    assert await decided(world) == ["keep"]


async def test_all_at_once_but_not_what_is_decided(world: World, sit: Sit) -> None:
    team = await crew(world)
    uids = await only(team, team.hosts[0], HOURS[9], HOURS[11], HOURS[13])
    desk = await sit(team.hosts[0])
    path, _ = await enter(desk)
    await desk.send(await desk.open(path), path, **{f"what.{uids[0]}": "keep"})
    page = await desk.open(path)
    assert "All at once" in text_of(page.text)
    done = await desk.send(page, path, all="reassign")
    assert "Carried out for 2 meetings." in text_of(done.text)
    assert await host_of(world, uids[0]) == team.hosts[0].id
    assert team.hosts[0].id not in [await host_of(world, uid) for uid in uids[1:]]


async def test_all_or_nothing_and_the_meeting_that_is_in_the_way_says_so(world: World, sit: Sit) -> None:
    team = await crew(world, 2)
    absent, other = team.hosts
    first, second = await only(team, absent, HOURS[9], HOURS[11])
    await busy(world, other, f"{DAY}T11:30")
    desk = await sit(absent)
    path, _ = await enter(desk)
    page = await desk.open(path)
    refused = await desk.send(page, path, **{f"what.{first}": "reassign", f"what.{second}": "reassign"})
    assert refused.status_code == 422
    assert refused.text.count("Nobody else is free at that time.") == 2
    assert f'name="what.{first}" value="reassign" checked' in refused.text
    assert await host_of(world, first) == absent.id
    assert await decided(world) == []


async def test_administrators_decide_for_others_and_strangers_do_not(world: World, sit: Sit) -> None:
    team = await crew(world)
    absent = team.hosts[0]
    (uid,) = await only(team, absent, HOURS[9])
    boss = await world.member(team.organization, "ADMIN")
    desk = await sit(boss)
    path, words = await enter(desk, f"/dashboard/people/{absent.id}/away")
    assert "until somebody decides" in words
    stranger = await sit(await world.member(team.organization))
    assert (await stranger.open(path)).status_code in {403, 404}
    (row,) = await world.session.scalars(select(Absence.id))
    assert (await stranger.open(f"{AWAY}/{row}/meetings")).status_code == 404
    lead = await sit(team.admin)
    of_team = f"/dashboard/teams/{team.team.id}/members/{absent.id}/away/{row}"
    assert f"{of_team}/meetings" in links_of((await lead.open(of_team)).text)
    await lead.send(await lead.open(f"{of_team}/meetings"), "/meetings", **{f"what.{uid}": "reassign"})
    assert await host_of(world, uid) != absent.id


async def test_a_team_decides_about_its_own_meetings_only(world: World, sit: Sit) -> None:
    team = await crew(world)
    own = await team.personal(0)
    private = (await own.booked(HOURS[15]))["uid"]
    desk = await sit(team.hosts[0])
    path, _ = await enter(desk)
    (row,) = await world.session.scalars(select(Absence.id))
    assert private in (await desk.open(path)).text
    lead = await sit(team.admin)
    page = await lead.open(f"/dashboard/teams/{team.team.id}/members/{team.hosts[0].id}/away/{row}/meetings")
    assert private not in page.text
    assert "No meetings are in the way" in text_of(page.text)


async def test_without_meetings_nothing_is_asked(world: World, sit: Sit) -> None:
    team = await crew(world)
    path, words = await enter(await sit(team.hosts[0]))
    assert path == AWAY
    assert "The absence is entered" in words
