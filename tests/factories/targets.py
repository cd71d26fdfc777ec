"""Mail servers of mailboxes, and the jobs that tell them, run by hand in their order."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from locum.db import jobs
from locum.db.jobs import Workshop
from locum.mailboxes.models import MailDomain
from locum.replies.current import Current, current, policy_of
from locum.targets.attaching import attach
from locum.targets.models import MailboxSync, MailTarget
from locum.users.models import User
from tests.factories.mailboxes import MailHouse, mail_house
from tests.factories.world import World

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)


@dataclass(slots=True)
class Post:
    """A house whose mail is answered by servers of its own."""

    house: MailHouse
    tools: Workshop

    @property
    def world(self) -> World:
        return self.house.world

    @property
    def anna(self) -> User:
        return self.house.anna

    async def target(
        self, backend: str, owner: User | MailDomain | None = None, secret: str | None = None, **settings: Any
    ) -> MailTarget:
        """A server registered by the operator, for Anna unless said otherwise."""
        owner = owner or self.anna
        whose = {"user_id": owner.id} if isinstance(owner, User) else {"domain_id": owner.id}
        sealed = self.tools.settings.vault.seal(secret) if secret else None
        row = MailTarget(backend=backend, settings=settings, secret=sealed, by_operator=True, **whose)
        self.world.session.add(row)
        await self.world.session.commit()
        if isinstance(owner, User):
            await attach(self.world.session, owner.id)
            await self.world.session.commit()
        return row

    async def run(self) -> int:
        """Run the jobs about targets that wait, in order, until there are none; how many there were."""
        done = 0
        with working(self.tools):
            while (row := await self._next()) is not None:
                await jobs.jobs.tasks[row[1]].func(**row[2])
                done += 1
        self.world.session.expunge_all()
        return done

    async def _next(self) -> Any:
        statement = text(
            "DELETE FROM procrastinate_jobs WHERE id = (SELECT min(id) FROM procrastinate_jobs "
            "WHERE task_name LIKE 'targets.%' AND status = 'todo') RETURNING id, task_name, args"
        )
        async with self.tools.database.work() as session:
            return (await session.execute(statement)).first()

    async def look(self, user: User | None = None) -> MailboxSync:
        """Look at a mailbox's server as if it were due; how it stands then."""
        user_id = (user or self.anna).id
        async with self.tools.database.work() as session:
            await attach(session, user_id)
        await self.run()
        return await self.sync(user_id)

    async def sync(self, user_id: int | None = None) -> MailboxSync:
        """How far the server has been told."""
        self.world.session.expunge_all()
        return await self.world.session.get_one(MailboxSync, user_id or self.anna.id)

    async def state(self, at: datetime) -> Current:
        """What holds for Anna."""
        self.world.session.expunge_all()
        found = await current(self.world.session, self.anna.id, at, policy_of(self.tools.settings))
        assert found is not None
        return found


@contextmanager
def working(tools: Workshop) -> Iterator[None]:
    """Jobs called directly find their tools."""
    jobs._workshop.append(tools)
    try:
        yield
    finally:
        jobs._workshop.pop()


async def post(world: World, tools: Workshop, **values: Any) -> Post:
    """A house with Anna's mailbox."""
    return Post(await mail_house(world, **values), tools)


def maildir(root: Path, name: str = "anna") -> Path:
    """A mailbox of gromox; its `config` directory."""
    config = root / name / "config"
    config.mkdir(parents=True)
    return config
