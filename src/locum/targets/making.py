"""From rows to a backend that can be asked."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.mailboxes.models import MailDomain
from locum.settings import Settings
from locum.targets import queries
from locum.targets.backends.port import Mailbox
from locum.targets.backends.registry import KINDS, Plan
from locum.targets.models import MailTarget
from locum.users.models import User


async def mailbox_of(session: AsyncSession, user: User, domain: MailDomain | None) -> Mailbox:
    """Somebody's mailbox as mail servers know it."""
    inside = await queries.inside(session, domain) if domain else [user.email.rpartition("@")[2]]
    return Mailbox(user.id, user.email, tuple(await queries.aliases(session, user.id)), tuple(inside))


async def plan_of(
    session: AsyncSession,
    settings: Settings,
    target: MailTarget,
    mailbox: Mailbox,
    domain: MailDomain | None,
    *,
    leaving: bool = False,
) -> Plan:
    """What a target's backend is made of, for one mailbox. Raises SealBroken.

    `leaving`: the server answered for the mailbox so far, whatever its owner belongs to by now.
    """
    sealed, platform = target.secret, KINDS[target.backend].platform
    if sealed is None and platform is not None and domain is not None:
        # An address alone gives nobody the use of an organization's key.
        is_theirs = leaving or await queries.is_member(session, mailbox.user_id, domain)
        sealed = await queries.delegated_key(session, domain.id, platform) if is_theirs else None
    return Plan(
        backend=target.backend,
        settings=target.settings,
        secret=settings.vault.open(sealed) if sealed else None,
        mailbox=mailbox,
        allow_private=settings.outbound_allow_private or target.by_operator,
        gromox_root=settings.gromox_root if target.by_operator else None,
    )
