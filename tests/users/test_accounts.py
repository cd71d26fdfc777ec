"""Accounts alone, as sign-up, set-up and administrators make and remove them."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from locum.db import events
from locum.kit.errors import BadRequest, DuplicateRecord
from locum.schedules.models import Schedule
from locum.schedules.service import create as create_schedule
from locum.users.events import UserCreated, UserDeleted
from locum.users.models import User
from locum.users.service import NewAccount, create_user, delete_user
from tests.factories.world import World


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[object, bool]]]:
    """What was announced, and whether the account was in the database at that moment."""
    found: list[tuple[object, bool]] = []

    async def hear(session: Any, event: UserCreated | UserDeleted) -> None:
        there = await session.scalar(select(User.id).where(User.id == event.user_id))
        found.append((event, there is not None))

    for kind in (UserCreated, UserDeleted):
        monkeypatch.setitem(events._listeners, kind, [hear])
    yield found


async def test_an_account_is_made_with_a_name_of_its_own(world: World, heard: list[tuple[object, bool]]) -> None:
    first = await create_user(world.session, NewAccount("Jo@Names.example", name="Jo", values={"time_zone": None}))
    second = await create_user(world.session, NewAccount("jo@names.test"))
    assert (first.email, first.username, first.name, first.time_zone) == (
        "jo@names.example",
        "jo-names",
        "Jo",
        "Europe/London",
    )
    assert second.username == "jo-names-2"
    assert heard == [(UserCreated(first.id), True), (UserCreated(second.id), True)]


async def test_names_are_unique_within_one_place_only(world: World) -> None:
    organization = await world.organization()
    await create_user(world.session, NewAccount("doc@one.example", "doc", organization_id=organization.id))
    await create_user(world.session, NewAccount("doc@two.example", username="DOC"))
    derived = await create_user(world.session, NewAccount("doc@three.example", organization_id=organization.id))
    assert derived.username == "doc-three"


@pytest.mark.parametrize("username", ["api", "a/b", ""])
async def test_names_that_will_not_do(world: World, username: str) -> None:
    with pytest.raises(BadRequest):
        await create_user(world.session, NewAccount("jo@names.example", username=username))


async def test_an_address_belongs_to_one_account(world: World) -> None:
    anna = await world.user()
    with pytest.raises(DuplicateRecord):
        await create_user(world.session, NewAccount(anna.email.upper()))


async def test_an_account_goes_with_what_hangs_from_it(world: World, heard: list[tuple[object, bool]]) -> None:
    anna = await world.user()
    await create_schedule(world.session, anna.id, "Working Hours", None, make_default=True)
    await world.key(anna)
    await delete_user(world.session, anna)
    await world.session.commit()
    assert heard == [(UserDeleted(anna.id, anna.email), True)]
    assert await world.session.scalar(select(User.id).where(User.id == anna.id)) is None
    assert await world.session.scalar(select(Schedule.id).where(Schedule.user_id == anna.id)) is None
