"""Programs that work with the organization: webhooks with what one was sent, and an application of a member.

Not made through the API: it would ask the addresses, and these lead nowhere.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.demonstration.cast import DOMAIN, ORGANIZATION_SLUG, OWNER, PEOPLE, TEAM_OFFERS
from locum.event_types.models import EventType
from locum.kit import clock
from locum.kit.wire import format_instant
from locum.oauth2 import applications
from locum.oauth2.applications import Details
from locum.oauth2.rules.managing import Manager
from locum.organizations.models import Team
from locum.users.models import User
from locum.users.queries import by_email
from locum.webhooks.models import Webhook, WebhookDelivery, WebhookEvent

MOST_EVENTS = 8
HOST = "https://hooks.harbour.example"
"""Where webhooks would lead. They are switched off: a demonstration sends nothing anywhere."""
_CAME: tuple[dict[str, Any], ...] = (
    {"state": "delivered", "attempts": 1, "status": 200, "answer": "ok", "duration_ms": 84},
    {"state": "delivered", "attempts": 3, "status": 204, "duration_ms": 131},
    {"state": "failed", "attempts": 16, "status": 503, "answer": "Service Unavailable", "duration_ms": 2040},
    {"state": "delivered", "attempts": 1, "status": 200, "answer": "ok", "duration_ms": 66},
)


async def install(session: AsyncSession) -> None:
    """Webhooks, switched off, one with its log; an application that waits; a password for everybody."""
    place = (
        await session.scalars(select(Team).where(Team.slug == ORGANIZATION_SLUG, Team.is_organization.is_(True)))
    ).one()
    hook = await _hook(session, "/locum", ["OOO_CREATED", "BOOKING_CREATED"], team_id=place.id)
    await _other_hooks(session, place)
    absences = await session.scalars(select(Absence).order_by(Absence.id).limit(MOST_EVENTS))
    for number, absence in enumerate(absences.all()):
        await _delivery(session, hook, absence, number)
    await _let_everybody_in(session)
    developer = await by_email(session, f"jonas@{DOMAIN}")
    if developer is not None:
        details = Details("Waiting room screen", ["https://screen.harbour.example/callback"], ["BOOKING_READ"])
        await applications.register(session, Manager(developer.id), developer.id, details)


async def _hook(session: AsyncSession, path: str, triggers: list[str], **owner: int) -> Webhook:
    hook = Webhook(subscriber_url=f"{HOST}{path}", active=False, triggers=triggers, **owner)
    session.add(hook)
    await session.flush()
    return hook


async def _other_hooks(session: AsyncSession, place: Team) -> None:
    """Of the organization, of its owner, and of something that a team offers."""
    await _hook(session, "/rota", ["OOO_STARTED", "OOO_ENDED"], team_id=place.id)
    owner = await by_email(session, OWNER.email)
    if owner is not None:
        await _hook(session, "/phone", ["BOOKING_CREATED", "BOOKING_CANCELLED"], user_id=owner.id)
    offered = select(EventType.id).join(Team, Team.id == EventType.team_id).where(Team.organization_id == place.id)
    event_type_id = await session.scalar(offered.where(EventType.slug == TEAM_OFFERS[0][3]))
    if event_type_id is not None:
        await _hook(session, "/reception", ["BOOKING_RESCHEDULED"], event_type_id=event_type_id)


async def _let_everybody_in(session: AsyncSession) -> None:
    """All have the owner's password, so that whoever looks around can also look from where a member stands."""
    owner = await by_email(session, OWNER.email)
    if owner is not None:
        people = [person.email for person in PEOPLE]
        await session.execute(update(User).where(User.email.in_(people)).values(password_hash=owner.password_hash))


async def _delivery(session: AsyncSession, hook: Webhook, absence: Absence, number: int) -> None:
    at = clock.now() - timedelta(days=number, hours=3)
    entry = {"id": absence.id, "start": f"{absence.first_day}", "end": f"{absence.last_day}", "notes": absence.notes}
    body = {"triggerEvent": "OOO_CREATED", "createdAt": format_instant(at), "payload": {"oooEntry": entry}}
    event = WebhookEvent(
        trigger="OOO_CREATED", user_id=absence.user_id, team_id=hook.team_id, body=body, created_at=at, fanned_out_at=at
    )
    session.add(event)
    await session.flush()
    came = _CAME[number % len(_CAME)]
    said = {"next_attempt_at": at, "created_at": at, "attempted_at": at + timedelta(minutes=1), **came}
    session.add(WebhookDelivery(webhook_id=hook.id, event_id=event.id, **said))
    await session.flush()
