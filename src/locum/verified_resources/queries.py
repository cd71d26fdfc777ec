"""Every SELECT of verified addresses and numbers. What an owner may see is part of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit.paging import Page
from locum.verification.rules import Channel
from locum.verified_resources.models import VerifiedResource


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose an address is: the team's where one is named, else the person's. `user_id` is who asks."""

    user_id: int
    team_id: int | None = None

    def owns(self) -> ColumnElement[bool]:
        """His, or the team's."""
        if self.team_id is not None:
            return VerifiedResource.team_id == self.team_id
        return VerifiedResource.user_id == self.user_id

    def sees(self) -> ColumnElement[bool]:
        """A team sees its own; a person also what he verified for teams (platform sheet, section 8)."""
        return self.owns() if self.team_id is not None else VerifiedResource.verified_by_id == self.user_id


def _seen(owner: Owner, channel: Channel) -> Select[VerifiedResource]:
    return select(VerifiedResource).where(owner.sees(), VerifiedResource.channel == channel)


async def of_owner(session: AsyncSession, owner: Owner, channel: Channel, page: Page) -> Sequence[VerifiedResource]:
    """The addresses or numbers of an owner."""
    statement = _seen(owner, channel).order_by(VerifiedResource.id).limit(page.take).offset(page.skip)
    return (await session.scalars(statement)).all()


async def one(session: AsyncSession, owner: Owner, channel: Channel, resource_id: int) -> VerifiedResource | None:
    """One of them."""
    return (await session.scalars(_seen(owner, channel).where(VerifiedResource.id == resource_id))).first()


def _exactly(owner: Owner, channel: Channel, address: str) -> tuple[ColumnElement[bool], ...]:
    return owner.owns(), VerifiedResource.channel == channel, VerifiedResource.address == address


async def is_verified(session: AsyncSession, owner: Owner, channel: Channel, address: str) -> bool:
    """Whether the owner has this address or number already."""
    return bool(await session.scalar(select(exists().where(*_exactly(owner, channel, address)))))


async def of_address(session: AsyncSession, owner: Owner, channel: Channel, address: str) -> VerifiedResource | None:
    """The owner's record of an address or number."""
    return (await session.scalars(select(VerifiedResource).where(*_exactly(owner, channel, address)))).first()
