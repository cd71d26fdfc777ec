"""What came in is kept for a month, in bounds."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from locum.db.jobs import Workshop
from locum.db.session import Database
from locum.kit import clock
from locum.mail.models import MailMessage
from locum.responder import jobs
from locum.responder.models import AnsweredSender, IncomingMessage
from locum.settings import Settings
from tests.factories.mailboxes import MailHouse
from tests.factories.world import World
from tests.responder.client import letter
from tests.responder.conftest import Arrive, come_in


@pytest.fixture(autouse=True)
def _jobs_here(monkeypatch: pytest.MonkeyPatch, settings: Settings, database: Database) -> None:
    monkeypatch.setattr(jobs, "workshop", lambda: Workshop(database, settings))


async def _left(world: World) -> tuple[int, ...]:
    tables = (IncomingMessage, MailMessage, AnsweredSender)
    return tuple([await world.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables])


async def test_a_month_and_a_year(world: World, house: MailHouse, arrive: Arrive) -> None:
    await arrive()
    now = clock.now()
    for days, left in {29: (1, 1, 1), 31: (0, 0, 1), 399: (0, 0, 1), 401: (0, 0, 0)}.items():
        with clock.frozen(now + timedelta(days=days)):
            await jobs.forget(0)
        assert await _left(world) == left, days


async def test_what_waits_is_not_forgotten(world: World, house: MailHouse, database: Database) -> None:
    await come_in(database, "max@guest.example", house.anna.email, letter())
    with clock.frozen(clock.now() + timedelta(days=31)):
        await jobs.forget(0)
    assert (await _left(world))[0] == 1


async def test_one_mailbox_keeps_its_newest(
    world: World, house: MailHouse, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "MOST_KEPT", 3)
    await arrive(recipient=house.admin.email)
    ids = [(await arrive(f"p{number}@guest.example")).id for number in range(5)]
    await jobs.forget(0)
    kept = select(IncomingMessage.id).where(IncomingMessage.user_id == house.anna.id).order_by(IncomingMessage.id)
    assert (await world.session.scalars(kept)).all() == ids[2:]
    assert (await _left(world))[0] == 4
