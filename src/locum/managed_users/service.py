"""Use cases of managed people: make, change, delete."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types import service as event_types
from locum.kit.errors import Conflict, DuplicateRecord, MissingReference
from locum.managed_users.rules import DEFAULT_EVENT_TYPES, checked_address
from locum.memberships import queries as memberships
from locum.memberships.joining import join_organization
from locum.memberships.leaving import keep_owners_without
from locum.memberships.naming import free_name
from locum.memberships.rules import Terms
from locum.organizations.models import OAuthClient
from locum.schedules import queries as schedule_queries
from locum.schedules.rules import USUAL_NAME
from locum.schedules.service import create as create_schedule
from locum.users import queries as users
from locum.users.models import User
from locum.users.rules import managed_username
from locum.users.service import NewAccount, apply, create_user, delete_user


@dataclass(frozen=True, slots=True)
class NewManagedUser:
    """Whom a client makes. `values` are further columns of the account by name; null leaves the default."""

    email: str
    name: str
    values: dict[str, Any] = field(default_factory=dict)


async def create(session: AsyncSession, client: OAuthClient, new: NewManagedUser) -> User:
    """Account, profile and membership in the client's organization; with a zone also hours to be booked in.

    Nobody is told by mail. Raises InvalidInput for what is no address, Conflict for one that the client made before.
    """
    email = checked_address(new.email, client.id)
    await _check_free(session, client.id, email)
    account = NewAccount(
        email=email,
        username=await free_name(session, client.organization_id, managed_username(email)),
        name=new.name,
        organization_id=client.organization_id,
        values={**new.values, "platform_client_id": client.id},
    )
    user = await create_user(session, account)
    await join_organization(session, client.organization_id, user.id, Terms("MEMBER", accepted=True))
    zone = new.values.get("time_zone")
    if zone is not None:
        await create_schedule(session, user.id, USUAL_NAME, zone, make_default=True)
    if client.are_default_event_types_enabled:
        for settings in DEFAULT_EVENT_TYPES:
            await event_types.create(session, user.id, settings)
    await session.refresh(user)
    return user


async def _check_free(session: AsyncSession, client_id: str, email: str) -> None:
    known = await users.by_email(session, email)
    if known is None:
        return
    if known.platform_client_id != client_id:
        raise DuplicateRecord
    raise Conflict(f"User with the provided e-mail already exists. Existing user ID={known.id}")


async def change(session: AsyncSession, client: OAuthClient, user: User, changes: dict[str, Any]) -> User:
    """Change what is named, by column. A new address makes a new name; a new zone leaves schedules as they are.

    Raises InvalidInput for what is no address, DuplicateRecord for one in use, MissingReference for a schedule that
    is somebody else's.
    """
    email, schedule_id = changes.pop("email", None), changes.get("default_schedule_id")
    if schedule_id is not None:
        schedule = await schedule_queries.one(session, schedule_id)
        if schedule is None or schedule.user_id != user.id:
            raise MissingReference
    await apply(session, user, changes)
    if email is not None:
        await _readdress(session, client, user, checked_address(email, client.id))
    await session.flush()
    return user


async def _readdress(session: AsyncSession, client: OAuthClient, user: User, email: str) -> None:
    if email == user.email:
        return
    if await users.by_email(session, email) is not None:
        raise DuplicateRecord
    await apply(session, user, {"email": email})
    name = await free_name(session, client.organization_id, managed_username(email))
    profile = await memberships.profile(session, client.organization_id, user.id)
    if profile is not None:
        profile.username = name
    if user.organization_id == client.organization_id:
        await apply(session, user, {"username": name})


async def remove(session: AsyncSession, user: User) -> None:
    """Delete the account with all that hangs from it. Raises Forbidden when an organization would lose its owner."""
    await keep_owners_without(session, user.id)
    await delete_user(session, user)
