"""Use case: the other addresses of a mailbox."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit.errors import BadRequest
from locum.kit.wire_types import email_address
from locum.mailboxes import queries, rules
from locum.mailboxes.models import MailboxAlias


async def replace_aliases(session: AsyncSession, user_id: int, addresses: Sequence[str]) -> None:
    """The mailbox has these aliases and no others.

    Raises BadRequest for what is no address, lies in no mail domain, or is somebody else's.
    """
    wanted = list(dict.fromkeys(_checked(address) for address in addresses))
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext("mailboxes.aliases"))))
    await _check_domains(session, wanted)
    await _check_free(session, user_id, wanted)
    await session.execute(delete(MailboxAlias).where(MailboxAlias.user_id == user_id))
    session.add_all(MailboxAlias(user_id=user_id, address=address) for address in wanted)
    await session.flush()


def _checked(address: str) -> str:
    try:
        return rules.normal_address(email_address(address))
    except ValueError as error:
        raise BadRequest(f"'{address:.200}' is not a valid e-mail address") from error


async def _check_domains(session: AsyncSession, addresses: Sequence[str]) -> None:
    names = {domain for address in addresses if (domain := rules.domain_of(address))}
    unknown = names - await queries.known_domains(session, names)
    if unknown:
        raise BadRequest(f"Domain '{min(unknown)}' is not a mail domain")


async def _check_free(session: AsyncSession, user_id: int, addresses: Sequence[str]) -> None:
    taken = await queries.address_of_another(session, user_id, addresses)
    if taken is not None:
        raise BadRequest(f"'{taken}' is already in use")
