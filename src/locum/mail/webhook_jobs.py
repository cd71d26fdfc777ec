"""Writing to those whose webhook was switched off."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import defer, jobs, workshop
from locum.kit import clock
from locum.mail.clean import is_mailbox
from locum.mail.compose import webhook_mail
from locum.mail.message import Sender
from locum.mail.people import load_users, person_of
from locum.mail.shelf import RETRIES, Subject, keep
from locum.mail.webhook_letter import DisabledNotice
from locum.webhooks.events import WebhookDisabled


async def defer_disabled(session: AsyncSession, event: WebhookDisabled) -> None:
    """Have people told once this transaction commits."""
    await defer(
        session,
        tell_disabled,
        webhook_id=str(event.webhook_id),
        address=event.subscriber_url,
        since=event.since.isoformat(),
        user_ids=list(event.user_ids),
        happened_at=clock.now().isoformat(),
    )


@jobs.task(name="mail.webhook_disabled", retry=RETRIES)
async def tell_disabled(webhook_id: str, address: str, since: str, user_ids: list[int], happened_at: str) -> None:
    """Write to each of them and keep the messages, once for this occasion."""
    sender = Sender.parse(workshop().settings.mail_from)
    at = datetime.fromisoformat(happened_at)
    async with workshop().database.work() as session:
        users = await load_users(session, user_ids)
        mails = [
            webhook_mail(
                DisabledNotice(person_of(user), address, datetime.fromisoformat(since)),
                sender,
                f"webhook:{webhook_id}:disabled:{happened_at}:{user.id}",
                f"webhook:{webhook_id}",
                at,
            )
            for user in users.values()
            if is_mailbox(user.email)
        ]
        await keep(session, mails, Subject("webhook.disabled"), sender)
