"""One's own absences in the dashboard: without JavaScript, with what was typed kept."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from locum.absences.models import Absence
from locum.users.models import User
from tests.factories.slots import busy
from tests.factories.world import World
from tests.http.test_statements import counted
from tests.pages.browser import Reader, forms_of, links_of, text_of

AWAY = "/dashboard/away"
pytestmark = pytest.mark.usefixtures("morning")


async def absence(world: World, user: User, first: str, last: str, **values: object) -> Absence:
    """An absence in the database."""
    row = Absence(user_id=user.id, first_day=date.fromisoformat(first), last_day=date.fromisoformat(last), **values)
    world.session.add(row)
    await world.session.commit()
    return row


async def stored(session: AsyncSession, user: User) -> list[Absence]:
    """Somebody's absences as they are now."""
    statement = select(Absence).where(Absence.user_id == user.id).order_by(Absence.id)
    return list(await session.scalars(statement.execution_options(populate_existing=True)))


async def test_an_absence_is_entered_with_who_stands_in(
    world: World, desk: Reader, person: User, session: AsyncSession
) -> None:
    team = await world.team()
    await world.join(person, team)
    substitute = await world.member(team, name="Charles Babbage")
    await world.member(await world.team(), name="Somebody Else")
    page = await desk.open(AWAY)
    assert "Charles Babbage" in page.text
    assert "Somebody Else" not in page.text
    typed = {"from": "2027-03-03", "until": "2027-03-07", "substitute": str(substitute.id), "notes": "Sea"}
    saved = await desk.send(page, AWAY, **typed)
    assert "The absence is entered" in saved.text
    assert "Charles Babbage stands in" in text_of(saved.text)
    (made,) = await stored(session, person)
    assert (made.first_day, made.last_day, made.substitute_id) == (date(2027, 3, 3), date(2027, 3, 7), substitute.id)
    assert (made.notes, made.show_note_publicly) == ("Sea", False)
    assert f"{AWAY}/{made.id}" in links_of(saved.text)


async def test_the_note_is_public_only_when_that_is_ticked(desk: Reader, person: User, session: AsyncSession) -> None:
    typed = {"from": "2027-02-01", "notes": "At sea", "shows_note": "true"}
    await desk.send(await desk.open(AWAY), AWAY, **typed)
    (made,) = await stored(session, person)
    assert made.show_note_publicly
    assert "At sea" in (await desk.open(f"/{person.username}")).text


async def test_what_was_typed_survives_a_refusal(desk: Reader, person: User) -> None:
    typed = {"from": "2027-03-03", "until": "2027-03-02", "notes": "By the <sea>"}
    refused = await desk.send(await desk.open(AWAY), AWAY, **typed)
    assert refused.status_code == 422
    assert "The last day lies before the first." in refused.text
    assert "By the &lt;sea&gt;" in refused.text
    assert 'value="2027-03-03"' in refused.text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"from": "soon"}, "from"),
        ({"from": "2027-02-30"}, "from"),
        ({"from": "2027-02-03", "until": "later"}, "until"),
        ({"from": "2027-02-03", "substitute": "999999"}, "substitute"),
    ],
)
async def test_nonsense_is_refused_beside_its_field(
    desk: Reader, person: User, session: AsyncSession, typed: dict[str, str], field: str
) -> None:
    refused = await desk.send(await desk.open(AWAY), AWAY, **typed)
    assert refused.status_code == 422
    assert f'href="#{field}"' in refused.text
    assert await stored(session, person) == []


async def test_the_same_days_twice_are_refused(desk: Reader, person: User) -> None:
    await desk.send(await desk.open(AWAY), AWAY, **{"from": "2027-02-09"})
    again = await desk.send(await desk.open(AWAY), AWAY, **{"from": "2027-02-09"})
    assert again.status_code == 422
    assert "These days are entered already." in again.text


async def test_a_look_ahead_changes_nothing(world: World, desk: Reader, person: User, session: AsyncSession) -> None:
    team = await world.team()
    await world.join(person, team)
    substitute = await world.member(team)
    await absence(world, substitute, "2027-02-10", "2027-02-10")
    await busy(world, person, "2027-02-11T09:00")
    await busy(world, person, "2027-02-14T09:00")
    page = await desk.open(AWAY)
    typed = {"from": "2027-02-09", "until": "2027-02-12", "substitute": str(substitute.id)}
    shown = await desk.send(page, AWAY, **typed, look="yes")
    assert shown.status_code == 200
    assert "4 days are closed for booking." in shown.text
    assert "stands in is away on some of these days too" in shown.text
    assert len([link for link in links_of(shown.text) if link.startswith("/booking/")]) == 1
    form = next(form for form in forms_of(shown.text) if form.action == AWAY)
    assert (form.fields["from"], form.fields["substitute"]) == (["2027-02-09"], [str(substitute.id)])
    assert await stored(session, person) == []


async def test_an_absence_is_changed(world: World, desk: Reader, person: User, session: AsyncSession) -> None:
    row = await absence(world, person, "2027-02-09", "2027-02-12", reason="sick", notes="Flu")
    page = await desk.open(f"{AWAY}/{row.id}")
    assert "4 days are closed for booking." in page.text
    refused = await desk.send(page, f"{AWAY}/{row.id}", until="2027-02-01")
    assert refused.status_code == 422
    changed = await desk.send(page, f"{AWAY}/{row.id}", until="2027-02-10", notes="", reason="travel")
    assert "The absence is changed" in changed.text
    (now,) = await stored(session, person)
    assert (now.first_day, now.last_day, now.reason, now.notes) == (
        date(2027, 2, 9),
        date(2027, 2, 10),
        "travel",
        None,
    )


async def test_a_removed_absence_can_be_entered_again(
    world: World, desk: Reader, person: User, session: AsyncSession
) -> None:
    await absence(world, person, "2027-02-09", "2027-02-12", notes="Private")
    removed = await desk.send(await desk.open(AWAY), "/delete")
    assert "The absence is removed" in removed.text
    assert await stored(session, person) == []
    (again,) = [link for link in links_of(removed.text) if "from=" in link]
    assert parse_qs(urlsplit(again.replace("&amp;", "&")).query) == {"from": ["2027-02-09"], "until": ["2027-02-12"]}
    assert 'value="2027-02-09"' in (await desk.open(again.replace("&amp;", "&"))).text


async def test_absences_of_others_are_not_there(world: World, desk: Reader, person: User) -> None:
    own = await absence(world, person, "2027-02-09", "2027-02-09")
    foreign = await absence(world, await world.user(), "2027-02-09", "2027-02-09")
    page = await desk.open(f"{AWAY}/{own.id}")
    token = page.text.split('name="token" value="')[1].split('"')[0]
    assert (await desk.open(f"{AWAY}/{foreign.id}")).status_code == 404
    for path in (f"{AWAY}/{foreign.id}", f"{AWAY}/{foreign.id}/delete"):
        answer = await desk.client.post(path, data={"token": token, "from": "2027-02-09"})
        assert answer.status_code == 404
    await world.session.refresh(foreign)


async def test_past_absences_are_listed_apart_and_in_pages(world: World, desk: Reader, person: User) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC).date()
    days = [start + timedelta(days=number) for number in range(21)]
    world.session.add_all([Absence(user_id=person.id, first_day=day, last_day=day) for day in days])
    await world.session.commit()
    assert "January 1, 2026" not in (await desk.open(AWAY)).text
    first = await desk.open(f"{AWAY}?show=past")
    assert "January 21, 2026" in first.text
    assert "January 1, 2026" not in first.text
    assert f"{AWAY}?show=past&amp;page=2" in links_of(first.text) or f"{AWAY}?show=past&page=2" in links_of(first.text)
    assert "January 1, 2026" in (await desk.open(f"{AWAY}?show=past&page=2")).text


async def test_the_list_takes_the_same_statements_whatever_its_length(
    world: World, desk: Reader, person: User, engine: AsyncEngine
) -> None:
    numbers = []
    for offset in (0, 10):
        for day in range(1 + offset, 10 + offset):
            await absence(world, person, f"2027-03-{day:02}", f"2027-03-{day:02}")
        with counted(engine) as statements:
            await desk.open(AWAY)
        numbers.append(len(statements))
    assert numbers == [4, 4]
