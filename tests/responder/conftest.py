"""What tests of the responder need: a house with mail, somebody who is away, and mail that comes in."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import select, text

from locum.db.session import Database
from locum.mail.models import MailMessage
from locum.replies.setting import Told, say
from locum.replies.state import Text
from locum.responder import intake
from locum.responder.deciding import decide_some
from locum.responder.intake import Content, Destination
from locum.responder.models import IncomingMessage
from locum.settings import Settings
from locum.users.models import User
from tests.conftest import migrated_database
from tests.factories.mailboxes import MailHouse, mail_house
from tests.factories.world import World
from tests.responder.client import letter

INSIDE, OUTSIDE = Text("Away", "<p>Inside</p>"), Text("Away", "<p>Outside</p>")

Arrive = Callable[..., Awaitable[IncomingMessage]]


async def away(world: World, user: User, **values: Any) -> None:
    """Somebody switches replies on."""
    told: dict[str, Any] = {"mode": "on", "audience": "all", "internal": INSIDE, "external": OUTSIDE}
    await say(world.session, user, Told(**{**told, **values}))
    await world.session.commit()


@pytest.fixture
async def house(world: World) -> MailHouse:
    """A house whose Anna is away."""
    made = await mail_house(world)
    await away(world, made.anna)
    return made


async def come_in(database: Database, sender: str, recipient: str, content: bytes) -> None:
    """A message is taken in."""
    found = await intake.destination(database, recipient)
    assert isinstance(found, Destination), found
    whole = Content()
    whole.add(content)
    await intake.store(database, sender, [found], whole)


@pytest.fixture
def arrive(world: World, database: Database, settings: Settings) -> Arrive:
    """Have a message come in and be decided; what became of it."""
    numbers = iter(range(1, 10_000))

    async def arrives(
        sender: str = "max@guest.example",
        recipient: str = "anna@acme.example.org",
        content: bytes | None = None,
        **changes: Any,
    ) -> IncomingMessage:
        told = letter(next(numbers), to=recipient) if content is None else content
        await come_in(database, sender, recipient, told)
        async with database.work() as session:
            await decide_some(session, settings.model_copy(update=changes))
        newest = select(IncomingMessage).order_by(IncomingMessage.id.desc()).limit(1)
        return (await world.session.scalars(newest, execution_options={"populate_existing": True})).one()

    return arrives


async def reply_to(world: World, message: IncomingMessage) -> MailMessage:
    """The reply that waits for the relay."""
    return await world.session.get_one(MailMessage, message.reply_id)


@pytest.fixture(scope="session")
def own_url(cluster_url: str, worker_name: str) -> str:
    """A database for what really commits, made once."""
    return migrated_database(cluster_url, f"responder_{worker_name}")


@pytest.fixture
async def alone(own_url: str) -> AsyncIterator[Database]:
    """It, empty, with real transactions."""
    database = Database(own_url)
    await database.open()
    async with database.work() as session:
        await session.execute(text("TRUNCATE users, teams, mail_domains, mail_messages, procrastinate_jobs CASCADE"))
    yield database
    await database.close()
