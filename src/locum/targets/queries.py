"""Every SELECT of mail targets."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.absences.models import Absence
from locum.delegation.models import DelegationCredential
from locum.holidays.models import HolidayChoice
from locum.kit.paging import Page
from locum.mailboxes.models import MailboxAlias, MailDomain
from locum.memberships.models import Membership
from locum.targets.models import EMBEDDED, ForeignEdit, MailboxSync, MailTarget
from locum.users.models import User

MOST_ALIASES = 100
MOST_DOMAINS = 200
"""Of one organization, as a script can name them."""

JUST_NOW = timedelta(seconds=30)
"""So long nobody else of the same server asks after nobody answered."""

_own, _common = aliased(MailTarget), aliased(MailTarget)


def _in_domain() -> ColumnElement[bool]:
    return MailDomain.name == func.split_part(User.email, "@", 2)


def _serves() -> ColumnElement[bool]:
    """Whether a domain's server answers for somebody with an address in it.

    An address alone proves nothing: administrators of other organizations may give anybody any. So he has to belong to
    the domain's organization, or, where it has none, to no other either.
    """
    belongs = exists().where(
        Membership.user_id == User.id,
        Membership.team_id == MailDomain.organization_id,
        Membership.accepted.is_(True),
    )
    return or_(belongs, and_(MailDomain.organization_id.is_(None), User.organization_id.is_(None)))


_BACKENDS = (
    select(User.id, func.coalesce(_own.backend, _common.backend, EMBEDDED))
    .outerjoin(_own, _own.user_id == User.id)
    .outerjoin(MailDomain, _in_domain())
    .outerjoin(_common, and_(_common.domain_id == MailDomain.id, _serves()))
    .where(User.id.in_(bindparam("user_ids", expanding=True)))
)
_ANSWERING = (
    select(User, MailDomain, _own, _common, MailboxSync)
    .outerjoin(MailDomain, _in_domain())
    .outerjoin(_own, _own.user_id == User.id)
    .outerjoin(_common, and_(_common.domain_id == MailDomain.id, _serves()))
    .outerjoin(MailboxSync, MailboxSync.user_id == User.id)
    .where(User.id == bindparam("user_id"))
)
_CREDENTIAL = (
    select(DelegationCredential.service_account_key)
    .join(MailDomain, MailDomain.organization_id == DelegationCredential.organization_id)
    .where(
        DelegationCredential.domain == MailDomain.name,
        DelegationCredential.enabled.is_(True),
        DelegationCredential.platform == bindparam("platform"),
        MailDomain.id == bindparam("domain_id"),
    )
)
_DUE = (
    select(MailboxSync.user_id)
    .where(MailboxSync.due_at <= bindparam("at"))
    .order_by(MailboxSync.due_at)
    .limit(bindparam("most"))
)
MOST_STOOD_IN_FOR = 200
_STOOD_IN_FOR = (
    select(MailboxSync.user_id)
    .join(Absence, Absence.user_id == MailboxSync.user_id)
    .where(Absence.substitute_id == bindparam("substitute_id"), Absence.last_day >= bindparam("since"))
    .distinct()
    .order_by(MailboxSync.user_id)
    .limit(MOST_STOOD_IN_FOR)
)
_FOLLOWING = (
    select(MailboxSync.user_id)
    .join(User, User.id == MailboxSync.user_id)
    .where(
        User.organization_id == bindparam("organization_id"),
        MailboxSync.due_at > bindparam("at"),
        ~exists().where(HolidayChoice.user_id == User.id),
    )
    .order_by(MailboxSync.user_id)
    .with_for_update(of=MailboxSync)
)
_HASTEN = (
    update(MailboxSync)
    .where(MailboxSync.user_id.in_(_FOLLOWING))
    .values(due_at=bindparam("now"))
    .execution_options(synchronize_session=False)
)
_OF_DOMAIN = (
    select(User.id)
    .where(func.split_part(User.email, "@", 2) == bindparam("name"), User.id > bindparam("after"))
    .order_by(User.id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers somebody's mail: `target` is the one in force, None for Locum's own responder."""

    user: User
    domain: MailDomain | None
    target: MailTarget | None
    sync: MailboxSync | None


async def backend_of(session: AsyncSession, user_ids: Collection[int]) -> Mapping[int, str]:
    """Who answers each person's mail: his mailbox's own target, else his domain's, else Locum's own responder."""
    if not user_ids:
        return {}
    rows = await session.execute(_BACKENDS, {"user_ids": list(user_ids)})
    return {row[0]: row[1] for row in rows}


async def answering(session: AsyncSession, user_id: int) -> Answering | None:
    """Who answers one person's mail, as it stands in the database now; None when there is no such account."""
    found = await session.execute(_ANSWERING.execution_options(populate_existing=True), {"user_id": user_id})
    row = found.first()
    if row is None:
        return None
    user, domain, own, common, sync = row
    target = own or common
    return Answering(user, domain, None if target is None or target.backend == EMBEDDED else target, sync)


async def target_of_user(session: AsyncSession, user_id: int) -> MailTarget | None:
    """The mailbox's own target."""
    return (await session.scalars(select(MailTarget).where(MailTarget.user_id == user_id))).first()


async def target_of_domain(session: AsyncSession, domain_id: int) -> MailTarget | None:
    """The target of a whole domain."""
    return (await session.scalars(select(MailTarget).where(MailTarget.domain_id == domain_id))).first()


async def domain_of(session: AsyncSession, organization_id: int, domain_id: int) -> MailDomain | None:
    """A mail domain of an organization."""
    statement = select(MailDomain).where(MailDomain.id == domain_id, MailDomain.organization_id == organization_id)
    return (await session.scalars(statement)).first()


async def domains_of(session: AsyncSession, organization_id: int) -> Sequence[tuple[MailDomain, MailTarget | None]]:
    """The mail domains of an organization by name, each with its target."""
    statement = (
        select(MailDomain, MailTarget)
        .outerjoin(MailTarget, MailTarget.domain_id == MailDomain.id)
        .where(MailDomain.organization_id == organization_id)
        .order_by(MailDomain.name)
        .limit(MOST_DOMAINS)
    )
    return [(row[0], row[1]) for row in await session.execute(statement)]


async def targets(session: AsyncSession, most: int = 1000) -> Sequence[tuple[MailTarget, str]]:
    """Every registered target and the address or domain that it is for: domains first."""
    statement = (
        select(MailTarget, func.coalesce(MailDomain.name, User.email))
        .outerjoin(User, User.id == MailTarget.user_id)
        .outerjoin(MailDomain, MailDomain.id == MailTarget.domain_id)
        .order_by(MailTarget.user_id.is_not(None), MailTarget.id)
        .limit(most)
    )
    return [(row[0], row[1]) for row in await session.execute(statement)]


async def delegated_key(session: AsyncSession, domain_id: int, platform: str) -> str | None:
    """The sealed key of the service account with which the domain's own organization acts in it."""
    return await session.scalar(_CREDENTIAL, {"domain_id": domain_id, "platform": platform})


async def is_member(session: AsyncSession, user_id: int, domain: MailDomain) -> bool:
    """Whether somebody belongs to a domain's organization."""
    member = exists().where(
        Membership.user_id == user_id,
        Membership.team_id == domain.organization_id,
        Membership.accepted.is_(True),
    )
    return bool(await session.scalar(select(member)))


async def aliases(session: AsyncSession, user_id: int) -> Sequence[str]:
    """The other addresses of a mailbox."""
    statement = select(MailboxAlias.address).where(MailboxAlias.user_id == user_id).order_by(MailboxAlias.id)
    return (await session.scalars(statement.limit(MOST_ALIASES))).all()


async def inside(session: AsyncSession, domain: MailDomain) -> Sequence[str]:
    """The domains whose senders belong to the same house (mailbox sheet, section 1)."""
    # Of domains without an organization each is a house of its own: nothing equals NULL.
    same = MailDomain.organization_id == domain.organization_id
    statement = select(MailDomain.name).where(or_(MailDomain.id == domain.id, same)).order_by(MailDomain.id)
    return (await session.scalars(statement.limit(MOST_DOMAINS))).all()


async def held(session: AsyncSession, user_id: int) -> MailboxSync | None:
    """How far a mailbox's server has been told, held until the end of the transaction."""
    statement = select(MailboxSync).where(MailboxSync.user_id == user_id).with_for_update()
    return (await session.scalars(statement.execution_options(populate_existing=True))).first()


async def is_down(session: AsyncSession, sync: MailboxSync, since: datetime) -> bool:
    """Whether the same server let somebody else's mailbox wait just now."""
    other = exists().where(
        MailboxSync.target_id == sync.target_id,
        MailboxSync.user_id != sync.user_id,
        MailboxSync.is_unreachable.is_(True),
        MailboxSync.tried_at > since,
    )
    return bool(await session.scalar(select(other)))


async def hasten(session: AsyncSession, organization_id: int, at: datetime) -> None:
    """Have the mailboxes of an organization looked at now whose people keep its holidays and chose none themselves."""
    await session.execute(_HASTEN, {"organization_id": organization_id, "at": at, "now": at})


async def due(session: AsyncSession, at: datetime, most: int) -> Sequence[int]:
    """The mailboxes whose servers are to be looked at, longest due first."""
    return (await session.scalars(_DUE, {"at": at, "most": most})).all()


async def stood_in_for(session: AsyncSession, substitute_id: int, at: datetime) -> Sequence[int]:
    """Those with a mail server of their own whom somebody stands in for at an instant or later."""
    since = (at - timedelta(days=1)).date()
    return (await session.scalars(_STOOD_IN_FOR, {"substitute_id": substitute_id, "since": since})).all()


async def stuck(session: AsyncSession, since: datetime, after: int, most: int) -> Sequence[MailboxSync]:
    """The mailboxes whose servers have failed at least since an instant, some at a time, in the order of their ids."""
    statement = (
        select(MailboxSync)
        .where(MailboxSync.state == "failing", MailboxSync.failing_since <= since, MailboxSync.user_id > after)
        .order_by(MailboxSync.user_id)
        .limit(most)
    )
    return (await session.scalars(statement)).all()


async def people_of(session: AsyncSession, domain_name: str, after: int, most: int) -> Sequence[int]:
    """Who has a mailbox in a domain, some at a time, in the order of their ids."""
    return (await session.scalars(_OF_DOMAIN, {"name": domain_name, "after": after, "most": most})).all()


async def foreign_edit(session: AsyncSession, user_id: int) -> ForeignEdit | None:
    """The last change that somebody made at the server."""
    return await session.get(ForeignEdit, user_id)


async def syncs_of_organization(
    session: AsyncSession, organization_id: int, page: Page, state: str | None = None
) -> Sequence[tuple[User, MailTarget, MailboxSync]]:
    """The mailboxes in an organization's domains that a mail server answers for, by address."""
    statement = (
        select(User, MailTarget, MailboxSync)
        .join(MailboxSync, MailboxSync.user_id == User.id)
        .join(MailTarget, MailTarget.id == MailboxSync.target_id)
        .join(MailDomain, and_(_in_domain(), MailDomain.organization_id == organization_id))
        .order_by(User.email)
        .limit(page.take)
        .offset(page.skip)
    )
    if state is not None:
        statement = statement.where(MailboxSync.state == state)
    return [(row[0], row[1], row[2]) for row in await session.execute(statement)]
