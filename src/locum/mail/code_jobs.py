"""Mailing codes. The job knows which code, not what it is: that is derived again when the message is written."""

from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import defer, jobs, workshop
from locum.kit import clock
from locum.mail.clean import is_mailbox
from locum.mail.code_letter import CodeNotice
from locum.mail.compose import code_mail
from locum.mail.message import Sender
from locum.mail.notices import Person
from locum.mail.shelf import RETRIES, Subject, keep
from locum.verification.events import EmailCodeIssued
from locum.verification.queries import good_code
from locum.verification.rules import code_of


async def defer_code(session: AsyncSession, event: EmailCodeIssued) -> None:
    """Have a code mailed once this transaction commits."""
    await defer(
        session,
        send_code,
        code_id=event.code_id,
        address=event.address,
        language=event.language,
        zone=event.zone,
        asked_by=event.asked_by,
        happening=uuid4().hex,
    )


@jobs.task(name="mail.send_code", retry=RETRIES)
async def send_code(code_id: int, address: str, language: str, zone: str, asked_by: str, happening: str) -> None:
    """Write the message and keep it, once for this occasion. What has expired meanwhile is not worth a mail."""
    settings = workshop().settings
    sender = Sender.parse(settings.mail_from)
    async with workshop().database.work() as session:
        kept = await good_code(session, code_id)
        if kept is None or kept.address != address or not is_mailbox(address):
            return
        notice = CodeNotice(
            reader=Person(name="", email=address, zone=zone, language=language),
            code=code_of(settings.secret, kept.channel, kept.address, kept.salt),
            valid_until=kept.expires_at,
            asked_by=asked_by,
        )
        mail = code_mail(notice, sender, f"code:{code_id}:{happening}", f"code:{code_id}", clock.now())
        await keep(session, [mail], Subject("verification.code"), sender)
