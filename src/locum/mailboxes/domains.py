"""Use case: a domain becomes a mail domain."""

from dataclasses import dataclass

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit import clock
from locum.kit.errors import BadRequest, Conflict
from locum.mailboxes import rules
from locum.mailboxes.models import MailDomain
from locum.organizations.models import Team


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


async def create_domain(session: AsyncSession, new: NewDomain) -> MailDomain:
    """A new mail domain.

    Raises BadRequest when its name is none or there is no such organization, Conflict when it is there already.
    """
    name = rules.domain_name(new.name)
    if name is None:
        raise BadRequest("Invalid domain name")
    if new.organization_id is not None:
        organization = await session.get(Team, new.organization_id)
        if organization is None or not organization.is_organization:
            raise BadRequest("Organization not found")
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
    domain = (await session.scalars(statement)).first()
    if domain is None:
        raise Conflict("Domain already exists")
    return domain
