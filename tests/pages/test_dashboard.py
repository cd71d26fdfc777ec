"""The overview of a signed-in person, and entering absences there without JavaScript."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.kit import clock
from locum.kit.passwords import hash_password
from locum.users.models import User
from tests.factories.event_types import event_type
from tests.factories.slots import busy
from tests.factories.world import World
from tests.pages.browser import Reader, links_of, text_of

PASSWORD = "correct horse battery"
DIGEST = hash_password(PASSWORD)


@pytest.fixture
async def person(world: World, reader: Reader) -> User:
    """Somebody signed in."""
    user = await world.user(name="Ada Lovelace", password_hash=DIGEST)
    await reader.send(await reader.open("/auth/login"), email=user.email, password=PASSWORD)
    return user


async def test_nobody_sees_it_without_signing_in(reader: Reader) -> None:
    assert (await reader.open("/dashboard")).url.path == "/auth/login"


async def test_an_absence_is_entered_with_who_stands_in(
    world: World, reader: Reader, person: User, session: AsyncSession
) -> None:
    team = await world.team()
    await world.join(person, team)
    substitute = await world.member(team, name="Charles Babbage")
    await world.member(await world.team(), name="Somebody Else")
    page = await reader.open("/dashboard")
    assert "Charles Babbage" in page.text
    assert "Somebody Else" not in page.text
    first = clock.now().date() + timedelta(days=30)
    last = first + timedelta(days=4)
    typed = {"from": first.isoformat(), "until": last.isoformat(), "substitute": str(substitute.id), "notes": "Sea"}
    saved = await reader.send(page, "/dashboard/absences", **typed)
    assert "The absence is entered" in saved.text
    assert "Charles Babbage stands in" in text_of(saved.text)
    absence = (await session.scalars(select(Absence).where(Absence.user_id == person.id))).one()
    assert (absence.first_day, absence.last_day, absence.substitute_id) == (first, last, substitute.id)
    assert (absence.notes, absence.show_note_publicly) == ("Sea", False)


async def test_the_note_is_public_only_when_that_is_ticked(reader: Reader, person: User, session: AsyncSession) -> None:
    typed = {"from": clock.now().date().isoformat(), "notes": "At sea", "shows_note": "true"}
    await reader.send(await reader.open("/dashboard"), "/dashboard/absences", **typed)
    absence = (await session.scalars(select(Absence).where(Absence.user_id == person.id))).one()
    assert absence.show_note_publicly
    assert "At sea" in (await reader.open(f"/{person.username}")).text


async def test_what_was_typed_survives_a_refusal(reader: Reader, person: User) -> None:
    page = await reader.open("/dashboard")
    first = clock.now().date() + timedelta(days=30)
    typed = {"from": first.isoformat(), "until": (first - timedelta(days=1)).isoformat(), "notes": "By the <sea>"}
    refused = await reader.send(page, "/dashboard/absences", **typed)
    assert refused.status_code == 422
    assert "The last day lies before the first." in refused.text
    assert "By the &lt;sea&gt;" in refused.text
    assert f'value="{first.isoformat()}"' in refused.text


async def test_nonsense_is_refused_beside_its_field(reader: Reader, person: User) -> None:
    refused = await reader.send(await reader.open("/dashboard"), "/dashboard/absences", **{"from": "soon"})
    assert refused.status_code == 422
    assert 'href="#from"' in refused.text


async def test_the_same_days_twice_are_refused(reader: Reader, person: User) -> None:
    day = {"from": (clock.now().date() + timedelta(days=9)).isoformat()}
    await reader.send(await reader.open("/dashboard"), "/dashboard/absences", **day)
    again = await reader.send(await reader.open("/dashboard"), "/dashboard/absences", **day)
    assert again.status_code == 422
    assert "These days are entered already." in again.text


async def test_an_absence_is_removed_by_its_owner_only(
    world: World, reader: Reader, person: User, session: AsyncSession
) -> None:
    day = {"from": (clock.now().date() + timedelta(days=9)).isoformat()}
    page = await reader.send(await reader.open("/dashboard"), "/dashboard/absences", **day)
    other = await world.user()
    foreign = Absence(user_id=other.id, first_day=clock.now().date(), last_day=clock.now().date())
    session.add(foreign)
    await session.commit()
    own = (await session.scalars(select(Absence).where(Absence.user_id == person.id))).one()
    token = page.text.split('name="token" value="')[1].split('"')[0]
    path = "/dashboard/absences/{}/delete"
    assert (await reader.client.post(path.format(foreign.id), data={"token": token})).status_code == 403
    removed = await reader.send(page, path.format(own.id))
    assert "The absence is removed" in removed.text
    left = (await session.scalars(select(Absence.id))).all()
    assert left == [foreign.id]


async def test_names_are_escaped(world: World, reader: Reader) -> None:
    user = await world.user(name="<script>alert(1)</script>", password_hash=DIGEST)
    page = await reader.send(await reader.open("/auth/login"), email=user.email, password=PASSWORD)
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text


async def test_the_next_bookings_are_listed_with_what_waits(world: World, reader: Reader, person: User) -> None:
    of = await event_type(world, person)
    soon = clock.now().replace(microsecond=0) + timedelta(days=2)
    await busy(world, person, f"{soon:%Y-%m-%dT%H:%M}", of=of)
    await busy(world, person, f"{soon + timedelta(days=1):%Y-%m-%dT%H:%M}", of=of, pending=True)
    await busy(world, await world.user(), f"{soon:%Y-%m-%dT%H:%M}")
    page = await reader.open("/dashboard")
    assert len([link for link in links_of(page.text) if link.startswith("/booking/")]) == 2
    assert page.text.count("waits for your answer") == 1
    assert f"/{person.username}/{of.slug}" in links_of(page.text)
