"""Every SELECT of accounts."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import BigInteger, String, any_, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from locum.users.models import User

_BY_ID = select(User).where(User.id == bindparam("user_id"))
_BY_IDS = select(User).where(User.id == any_(bindparam("user_ids", type_=ARRAY(BigInteger))))
_HELD = _BY_ID.with_for_update()
_BY_EMAIL = select(User).where(User.email == bindparam("email"))
_BY_EMAILS = select(User).where(User.email == any_(bindparam("emails", type_=ARRAY(String))))


async def by_id(session: AsyncSession, user_id: int) -> User | None:
    """An account."""
    return (await session.scalars(_BY_ID, {"user_id": user_id})).first()


async def by_ids(session: AsyncSession, user_ids: Collection[int]) -> Sequence[User]:
    """Some accounts, in no order."""
    return (await session.scalars(_BY_IDS, {"user_ids": list(user_ids)})).all()


async def held(session: AsyncSession, user_id: int) -> User | None:
    """An account, held until the end of the transaction and read afresh."""
    statement = _HELD.execution_options(populate_existing=True)
    return (await session.scalars(statement, {"user_id": user_id})).first()


async def by_email(session: AsyncSession, email: str) -> User | None:
    """The account with an address, in any letter case."""
    return (await session.scalars(_BY_EMAIL, {"email": email.lower()})).first()


async def by_emails(session: AsyncSession, emails: Iterable[str]) -> Sequence[User]:
    """The accounts with these addresses, in any letter case; in no order."""
    return (await session.scalars(_BY_EMAILS, {"emails": [email.lower() for email in emails]})).all()


async def hold_name(session: AsyncSession, wanted: str) -> None:
    """Who derives the same name at the same moment waits for us, and then sees that it is taken."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"users.username.{wanted}"))))


async def similar_usernames(session: AsyncSession, organization_id: int | None, wanted: str) -> frozenset[str]:
    """The names in a place (an organization, or among people without one) that are `wanted` or `wanted-...`."""
    place = User.organization_id.is_(None) if organization_id is None else User.organization_id == organization_id
    similar = or_(User.username == wanted, User.username.startswith(f"{wanted}-", autoescape=True))
    found = await session.scalars(select(User.username).where(place, similar))
    return frozenset(name for name in found if name)


async def count_accounts(session: AsyncSession) -> int:
    """How many accounts there are."""
    return await session.scalar(select(func.count()).select_from(User)) or 0
