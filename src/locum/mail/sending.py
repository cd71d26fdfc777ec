"""The last step: a kept message goes to the mail server, again and again until it is taken or given up.

Delivery is at least once: a crash between the server's yes and the note of it, which is made before anything else is
said or done, sends the same bytes, with the same Message-ID, a second time. SMTP has no way to ask what became of them.
"""

import structlog
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import Workshop, defer, jobs, workshop
from locum.db.outgoing import note_attempt
from locum.kit import clock
from locum.mail import queries
from locum.mail.message import Sender
from locum.mail.reading import without_secrets
from locum.mail.transport import Never, NotNow, SmtpServer, handed_over

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 24
"""With the waits below: about nineteen hours."""
LONGEST_WAIT_SECONDS = 3600


class BackOff(BaseRetryStrategy):
    """Wait ten seconds, then three times as long each time, up to an hour. Whoever counts attempts ends it."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        return RetryDecision(retry_in={"seconds": wait_seconds(job.attempts)})


def wait_seconds(attempts: int) -> int:
    """How long to wait after so many earlier attempts."""
    return min(10 * int(3 ** min(attempts, 10)), LONGEST_WAIT_SECONDS)


@jobs.task(name="mail.send", retry=BackOff())
async def send(message_id: int) -> None:
    """Send one kept message."""
    await deliver(workshop(), message_id)


async def defer_sending(session: AsyncSession, message_id: int) -> None:
    """Have a message sent once this transaction commits; one at a time."""
    await defer(session, send, lock=f"mail.message:{message_id}", message_id=message_id)


async def deliver(tools: Workshop, message_id: int) -> None:
    """Try once. Without a mail server, and for what is sent or given up already, there is nothing to do.

    Raises NotNow when it is worth trying again. No transaction is open while the server is spoken to.
    """
    if tools.settings.smtp_url is None:
        return
    async with tools.database.work() as session:
        message = await queries.waiting(session, message_id)
    if message is None:
        return
    if message.expires_at is not None and message.expires_at <= clock.now():
        await _note(tools, message_id, error=message.last_error or "too late", is_final=True)
        return
    server, hello = SmtpServer.parse(tools.settings.smtp_url), Sender.parse(tools.settings.mail_from).domain
    try:
        own_name = "" if message.sender else hello
        async with handed_over(server, message.sender, message.recipient, message.content, own_name):
            await _note(tools, message_id, error=None, is_final=True)
    except Never as error:
        await _note(tools, message_id, error=str(error), is_final=True)
    except NotNow as error:
        is_final = message.attempts + 1 >= MOST_ATTEMPTS
        await _note(tools, message_id, error=str(error), is_final=is_final)
        if not is_final:
            raise


def is_for_its_reader_alone(kind: str) -> bool:
    """Whether messages of a kind hold codes, or links that let their bearer in: these are not kept once sent."""
    return kind == "verification.code" or kind.startswith("account.")


async def _note(tools: Workshop, message_id: int, *, error: str | None, is_final: bool) -> None:
    async with tools.database.work() as session:
        message = await queries.waiting(session, message_id)
        if message is None:
            return
        note_attempt(message, error, is_final=is_final)
        if error is None and is_for_its_reader_alone(message.kind):
            message.subject, message.content = without_secrets(message.subject, message.content)
    if error is not None:
        told = log.error if is_final else log.warning
        told("mail not delivered", message=message_id, given_up=is_final, error=error)
