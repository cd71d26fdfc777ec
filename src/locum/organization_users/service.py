"""Use cases of an organization's people: make, change and delete accounts."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.events import publish
from locum.http.grants import NO_AUTHORITY, Authority
from locum.http.principal import Principal
from locum.kit.errors import BadRequest, Conflict, DuplicateRecord, Forbidden, MissingRecord, MissingReference
from locum.memberships import queries as memberships
from locum.memberships.guarding import why_not_his_account
from locum.memberships.joining import join_organization
from locum.memberships.leaving import keep_owners_without
from locum.memberships.naming import free_name
from locum.memberships.rules import RoleName, Terms
from locum.organization_users import queries
from locum.organization_users.queries import Person
from locum.schedules import queries as schedule_queries
from locum.schedules.rules import USUAL_NAME
from locum.schedules.service import create as create_schedule
from locum.users import queries as users
from locum.users import rules
from locum.users.events import UserInvited
from locum.users.models import User
from locum.users.service import NewAccount, apply, create_user, delete_user

EMAIL_KNOWN_HERE = "A user already exists with that email"
ALREADY_IN = "This person has an account and a password already."


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Who joins the organization with a new account.

    `values` are further columns of the account by name, such as `name`, `password_hash` or `time_zone`.
    """

    email: str
    username: str | None = None
    role: RoleName = "MEMBER"
    accepted: bool = True
    values: dict[str, Any] = field(default_factory=dict)


async def create_person(
    session: AsyncSession,
    organization_id: int,
    person: NewPerson,
    *,
    inviter: User | None = None,
    asked_by: Principal | None = None,
    authority: Authority = NO_AUTHORITY,
) -> Person:
    """Account, profile, membership and a first schedule (Monday to Friday, 09:00 to 17:00, zone of the profile).

    With an inviter the new person is told by mail. Raises Conflict for an address or username of the organization,
    DuplicateRecord for an address of somebody elsewhere, BadRequest for a username that will not do, Forbidden when
    `asked_by`, with his `authority` in the organization, gives a role that he does not have.
    """
    await _check_email(session, organization_id, person.email)
    account = NewAccount(
        email=person.email,
        username=await _username(session, organization_id, person),
        organization_id=organization_id,
        values={**person.values, "invited_to": organization_id},
    )
    user = await create_user(session, account)
    terms = Terms(person.role, person.accepted)
    await join_organization(
        session, organization_id, user.id, terms, asked_by=asked_by, authority=authority, made_for_it=True
    )
    await create_schedule(session, user.id, USUAL_NAME, None, make_default=False)
    if inviter is not None:
        await publish(session, UserInvited(user.id, organization_id, _called(inviter)))
    made = await queries.held(session, organization_id, user.id)
    if made is None:
        raise RuntimeError("a person of this transaction is in the database")
    return made


async def invite(
    session: AsyncSession,
    organization_id: int,
    person: NewPerson,
    *,
    inviter: User,
    asked_by: Principal,
    authority: Authority,
) -> User:
    """Ask somebody in by his address: with a new account, or with the one he has.

    Who has an account elsewhere is only invited, as far as `asked_by` does not speak for him. Raises like
    `create_person`, but not for accounts elsewhere.
    """
    known = await users.by_email(session, person.email)
    if known is None:
        made = await create_person(
            session, organization_id, person, inviter=inviter, asked_by=asked_by, authority=authority
        )
        return made.user
    if await memberships.of_user(session, organization_id, known.id) is not None:
        raise Conflict(EMAIL_KNOWN_HERE)
    terms = Terms(person.role, accepted=True)
    await join_organization(session, organization_id, known.id, terms, asked_by=asked_by, authority=authority)
    return known


async def remind(session: AsyncSession, organization_id: int, user: User, *, inviter: User) -> None:
    """Write once more to somebody who has not chosen a password yet. Raises BadRequest when he has."""
    if user.password_hash is not None or user.platform_client_id is not None:
        raise BadRequest(ALREADY_IN)
    await publish(session, UserInvited(user.id, organization_id, _called(inviter)))


def _called(inviter: User) -> str:
    return inviter.name or inviter.username or inviter.email


async def _check_email(session: AsyncSession, organization_id: int, email: str) -> None:
    known = await users.by_email(session, email)
    if known is None:
        return
    if await memberships.profile(session, organization_id, known.id) is not None:
        raise Conflict(EMAIL_KNOWN_HERE)
    raise DuplicateRecord


async def _username(session: AsyncSession, organization_id: int, person: NewPerson) -> str:
    if person.username:
        name = rules.checked_username(person.username)
        if await memberships.name_holder(session, organization_id, name) is not None:
            raise Conflict(rules.TAKEN)
        return name
    return await free_name(session, organization_id, rules.derived_username(person.email))


async def change_person(session: AsyncSession, person: Person, changes: dict[str, Any]) -> Person:
    """Change what is named, by column. A new name is that of the account and of the profile.

    Raises Conflict for a username of somebody else, DuplicateRecord for an address in use, MissingReference for a
    schedule that is not this person's.
    """
    user = person.user
    username, email = changes.pop("username", None), changes.pop("email", None)
    if username:
        await _rename(session, person, rules.checked_username(username))
    wanted = rules.stored_email(email, user.platform_client_id) if email else user.email
    if wanted != user.email:
        if await users.by_email(session, wanted) is not None:
            raise DuplicateRecord
        await apply(session, user, {"email": wanted})
    schedule_id = changes.get("default_schedule_id")
    if schedule_id is not None:
        schedule = await schedule_queries.one(session, schedule_id)
        if schedule is None or schedule.user_id != user.id:
            raise MissingReference
    await apply(session, user, changes)
    await session.flush()
    return person


async def _rename(session: AsyncSession, person: Person, name: str) -> None:
    holder = await memberships.name_holder(session, person.profile.organization_id, name)
    if holder not in {None, person.user.id}:
        raise Conflict(rules.TAKEN)
    person.profile.username = name
    await apply(session, person.user, {"username": name})


async def delete_person(session: AsyncSession, person: Person) -> None:
    """Delete the account with all that hangs from it. Raises Forbidden when an organization would lose its owner."""
    await keep_owners_without(session, person.user.id)
    await delete_user(session, person.user)


async def to_change(
    session: AsyncSession, caller: Principal, authority: Authority, organization_id: int, user_id: int
) -> Person:
    """A person whose account a caller may change with his `authority` in the organization: it is the person's main one.

    Raises MissingRecord when it is not, Forbidden for somebody above the caller, and when somebody who is no system
    administrator asks for one who is.
    """
    person = await queries.held(session, organization_id, user_id)
    if person is None or person.user.organization_id != organization_id:
        raise MissingRecord
    why_not = await why_not_his_account(session, person.user, organization_id, caller, authority)
    if why_not is not None:
        raise Forbidden(why_not)
    return person
