"""Whose webhook was switched off is told, once, in his language."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.events import publish
from locum.kit import clock
from locum.mail.models import MailMessage
from locum.mail.webhook_jobs import tell_disabled
from locum.webhooks.events import WebhookDisabled
from tests.factories.world import World
from tests.mail.accounts import opened

SINCE = datetime(2050, 5, 2, 6, 0, tzinfo=UTC)
_WAITING = text("SELECT args FROM procrastinate_jobs WHERE task_name = 'mail.webhook_disabled'")

pytestmark = pytest.mark.usefixtures("jobs_here")


async def told(session: AsyncSession, *user_ids: int) -> list[MailMessage]:
    """What is written, the job having run twice, as after a crash."""
    address = "https://hook.example/cal?key=a-secret"
    with clock.frozen(SINCE.replace(day=7)):
        await publish(session, WebhookDisabled(uuid4(), address, SINCE, user_ids))
    (arguments,) = (await session.scalars(_WAITING)).all()
    for _ in range(2):
        await tell_disabled(**arguments)
    return [*await session.scalars(select(MailMessage).order_by(MailMessage.recipient))]


async def test_everybody_who_manages_it_is_written_to(world: World, session: AsyncSession) -> None:
    anna = await world.user(email="anna@house.example", time_zone="Europe/Berlin", time_format=24)
    ben = await world.user(email="ben@house.example")
    first, second = await told(session, anna.id, ben.id, 999_999)
    assert [first.recipient, second.recipient] == ["anna@house.example", "ben@house.example"]
    assert (first.kind, first.subject) == ("webhook.disabled", "A webhook to hook.example was switched off")
    words = opened(first).text
    assert "Address: https://hook.example/cal\n" in words
    assert "Failing since: Monday, May 2, 2050, 08:00 (Central European Summer Time)\n" in words
    assert "a-secret" not in words + opened(first).html


@pytest.mark.parametrize(
    ("locale", "subject"),
    [
        ("de", "Ein Webhook zu hook.example wurde abgeschaltet"),
        ("ar", "تم إيقاف خطاف الويب إلى \u2068hook.example\u2069"),
    ],
)
async def test_in_his_language(world: World, session: AsyncSession, locale: str, subject: str) -> None:
    (message,) = await told(session, (await world.user(locale=locale)).id)
    assert message.subject == subject
    assert dict(opened(message).headers)["Content-Language"] == locale
