"""Use case: a new account by way of its mailbox."""

import asyncio
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit.errors import BadRequest
from locum.kit.passwords import hash_password
from locum.kit.wire_types import email_address
from locum.mailboxes import rules
from locum.mailboxes.models import MailDomain
from locum.organization_users.service import NewPerson, create_person
from locum.users.models import User
from locum.users.service import NewAccount, create_user


@dataclass(frozen=True, slots=True)
class NewMailbox:
    """`username` is the local part or the whole address."""

    username: str
    password: str | None = None
    name: str | None = None


async def create_mailbox(session: AsyncSession, domain: MailDomain, new: NewMailbox) -> User:
    """An account with an address in the domain, a member of the domain's organization if it has one.

    Raises BadRequest for an address that is none or lies elsewhere, Conflict for one that is in use.
    """
    address = _address(domain, new.username)
    digest = await asyncio.to_thread(hash_password, new.password) if new.password else None
    if domain.organization_id is None:
        return await create_user(session, NewAccount(address, name=new.name, password_hash=digest))
    values = {"name": new.name, "password_hash": digest}
    person = await create_person(session, domain.organization_id, NewPerson(address, values=values))
    return person.user


def _address(domain: MailDomain, username: str) -> str:
    whole = username if "@" in username else f"{username}@{domain.name}"
    try:
        address = email_address(whole.strip())
    except ValueError as error:
        raise BadRequest(f"'{username:.200}' is not a valid address") from error
    if rules.domain_of(address) != domain.name:
        raise BadRequest("Domain specifications mismatch.")
    return address
