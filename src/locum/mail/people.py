"""Accounts as the people that mails name and write to."""

from collections.abc import Collection
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from locum.mail.notices import Person
from locum.organizations.models import OAuthClient
from locum.users import queries as users
from locum.users.models import User


def person_of(user: User) -> Person:
    """An account as it appears in mails; he reads the clock as he set it."""
    cycle: Literal[12, 24] = 24 if user.time_format == 24 else 12
    return Person(
        name=user.name or user.username or "",
        email=user.email,
        zone=user.time_zone,
        language=user.locale,
        hour_cycle=cycle,
    )


async def load_users(session: AsyncSession, ids: Collection[int | None]) -> dict[int, User]:
    """Those of the accounts that exist, by id."""
    wanted = {user_id for user_id in ids if user_id is not None}
    if not wanted:
        return {}
    return {user.id: user for user in await users.by_ids(session, wanted)}


async def is_written_to(session: AsyncSession, user: User) -> bool:
    """Whether somebody gets mail of what happens: platforms write to their people themselves, or say otherwise."""
    if user.platform_client_id is None:
        return True
    client = await session.get(OAuthClient, user.platform_client_id)
    return client is not None and client.are_emails_enabled
