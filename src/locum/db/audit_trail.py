"""Who changed what: kept by the database itself, so that no way of writing escapes it, cascades included.

A trigger on each watched table writes an entry in the writer's own transaction. The writer says who he is by `act_as`;
whoever says nothing is the server itself (jobs, the command line).
"""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit import clock

_TELL = text("SELECT set_config('locum.actor', :told, true)").bindparams(bindparam("told"))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who writes in this transaction: the person, by which credential, with which request.

    `credential_kind` and `credential_id` name a key, token or session, never its secret. `organization_id` is where
    the request acts; it counts for rows that do not say themselves which organization they belong to.
    """

    user_id: int | None = None
    email: str | None = None
    credential_kind: str | None = None
    credential_id: str | None = None
    client_id: str | None = None
    organization_id: int | None = None
    request_id: str | None = None
    operation: str | None = None
    """Method and path template, as the API's document has them."""


async def act_as(session: AsyncSession, actor: Actor, at: datetime | None = None) -> None:
    """Say who writes from here to the end of the transaction. `at` is the aware instant of it, now unless given."""
    session.info["actor"] = actor
    told = {name: value for name, value in asdict(actor).items() if value is not None}
    await session.execute(_TELL, {"told": json.dumps({**told, "at": (at or clock.now()).isoformat()})})


@asynccontextmanager
async def let_go(session: AsyncSession) -> AsyncIterator[None]:
    """Give the connection back while somebody outside is asked, before anything was written.

    Whoever waits for a slow provider must not keep a connection of the pool. Afterwards the transaction is a new one,
    of the same actor; rows that were read before have to be read again.
    """
    actor: Actor | None = session.info.get("actor")
    await session.rollback()
    yield
    if actor is not None:
        await act_as(session, actor)


def watch(table: str, *secrets: str, addresses: Iterable[str] = ()) -> str:
    """The statement (for migrations) that has a table watched.

    Of `secrets` only that they changed is kept, of `addresses` that let in whoever knows them also the host.
    """
    hidden = ", ".join(f"'{name}'" for name in (*secrets, *(f"url:{column}" for column in addresses)))
    return (
        f"CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION locum_audit({hidden})"
    )
