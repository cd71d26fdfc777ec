"""Use case: a domain becomes a mail domain."""

from dataclasses import dataclass

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit import clock
from locum.mailboxes import rules
from locum.mailboxes.models import MailDomain
from locum.organizations.models import Team

BAD_NAME = "Invalid domain name"
TAKEN = "Domain already exists"
NO_ORGANIZATION = "Organization not found"


@dataclass(frozen=True, slots=True)
class NewDomain:
    """What a mail domain is made of."""

    name: str
    organization_id: int | None = None
    title: str | None = None
    address: str | None = None
    admin_name: str | None = None
    phone: str | None = None
    most_mailboxes: int | None = None


async def create_domain(session: AsyncSession, new: NewDomain) -> MailDomain | str:
    """The domain, or why there is none: its name is none, it is there already, or there is no such organization."""
    name = rules.domain_name(new.name)
    if name is None:
        return BAD_NAME
    if new.organization_id is not None:
        organization = await session.get(Team, new.organization_id)
        if organization is None or not organization.is_organization:
            return NO_ORGANIZATION
    now = clock.now()
    values = {
        "name": name,
        "display_name": new.name.strip(),
        "organization_id": new.organization_id,
        "title": new.title,
        "address": new.address,
        "admin_name": new.admin_name,
        "phone": new.phone,
        "most_mailboxes": new.most_mailboxes,
        "created_at": now,
        "updated_at": now,
    }
    statement = insert(MailDomain).values(values).on_conflict_do_nothing().returning(MailDomain)
    return (await session.scalars(statement)).first() or TAKEN
