"""The first person: system admin, and OWNER of a first organization."""

import asyncio
import re
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.api_keys.service import issue_key
from locum.kit import clock
from locum.kit.errors import BadRequest, Conflict
from locum.kit.passwords import hash_password
from locum.kit.slugs import slugify
from locum.memberships.models import Membership, Profile
from locum.organizations.models import Team
from locum.roles.rules import Role
from locum.schedules.rules import USUAL_NAME
from locum.schedules.service import create as create_schedule
from locum.setup.link import is_untouched
from locum.users.models import User

SHORTEST_PASSWORD = 8


class AlreadySetUp(Conflict):
    """Somebody was here before; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Bootstrapped:
    """What was made. The key is shown this once."""

    user_id: int
    organization_id: int
    api_key: str


@dataclass(frozen=True, slots=True)
class Founder:
    """The account that an organization begins with."""

    email: str
    password: str
    name: str | None = None
    """Shown to visitors; made from the address where none is given."""
    is_system_admin: bool = False


async def bootstrap(
    session: AsyncSession,
    *,
    email: str,
    password: str,
    organization_name: str,
    organization_slug: str,
    name: str | None = None,
    is_platform: bool = True,
) -> Bootstrapped:
    """Make the first account, a system admin, and an organization that it owns.

    Raises AlreadySetUp when anybody has an account, BadRequest for an address, password or slug that will not do.
    """
    # Two at the same moment: the second waits, then finds somebody.
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext("setup.bootstrap"))))
    if not await is_untouched(session):
        raise AlreadySetUp("This server is set up already; nothing was changed.")
    founder = Founder(email, password, name, is_system_admin=True)
    return await found_organization(session, founder, organization_name, organization_slug, is_platform=is_platform)


async def found_organization(
    session: AsyncSession, founder: Founder, name: str, slug: str, *, is_platform: bool
) -> Bootstrapped:
    """Make an organization with a new account as its OWNER, with hours and a key.

    Raises BadRequest for an address, password or slug that will not do.
    """
    address = _checked_address(founder.email)
    if len(founder.password) < SHORTEST_PASSWORD:
        raise BadRequest(f"The password must have at least {SHORTEST_PASSWORD} characters.")
    short = slugify(slug)
    if not short or not name.strip():
        raise BadRequest("The organization needs a name and a slug of letters and digits.")
    digest = await asyncio.to_thread(hash_password, founder.password)
    organization = Team(name=name.strip(), slug=short, is_organization=True, is_platform=is_platform)
    session.add(organization)
    await session.flush()
    user = await _owner(session, founder, address, digest, organization)
    key = await issue_key(session, user.id, note="First key, made at set-up")
    return Bootstrapped(user.id, organization.id, key)


def _checked_address(email: str) -> str:
    try:
        return validate_email(email, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as error:
        raise BadRequest(f"The e-mail address will not do: {error}") from error


async def _owner(session: AsyncSession, founder: Founder, address: str, digest: str, organization: Team) -> User:
    local = address.partition("@")[0]
    username = slugify(local) or "admin"
    user = User(
        email=address,
        email_verified_at=clock.now(),
        username=username,
        name=(founder.name or "").strip() or " ".join(re.split(r"[._+-]+", local)).title(),
        password_hash=digest,
        is_system_admin=founder.is_system_admin,
        organization_id=organization.id,
        time_zone="UTC",
    )
    session.add(user)
    await session.flush()
    session.add_all(
        [
            Membership(user_id=user.id, team_id=organization.id, role=Role.OWNER, accepted=True),
            Profile(user_id=user.id, organization_id=organization.id, username=username),
        ]
    )
    await create_schedule(session, user.id, USUAL_NAME, "UTC", make_default=True)
    return user
