"""Every SELECT of managed people: those of one client only."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit.paging import Page
from locum.users.models import User

_MANAGED = select(User).where(User.platform_client_id == bindparam("client_id")).order_by(User.id)
_ONE = _MANAGED.where(User.id == bindparam("user_id"))
_HELD = _ONE.with_for_update()


async def managed(session: AsyncSession, client_id: str, emails: Sequence[str], page: Page) -> Sequence[User]:
    """The people of a client, perhaps only those with some (stored) addresses."""
    statement = _MANAGED.limit(page.take).offset(page.skip)
    if emails:
        statement = statement.where(User.email.in_(emails))
    return (await session.scalars(statement, {"client_id": client_id})).all()


async def one(session: AsyncSession, client_id: str, user_id: int, *, hold: bool = False) -> User | None:
    """One of them; held until the end of the transaction where that is asked."""
    parameters = {"client_id": client_id, "user_id": user_id}
    return (await session.scalars(_HELD if hold else _ONE, parameters)).first()
