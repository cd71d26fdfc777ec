"""Lists take the same number of statements whatever their length."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.world import World


@contextmanager
def counted(engine: AsyncEngine) -> Iterator[list[str]]:
    """The statements that run through the engine within the block, savepoints left out."""
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "SAVEPOINT" not in statement:
            heard.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", hear)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/v2/organizations/{o}/users", 2),
        ("/v2/organizations/{o}/memberships", 3),
        ("/v2/organizations/{o}/teams/{t}/memberships", 4),
        ("/v2/teams/{t}/memberships", 2),
        ("/v2/organizations/{o}/teams", 2),
        ("/v2/organizations/{o}/teams/me", 2),
        ("/v2/teams", 1),
    ],
)
async def test_lists_do_not_ask_again_for_each_row(world: World, engine: AsyncEngine, path: str, most: int) -> None:
    organization = await world.organization()
    team = await world.team(organization)
    admin = await world.member(organization, "OWNER")
    await world.join(admin, team, "OWNER")
    api = await world.api(admin)
    address = path.format(o=organization.id, t=team.id)
    numbers = []
    for rows in (3, 30):
        for _ in range(rows):
            await world.join(await world.member(organization), team)
            await world.join(admin, await world.team(organization))
        world.session.expunge_all()
        with counted(engine) as statements:
            answer = await api.get(address)
        assert len(answer.json()["data"]) > rows
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
    assert 0 < numbers[0] <= most
