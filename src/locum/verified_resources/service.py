"""Use cases: have a code sent to an address or a phone, and prove with it that one reads there."""

import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.audit_trail import let_go
from locum.db.events import publish
from locum.kit import clock
from locum.kit.errors import BadRequest, Conflict, NotFound
from locum.sms.port import Gateway, NotSent
from locum.users import queries as users
from locum.users.models import User
from locum.verification.codes import Codes
from locum.verification.events import EmailCodeIssued
from locum.verification.rules import LASTS, Channel
from locum.verification.texts import phone_text
from locum.verified_resources import queries
from locum.verified_resources.models import VerifiedResource
from locum.verified_resources.queries import Owner

log = structlog.get_logger(__name__)

ALREADY = "Email is already verified."
NOT_SENT = "Could not send verification code to this phone number."
WRONG_CODE = {Channel.EMAIL: "Invalid Verification Code", Channel.PHONE: "Could not verify phone number."}


async def mail_code(session: AsyncSession, codes: Codes, owner: Owner, email: str) -> None:
    """Have a code mailed to an address. Raises Conflict when the owner has it already, TooManyRequests."""
    if await queries.is_verified(session, owner, Channel.EMAIL, email):
        raise Conflict(ALREADY)
    asking = await _asking(session, owner)
    issued = await codes.issue(Channel.EMAIL, email, _asker(owner))
    name = asking.name or asking.username or ""
    await publish(session, EmailCodeIssued(issued.id, email, asking.locale, asking.time_zone, name))


async def text_code(
    session: AsyncSession, codes: Codes, gateway: Gateway, owner: Owner, number: str, service: str
) -> None:
    """Send a code to a phone, now: whoever asks wants to know whether it went (platform sheet, section 8).

    `service` is the name that the house sends under. Raises BadRequest when it could not be sent, TooManyRequests.
    """
    language = (await _asking(session, owner)).locale
    async with let_go(session):
        issued = await codes.issue(Channel.PHONE, number, _asker(owner))
        try:
            await gateway.send(number, phone_text(language, issued.code, service, int(LASTS.total_seconds() // 60)))
        except NotSent as error:
            log.warning("message to a phone not sent", reason=str(error))
            raise BadRequest(NOT_SENT) from error


async def verify(
    session: AsyncSession, codes: Codes, owner: Owner, channel: Channel, address: str, code: str
) -> VerifiedResource:
    """Keep the address for its owner, once. Raises BadRequest for a wrong code, TooManyRequests after too many."""
    if not await codes.is_right(channel, address, code, _asker(owner)):
        raise BadRequest(WRONG_CODE[channel])
    now = clock.now()
    statement = insert(VerifiedResource).values(
        channel=channel,
        address=address,
        user_id=owner.user_id if owner.team_id is None else None,
        team_id=owner.team_id,
        verified_by_id=owner.user_id,
        created_at=now,
        updated_at=now,
    )
    await session.execute(statement.on_conflict_do_nothing())
    kept = await queries.of_address(session, owner, channel, address)
    if kept is None:
        raise RuntimeError("what was just kept is in the database")
    return kept


async def seen(session: AsyncSession, owner: Owner, channel: Channel, resource_id: int) -> VerifiedResource:
    """One address or number of an owner. Raises NotFound for another's, too."""
    found = await queries.one(session, owner, channel, resource_id)
    if found is None:
        raise NotFound(f"Verified {channel} with id {resource_id} not found")
    return found


async def _asking(session: AsyncSession, owner: Owner) -> User:
    user = await users.by_id(session, owner.user_id)
    if user is None:
        raise NotFound("The account of the caller is gone.")
    return user


def _asker(owner: Owner) -> str:
    return f"user:{owner.user_id}"
