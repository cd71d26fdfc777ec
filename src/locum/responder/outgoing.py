"""A reply joins the messages that go out: kept, sent and given up like all of them, but with the null sender."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit import clock
from locum.mail.clean import mailbox as mailbox_address
from locum.mail.message import Sender
from locum.mail.models import MailMessage
from locum.mail.sending import defer_sending
from locum.replies.state import Text
from locum.responder.composing import Answer, compose
from locum.responder.facts import Facts
from locum.responder.models import IncomingMessage
from locum.users.models import User

KIND = "reply"
NULL_SENDER = ""


async def put(
    session: AsyncSession, user: User, message: IncomingMessage, facts: Facts, text: Text, expires_at: datetime
) -> int:
    """Write the reply to a message and have it sent once this transaction commits; its id among kept messages.

    It goes to the envelope's sender only, whatever the message says (RFC 3834, section 4).
    """
    now, key = clock.now(), f"reply:{message.id}"
    mailbox = Sender(user.name or "", message.recipient)
    subject, content = compose(Answer(key, mailbox, message.sender, text.subject, text.html or "", now), facts)
    reply = MailMessage(
        idempotency_key=key,
        kind=KIND,
        sender=NULL_SENDER,
        recipient=mailbox_address(message.sender),
        subject=subject,
        content=content,
        created_at=now,
        expires_at=expires_at,
    )
    session.add(reply)
    await session.flush()
    await defer_sending(session, reply.id)
    return reply.id
