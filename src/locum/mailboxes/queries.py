"""Every SELECT of mail domains and mailboxes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.permissions import Permission
from locum.mailboxes.models import MailboxAlias, MailDomain
from locum.memberships.authority import gives
from locum.memberships.models import Membership
from locum.users.models import User

MOST_ALIASES = 500

MOST_DOMAINS = 1000
"""Of a list."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Somebody whose address lies in a mail domain."""

    user: User
    domain: MailDomain


def _in_domain() -> ColumnElement[bool]:
    """Accounts keep their address in lower case; domains are ASCII already when mail reaches them."""
    return func.split_part(User.email, "@", 2) == MailDomain.name


_DOMAIN = select(MailDomain).where(MailDomain.id == bindparam("domain_id"))
_BY_NAME = select(MailDomain).where(MailDomain.name == bindparam("name"))
_MAILBOX = (
    select(User, MailDomain)
    .join(MailDomain, _in_domain())
    .where(User.id == bindparam("user_id"), MailDomain.id == bindparam("domain_id"))
)
_BY_ADDRESS = (
    select(User, MailDomain)
    .outerjoin(MailboxAlias, MailboxAlias.user_id == User.id)
    .join(MailDomain, _in_domain())
    .where(or_(User.email == bindparam("address"), MailboxAlias.address == bindparam("address")))
    .limit(1)
)
_ALIASES = (
    select(MailboxAlias.address)
    .where(MailboxAlias.user_id == bindparam("user_id"))
    .order_by(MailboxAlias.id)
    .limit(MOST_ALIASES)
)
_ADMINISTERED = (
    select(Membership.team_id)
    .where(Membership.user_id == bindparam("user_id"), gives(Membership, Permission.MAILBOXES_WRITE))
    .order_by(Membership.team_id)
)


async def domain(session: AsyncSession, domain_id: int) -> MailDomain | None:
    """A mail domain."""
    return (await session.scalars(_DOMAIN, {"domain_id": domain_id})).first()


async def domain_named(session: AsyncSession, name: str) -> MailDomain | None:
    """A mail domain by its name in ASCII."""
    return (await session.scalars(_BY_NAME, {"name": name})).first()


async def domains(session: AsyncSession, organization_ids: Sequence[int] | None) -> list[MailDomain]:
    """Mail domains by name: of these organizations, or all of them."""
    statement = select(MailDomain).order_by(MailDomain.name).limit(MOST_DOMAINS)
    if organization_ids is not None:
        statement = statement.where(MailDomain.organization_id.in_(organization_ids))
    return list(await session.scalars(statement))


async def mailbox(session: AsyncSession, domain_id: int, user_id: int) -> Mailbox | None:
    """A mailbox of a domain."""
    row = (await session.execute(_MAILBOX, {"domain_id": domain_id, "user_id": user_id})).first()
    return None if row is None else Mailbox(row[0], row[1])


async def by_address(session: AsyncSession, address: str) -> Mailbox | None:
    """The mailbox that an address or an alias, both as `rules.normal_address` writes them, leads to."""
    row = (await session.execute(_BY_ADDRESS, {"address": address})).first()
    return None if row is None else Mailbox(row[0], row[1])


async def aliases(session: AsyncSession, user_id: int) -> Sequence[str]:
    """The other addresses of a mailbox."""
    return (await session.scalars(_ALIASES, {"user_id": user_id})).all()


async def administered(session: AsyncSession, user_id: int) -> Sequence[int]:
    """The organizations and teams that somebody administers."""
    return (await session.scalars(_ADMINISTERED, {"user_id": user_id})).all()


async def page_of_domain(
    session: AsyncSession, found: MailDomain, *, address: str | None, match: str | None, limit: int, offset: int
) -> tuple[int, Sequence[User]]:
    """How many mailboxes a domain has, and some of them by address; perhaps one address only, or those that match."""
    mine = func.split_part(User.email, "@", 2) == found.name
    conditions = [mine]
    if address:
        conditions.append(User.email == address)
    if match:
        conditions.append(or_(User.email.contains(match.lower(), autoescape=True), User.name.icontains(match)))
    total = await session.scalar(select(func.count()).select_from(User).where(*conditions))
    statement = select(User).where(*conditions).order_by(User.email).limit(limit).offset(offset)
    return total or 0, (await session.scalars(statement)).all()


async def counts(session: AsyncSession, found: Sequence[MailDomain]) -> dict[str, int]:
    """How many mailboxes each domain has, by its name, in one statement."""
    name = func.split_part(User.email, "@", 2)
    names = [one.name for one in found]
    rows = await session.execute(select(name, func.count()).where(name.in_(names)).group_by(name))
    return {str(row[0]): int(row[1]) for row in rows}


async def known_domains(session: AsyncSession, names: Collection[str]) -> frozenset[str]:
    """Those of the names that are mail domains'."""
    return frozenset(await session.scalars(select(MailDomain.name).where(MailDomain.name.in_(names))))


async def address_of_another(session: AsyncSession, user_id: int, addresses: Collection[str]) -> str | None:
    """One of the addresses that is the account or an alias of somebody else; None when all are free or his."""
    account = select(User.email).where(User.email.in_(addresses), User.id != user_id)
    alias = select(MailboxAlias.address).where(MailboxAlias.address.in_(addresses), MailboxAlias.user_id != user_id)
    return (await session.scalars(account.union(alias))).first()
