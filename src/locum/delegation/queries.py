"""Every SELECT of delegation credentials; each is found in its own organization only."""

from uuid import UUID

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.delegation.models import DelegationCredential
from locum.memberships.models import Membership
from locum.users.models import User

_ONE = select(DelegationCredential).where(
    DelegationCredential.id == bindparam("credential_id"),
    DelegationCredential.organization_id == bindparam("organization_id"),
)


async def one(
    session: AsyncSession, organization_id: int, credential_id: UUID, *, hold: bool = False
) -> DelegationCredential | None:
    """A credential of an organization; held until the end of the transaction, and read afresh, where that is asked."""
    statement = _ONE.with_for_update().execution_options(populate_existing=True) if hold else _ONE
    parameters = {"credential_id": credential_id, "organization_id": organization_id}
    return (await session.scalars(statement, parameters)).first()


async def hold_domain(session: AsyncSession, domain: str) -> None:
    """Whoever wants the same domain waits until the end of this transaction, and then sees what became of it."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"delegation.{domain}"))))


async def is_enabled_elsewhere(session: AsyncSession, domain: str, organization_id: int) -> bool:
    """Whether another organization acts for this domain."""
    enabled = exists().where(
        DelegationCredential.domain == domain,
        DelegationCredential.enabled.is_(True),
        DelegationCredential.organization_id != organization_id,
    )
    return bool(await session.scalar(select(enabled)))


async def somebody_of(session: AsyncSession, organization_id: int, domain: str) -> str | None:
    """The address of the first member of an organization that ends with a domain."""
    statement = (
        select(User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.team_id == organization_id,
            Membership.accepted.is_(True),
            User.email.endswith(f"@{domain}", autoescape=True),
        )
        .order_by(User.id)
        .limit(1)
    )
    return await session.scalar(statement)
