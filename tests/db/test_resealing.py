"""Stored secrets get the secret in force: all of them, once, and only if nobody wrote another one meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select, update

import locum.tables  # noqa: F401
from locum.db.resealing import reseal_all, sealed_columns
from locum.db.session import Database
from locum.delegation.models import DelegationCredential
from locum.kit import clock
from locum.kit.crypto import Vault
from locum.organizations.models import Team
from tests.conftest import migrated_database

OLDEST, OLD, NEW = "the secret of long ago", "the secret of last year", "the secret of this year"
LAST_YEAR = datetime(2049, 1, 1, tzinfo=UTC)


@pytest.fixture
async def alone(cluster_url: str, worker_name: str) -> AsyncIterator[Database]:
    """A database of its own, with real transactions."""
    url = migrated_database(cluster_url, f"sealed_{worker_name}")
    database = Database(url)
    yield database
    await database.engine.dispose()
    await database.reading_engine.dispose()


async def _fill(database: Database, *sealed: str) -> None:
    with clock.frozen(LAST_YEAR):
        async with database.work() as session:
            organization = Team(name="Acme", slug="acme", is_organization=True)
            session.add(organization)
            await session.flush()
            session.add_all(
                DelegationCredential(
                    organization_id=organization.id,
                    platform="google",
                    domain=f"{uuid4().hex}.example",
                    service_account_key=secret,
                )
                for secret in sealed
            )


async def _kept(database: Database) -> list[DelegationCredential]:
    async with database.work() as session:
        return [*await session.scalars(select(DelegationCredential).order_by(DelegationCredential.id))]


def test_columns_say_that_they_hold_secrets() -> None:
    assert "delegation_credentials.service_account_key" in {str(column) for column in sealed_columns()}


@pytest.mark.parametrize("at_once", [1, 3, 500])
async def test_every_secret_is_sealed_anew(alone: Database, at_once: int) -> None:
    texts = [f"key {number}" for number in range(7)]
    await _fill(alone, *(Vault([OLDEST, OLD, NEW][number % 3]).seal(text) for number, text in enumerate(texts)))
    told: list[tuple[int, int]] = []
    outcome = await reseal_all(alone, Vault(NEW, [OLD, OLDEST]), lambda *done: told.append(done), at_once)
    assert (outcome.resealed, outcome.left_alone, outcome.broken) == (5, 2, [])
    assert told[-1] == (7, 7)
    kept = await _kept(alone)
    assert sorted(Vault(NEW).open(row.service_account_key) for row in kept) == texts
    assert {row.updated_at for row in kept} == {LAST_YEAR}


async def test_a_second_run_finds_nothing_to_do(alone: Database) -> None:
    await _fill(alone, *(Vault(OLD).seal(str(number)) for number in range(3)))
    await reseal_all(alone, Vault(NEW, [OLD]), lambda *_: None)
    before = [row.service_account_key for row in await _kept(alone)]
    outcome = await reseal_all(alone, Vault(NEW), lambda *_: None)
    assert (outcome.resealed, outcome.left_alone, outcome.broken) == (0, 3, [])
    assert [row.service_account_key for row in await _kept(alone)] == before


async def test_broken_off_it_goes_on_where_it_was(alone: Database) -> None:
    await _fill(alone, *(Vault(OLD).seal(str(number)) for number in range(5)))

    def fall(done: int, _total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await reseal_all(alone, Vault(NEW, [OLD]), fall, at_once=2)
    outcome = await reseal_all(alone, Vault(NEW, [OLD]), lambda *_: None, at_once=2)
    assert (outcome.resealed, outcome.left_alone) == (1, 4)


async def test_what_no_secret_opens_is_named_and_left(alone: Database) -> None:
    lost = Vault("a secret that is lost").seal("key")
    await _fill(alone, lost, Vault(OLD).seal("key"))
    outcome = await reseal_all(alone, Vault(NEW, [OLD]), lambda *_: None)
    kept = {row.service_account_key: row for row in await _kept(alone)}
    assert outcome.resealed == 1
    assert outcome.broken == [f"delegation_credentials.service_account_key {kept[lost].id}"]


async def test_a_secret_written_meanwhile_stays(alone: Database) -> None:
    """The rotation reads, somebody else writes and commits, the rotation writes."""
    fresh = Vault(NEW).seal("fresh")

    class Meddling(Vault):
        def reseal(self, sealed: str) -> str:
            meddle.append(sealed)
            return super().reseal(sealed)

    meddle: list[str] = []
    await _fill(alone, Vault(OLD).seal("stale"))
    async with alone.sessions() as other:
        await other.execute(update(DelegationCredential).values(service_account_key=fresh))
        # Not committed: the rotation reads the stale secret, and waits for this row when it writes.
        running = asyncio.create_task(reseal_all(alone, Meddling(NEW, [OLD]), lambda *_: None))
        while not meddle:
            await asyncio.sleep(0.02)
        await other.commit()
        await running
    assert [row.service_account_key for row in await _kept(alone)] == [fresh]
