"""What tests of sending need."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest

from locum.db.jobs import Workshop
from locum.db.session import Database
from locum.kit import clock
from locum.mail import sending
from locum.mail.models import MailMessage
from locum.settings import Settings
from tests.conftest import migrated_database
from tests.factories.bookings import NOW
from tests.factories.world import World

MakeMessage = Callable[..., Awaitable[MailMessage]]


def with_server(settings: Settings, address: str | None) -> Settings:
    """The same settings with a mail server at `host:port`, or without one."""
    return settings.model_copy(update={"smtp_url": address and f"smtp://{address}"})


@pytest.fixture
def tools(settings: Settings, database: Database) -> Callable[[str | None], Workshop]:
    """What a job has, with a mail server at an address."""
    return lambda address: Workshop(database, with_server(settings, address))


@pytest.fixture
def message(world: World) -> MakeMessage:
    """Makes kept messages."""
    numbers = iter(range(1, 1000))

    async def make(**values: Any) -> MailMessage:
        number = next(numbers)
        defaults: dict[str, Any] = {
            "idempotency_key": f"test:{number}",
            "kind": "booking.scheduled",
            "sender": "locum@house.example",
            "recipient": f"person{number}@guest.example",
            "subject": f"Message {number}",
            "content": b"Subject: x\r\nMessage-ID: <1@house.example>\r\n\r\nbody\r\n",
        }
        row = MailMessage(**{**defaults, **values})
        world.session.add(row)
        await world.session.commit()
        return row

    return make


@pytest.fixture
async def alone(cluster_url: str, worker_name: str) -> AsyncIterator[Database]:
    """A database of its own, with real transactions."""
    url = migrated_database(cluster_url, f"mail_{worker_name}")
    database = Database(url)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages that were not taken are tried again at once."""
    monkeypatch.setattr(sending, "wait_seconds", lambda attempts: 0)


@pytest.fixture
def jobs_here(workshop: Workshop) -> None:
    """Jobs that a test runs itself work in the test's transaction."""


@pytest.fixture
def monday() -> Iterator[None]:
    """The clock of the bookings' factory."""
    with clock.frozen(NOW):
        yield
