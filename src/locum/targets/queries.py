"""Every SELECT of mail targets."""

from collections.abc import Collection, Mapping

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.mailboxes.models import MailDomain
from locum.targets.models import EMBEDDED, MailTarget
from locum.users.models import User

_own, _common = aliased(MailTarget), aliased(MailTarget)
_BACKENDS = (
    select(User.id, func.coalesce(_own.backend, _common.backend, EMBEDDED))
    .outerjoin(_own, _own.user_id == User.id)
    .outerjoin(MailDomain, MailDomain.name == func.split_part(User.email, "@", 2))
    .outerjoin(_common, _common.domain_id == MailDomain.id)
    .where(User.id.in_(bindparam("user_ids", expanding=True)))
)


async def backend_of(session: AsyncSession, user_ids: Collection[int]) -> Mapping[int, str]:
    """Who answers each person's mail: his mailbox's own target, else his domain's, else Locum's own responder."""
    if not user_ids:
        return {}
    rows = await session.execute(_BACKENDS, {"user_ids": list(user_ids)})
    return {row[0]: row[1] for row in rows}
