"""Messages to phones that nobody waits for: kept with what causes them, then handed over until somebody takes them.

Delivery is at least once: a crash between the gateway's yes and the note of it sends the same text a second time.
"""

from datetime import timedelta

import structlog
from procrastinate import RetryStrategy
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import Workshop, defer, jobs, workshop
from locum.db.outgoing import note_attempt
from locum.kit import clock
from locum.sms import queries
from locum.sms.gateways import gateway_for
from locum.sms.models import OutgoingSms
from locum.sms.port import NotSent

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 8
"""With the waits between them: about three hours. Later than that a message would rather confuse."""
MOST_A_DAY = 20
"""To one number: strangers make bookings, and each message costs whoever runs the server money."""


async def post(session: AsyncSession, key: str, number: str, text: str) -> bool:
    """Have a message sent once this transaction commits, once for this key; False when that number had enough."""
    if await queries.written_since(session, number, clock.now() - timedelta(days=1)) >= MOST_A_DAY:
        log.warning("message to a phone not written: too many in a day")
        return False
    values = {"idempotency_key": key, "recipient": number, "text": text, "created_at": clock.now(), "attempts": 0}
    statement = insert(OutgoingSms).values(**values).on_conflict_do_nothing(index_elements=["idempotency_key"])
    message_id = (await session.execute(statement.returning(OutgoingSms.id))).scalar()
    if message_id is not None:
        await defer(session, send, lock=f"sms.message:{message_id}", message_id=message_id)
    return True


@jobs.task(name="sms.send", retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=3))
async def send(message_id: int) -> None:
    """Send one message."""
    await deliver(workshop(), message_id)


async def deliver(tools: Workshop, message_id: int) -> None:
    """Try once; nothing to do for what is sent or given up. Raises NotSent when it is worth trying again.

    No transaction is open while the gateway is spoken to.
    """
    async with tools.database.work() as session:
        message = await queries.waiting(session, message_id)
    if message is None:
        return
    try:
        await gateway_for(tools.settings, tools.database).send(message.recipient, message.text)
    except NotSent as error:
        is_final = message.attempts + 1 >= MOST_ATTEMPTS
        await _note(tools, message_id, error=str(error), is_final=is_final)
        if not is_final:
            raise
    else:
        await _note(tools, message_id, error=None, is_final=True)


async def _note(tools: Workshop, message_id: int, *, error: str | None, is_final: bool) -> None:
    async with tools.database.work() as session:
        message = await queries.waiting(session, message_id)
        if message is None:
            return
        note_attempt(message, error, is_final=is_final)
    if error is not None:
        told = log.error if is_final else log.warning
        told("message to a phone not delivered", message=message_id, given_up=is_final, error=error)
