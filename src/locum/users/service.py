"""Use cases of accounts, wherever they come from: make, change, confirm an address, delete."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.events import publish
from locum.kit import clock
from locum.kit.errors import DuplicateRecord, NotFound
from locum.users import queries, rules
from locum.users.events import EmailChangeRequested, PasswordChanged, UserChanged, UserCreated, UserDeleted
from locum.users.models import User

WAITING = "emailChangeWaitingForVerification"
"""Where an unconfirmed new address waits, in the account's own metadata (platform sheet, section 6)."""

NOT_NULL = frozenset({"time_zone", "week_start", "time_format", "locale", "hide_branding"})
"""Fields that null does not clear: for them it means "not given"."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What a new account is made of. Without a username one is derived from the address.

    `values` are further columns of the account by name; null leaves the column's own default.
    """

    email: str
    username: str | None = None
    name: str | None = None
    password_hash: str | None = None
    email_verified_at: datetime | None = None
    organization_id: int | None = None
    is_system_admin: bool = False
    values: dict[str, Any] = field(default_factory=dict)


async def create_user(session: AsyncSession, account: NewAccount) -> User:
    """A new account alone: no membership, profile or schedule.

    Raises BadRequest for a username that will not do, DuplicateRecord for an address or chosen name in use.
    """
    email = account.email.lower()
    if await queries.by_email(session, email) is not None:
        raise DuplicateRecord
    username = await _username(session, account, email)
    columns = {
        "name": account.name,
        "password_hash": account.password_hash,
        "email_verified_at": account.email_verified_at,
        "organization_id": account.organization_id,
        "is_system_admin": account.is_system_admin,
        **{name: value for name, value in account.values.items() if value is not None},
    }
    user = User(email=email, username=username, **columns)
    session.add(user)
    await publish(session, UserCreated(await _id_of(session, user)))
    return user


async def _id_of(session: AsyncSession, user: User) -> int:
    await session.flush()
    return user.id


async def _username(session: AsyncSession, account: NewAccount, email: str) -> str:
    if account.username is not None:
        return rules.checked_username(account.username)
    wanted = rules.derived_username(email)
    await queries.hold_name(session, wanted)
    return rules.first_free(wanted, await queries.similar_usernames(session, account.organization_id, wanted))


async def apply(session: AsyncSession, user: User, changes: dict[str, Any]) -> None:
    """Write changes of fields, by column name, and announce them; null clears what may be empty."""
    meant = {name: value for name, value in changes.items() if value is not None or name not in NOT_NULL}
    changed = frozenset(name for name, value in meant.items() if getattr(user, name) != value)
    for name in changed:
        setattr(user, name, meant[name])
    if changed:
        await publish(session, UserChanged(user.id, changed))


async def request_email(session: AsyncSession, user: User, email: str) -> None:
    """Somebody changes his own address. Managed accounts change at once, others once the new one is confirmed.

    Raises DuplicateRecord when somebody has the address.
    """
    if is_address_of(user, email):
        return
    wanted = rules.stored_email(email, user.platform_client_id)
    if await queries.by_email(session, wanted) is not None:
        raise DuplicateRecord
    if user.platform_client_id is not None:
        await apply(session, user, {"email": wanted})
        return
    user.properties = {**(user.properties or {}), WAITING: wanted}
    await publish(session, EmailChangeRequested(user.id, wanted))


def is_address_of(user: User, email: str) -> bool:
    """Whether this is what somebody is written to already, in either form."""
    return rules.stored_email(email, user.platform_client_id) == user.email


async def confirm_email(session: AsyncSession, user_id: int, email: str) -> User:
    """The owner of a new address confirmed it. Raises NotFound when the account does not wait for this address."""
    user = await queries.held(session, user_id)
    if user is None or waiting_email(user) != email.lower():
        raise NotFound("This change of address is not waiting any more.")
    user.properties = {key: value for key, value in (user.properties or {}).items() if key != WAITING} or None
    await apply(session, user, {"email": email.lower(), "email_verified_at": clock.now()})
    return user


def waiting_email(user: User) -> str | None:
    """The new address that somebody wants and that nobody has confirmed yet."""
    return (user.properties or {}).get(WAITING)


async def set_password(session: AsyncSession, user: User, digest: str) -> None:
    """Keep another password and announce it.

    The address counts as confirmed: who chooses a password holds a mailed link, or manages the mailbox.
    """
    user.password_hash = digest
    user.email_verified_at = user.email_verified_at or clock.now()
    await publish(session, PasswordChanged(user.id))


async def delete_user(session: AsyncSession, user: User) -> None:
    """The account and everything that hangs from it: memberships, schedules, absences, event types, keys."""
    await publish(session, UserDeleted(user.id, user.email))
    await session.execute(delete(User).where(User.id == user.id))
