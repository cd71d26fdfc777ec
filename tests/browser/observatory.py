"""An organization with something on every page of its dashboard, and Maud, who runs it and the server."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from itsdangerous import TimestampSigner
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.absences.patterns import Details, Pattern
from locum.absences.series import enter as series_enter
from locum.api_keys.models import ApiKey
from locum.attributes.models import Assignment, Attribute, AttributeOption
from locum.event_types.models import EventType
from locum.event_types.rules.defaults import default_settings
from locum.http.credentials import digest
from locum.kit import clock
from locum.kit.crypto import Vault
from locum.mailboxes.models import MailDomain
from locum.memberships.models import Membership, Profile
from locum.oauth2.models import Application, ApplicationSecret
from locum.organizations.models import OAuthClient, Team
from locum.pages.sessions.service import sign_in
from locum.responder.models import IncomingMessage
from locum.roles.models import CustomRole
from locum.schedules.models import Schedule, ScheduleRule
from locum.users.models import User
from locum.webhooks.disabling import REASON
from locum.webhooks.models import Webhook, WebhookDelivery, WebhookEvent
from tests.browser.meetings import meet

NOW = datetime(2027, 2, 1, 6, 0, tzinfo=UTC)
DOMAIN = "observatory.example.com"
LONG_ADDRESS = "https://hooks.a-very-long-name-of-a-house.example.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXX"


@dataclass(slots=True)
class Observatory:
    """The organization, Maud's session, and the addresses of the pages with an id in them, by what they show."""

    cookie: str = ""
    pages: dict[str, str] = field(default_factory=dict)


async def furnish(session: AsyncSession, secret: str) -> Observatory:
    """Three people, a team, and one of everything; as of `NOW`."""
    with clock.frozen(NOW):
        return await _furnish(session, secret)


async def _furnish(session: AsyncSession, secret: str) -> Observatory:
    place = Team(name="Harvard Observatory", slug="observatory", is_organization=True, is_platform=True)
    session.add(place)
    await session.flush()
    team = Team(name="Night shift", slug="night-shift", organization_id=place.id, bio="Plates from dusk till dawn.")
    session.add(team)
    await session.flush()
    maud = await _person(session, place, team, "Antonia Maury", "OWNER", is_system_admin=True)
    cecilia = await _person(session, place, team, "Cecilia Payne-Gaposchkin", "MEMBER")
    henrietta = await _person(session, place, team, "Henrietta Swan Leavitt", "ADMIN", password_hash=None)
    absences = _absences(maud, cecilia, henrietta)
    session.add_all(absences)
    fridays = Pattern(date(2027, 2, 5), 1, 13 * 60, 17 * 60, "FREQ=WEEKLY;BYDAY=FR")
    series = await series_enter(session, maud, fridays, Details(notes="Reading plates at home."))
    session.add_all([MailDomain(name=DOMAIN, organization_id=place.id), *_messages(maud)])
    made = Observatory(pages={"person": f"/people/{cecilia.id}", "team": f"/teams/{team.id}"})
    hours = Schedule(user_id=maud.id, name="Nights", time_zone="America/New_York")
    hours.rules = [ScheduleRule(days=[1, 2, 3, 4, 5], start_minute=1200, end_minute=1439)]
    hours.rules.append(ScheduleRule(days=[], on_date=date(2027, 3, 1), start_minute=0, end_minute=0))
    session.add(hours)
    await session.flush()
    made.pages |= await meet(session, team, [maud, cecilia, henrietta])
    made.pages["meetings in the way"] = f"/away/{absences[0].id}/meetings"
    made.pages["recurring absence"] = f"/away/recurring/{series.id}"
    made.pages["schedule"] = f"/availability/{hours.id}"
    made.pages["invitations"] = f"/teams/{team.id}/invitations"
    made.pages["member"] = f"/teams/{team.id}/members/{cecilia.id}"
    made.pages["adding to a team"] = f"/teams/{team.id}/members/add"
    made.pages["attributes of a person"] = f"/people/{cecilia.id}/attributes"
    made.pages["absences of a person"] = f"/people/{cecilia.id}/away"
    made.pages["removing a person"] = f"/people/{cecilia.id}/remove"
    await _attributes(session, place, cecilia, made)
    await _role(session, place, made)
    await _programs(session, place, maud, secret, made)
    token = await sign_in(session, maud.id)
    made.cookie = TimestampSigner(secret, salt="pages.session").sign(token).decode()
    return made


async def _person(session: AsyncSession, place: Team, team: Team, name: str, role: str, **values: Any) -> User:
    username = name.split(maxsplit=1)[0].lower()
    usual = {"email": f"{username}@{DOMAIN}", "username": username, "time_zone": "America/New_York"}
    user = User(**{"password_hash": "unused", **usual, **values}, name=name, organization_id=place.id)
    session.add(user)
    await session.flush()
    session.add(Membership(user_id=user.id, team_id=place.id, role=role, accepted=True))
    session.add(Membership(user_id=user.id, team_id=team.id, role=role, accepted=True))
    session.add(Profile(user_id=user.id, organization_id=place.id, username=username))
    await session.flush()
    return user


def _absences(maud: User, cecilia: User, henrietta: User) -> list[Absence]:
    said: dict[str, Any] = {
        "notes": "On Mount Wilson, no telephone.",
        "show_note_publicly": True,
        "reason": "travel",
    }
    rows: list[tuple[User, User | None, date, date, dict[str, Any]]] = [
        (maud, henrietta, date(2027, 2, 1), date(2027, 2, 5), said),
        (cecilia, maud, date(2027, 2, 10), date(2027, 3, 2), {"reason": "vacation"}),
        (cecilia, None, date(2027, 3, 20), date(2027, 3, 20), {}),
    ]
    return [
        Absence(user_id=who.id, substitute_id=other.id if other else None, first_day=first, last_day=last, **more)
        for who, other, first, last, more in rows
    ]


def _messages(maud: User) -> list[IncomingMessage]:
    """What came in, and why it was answered or not."""
    told = [("edward.pickering@harvard.example.edu", "not_away"), ("", "null_sender"), ("list@plates.example", None)]
    return [
        IncomingMessage(
            user_id=maud.id,
            sender=sender,
            recipient=maud.email,
            received_at=NOW - timedelta(hours=number),
            digest=bytes([number]),
            decided_at=NOW if reason else None,
            reason=reason,
        )
        for number, (sender, reason) in enumerate(told)
    ]


async def _attributes(session: AsyncSession, place: Team, person: User, made: Observatory) -> None:
    language = Attribute(organization_id=place.id, type="MULTI_SELECT", name="Language", slug="language")
    years = Attribute(organization_id=place.id, type="NUMBER", name="Years of service", slug="years")
    session.add_all([language, years])
    await session.flush()
    options = [
        AttributeOption(attribute_id=language.id, value=value, slug=value.lower()) for value in ("English", "Spanish")
    ]
    session.add_all(options)
    await session.flush()
    membership = await _membership(session, place, person)
    session.add(Assignment(membership_id=membership, user_id=person.id, option_id=options[0].id))
    made.pages["attribute"] = f"/attributes/{language.uuid}"
    made.pages["option"] = f"/attributes/{language.uuid}/options/{options[0].uuid}"


async def _membership(session: AsyncSession, place: Team, person: User) -> int:
    statement = select(Membership.id).where(Membership.team_id == place.id, Membership.user_id == person.id)
    return (await session.scalars(statement)).one()


async def _role(session: AsyncSession, place: Team, made: Observatory) -> None:
    role = CustomRole(team_id=place.id, name="Front desk", description="Answers the door.")
    role.permissions = ["booking.read", "ooo.read", "ooo.create"]
    session.add(role)
    await session.flush()
    made.pages["role"] = f"/roles/{role.id}"


async def _programs(session: AsyncSession, place: Team, owner: User, secret: str, made: Observatory) -> None:
    """Keys, an OAuth client, an application, and webhooks with what was sent to them."""
    keys = [
        ApiKey(user_id=owner.id, digest=digest("one"), note="Backup of the plates", expires_at=None),
        ApiKey(user_id=owner.id, digest=digest("two"), note=None, expires_at=NOW - timedelta(days=1)),
    ]
    client = OAuthClient(
        id="cobservatory",
        organization_id=place.id,
        secret_digest=digest("s"),
        sealed_secret=Vault(secret).seal("a5" * 32),
        name="Plate archive",
        permissions=1023,
        redirect_uris=["https://archive.example.com/callback"],
    )
    dome = Application(client_id="cldome", owner_id=owner.id, name="Dome", kind="CONFIDENTIAL", scopes=["BOOKING_READ"])
    dome.redirect_uris = ["https://dome.example.com/callback"]
    session.add_all([*keys, client, dome])
    await session.flush()
    session.add(ApplicationSecret(application_id=dome.id, digest=digest("old"), hint="1a2b"))
    session.add(ApplicationSecret(application_id=dome.id, digest=digest("new"), hint="9f00"))
    made.pages["ending a key"] = f"/keys/{keys[0].id}/delete"
    made.pages["client"] = f"/clients/{client.id}"
    made.pages["application"] = f"/applications/{dome.client_id}"
    await _hooks(session, place, owner, Vault(secret), made)


async def _hooks(session: AsyncSession, place: Team, owner: User, vault: Vault, made: Observatory) -> None:
    """One of Maud's own, one of the organization that was switched off, and one of an event type."""
    plates = EventType(**default_settings(), user_id=owner.id, title="Reading plates", slug="plates")
    plates.length_in_minutes = 60
    session.add(plates)
    await session.flush()
    made.pages["event type"] = f"/event-types/{plates.id}"
    own, silent, hung = (
        Webhook(subscriber_url=LONG_ADDRESS, active=True, triggers=["BOOKING_CREATED", "OOO_CREATED"], **whose)
        for whose in ({"user_id": owner.id}, {"team_id": place.id}, {"event_type_id": plates.id})
    )
    own.sealed_secret = vault.seal("a secret")
    silent.active, silent.disabled_at, silent.disabled_reason = False, NOW - timedelta(days=1), REASON
    session.add_all([own, silent, hung])
    await session.flush()
    deliveries = await _deliveries(session, owner, own)
    made.pages["webhook"] = f"/webhooks/{own.id}"
    made.pages["webhook switched off"] = f"/webhooks/{silent.id}"
    made.pages["changing a webhook"] = f"/webhooks/{own.id}/edit"
    made.pages["delivery"] = f"/webhooks/{own.id}/deliveries/{deliveries[1].id}"


async def _deliveries(session: AsyncSession, owner: User, hook: Webhook) -> list[WebhookDelivery]:
    events = [
        WebhookEvent(
            trigger="OOO_CREATED",
            user_id=owner.id,
            body={"triggerEvent": "OOO_CREATED", "payload": {"oooEntry": {"id": number, "notes": "x" * 200}}},
            created_at=NOW - timedelta(hours=number),
            fanned_out_at=NOW,
        )
        for number in range(1, 4)
    ]
    session.add_all(events)
    await session.flush()
    came: list[dict[str, Any]] = [
        {"state": "delivered", "attempts": 1, "status": 200, "answer": "ok", "duration_ms": 82},
        {"state": "failed", "attempts": 16, "status": 503, "answer": "<h1>Busy</h1>", "duration_ms": 10_000},
        {"state": "pending", "attempts": 2, "status": None, "error": "The name is unknown.", "duration_ms": 12},
    ]
    rows = [
        WebhookDelivery(
            webhook_id=hook.id,
            event_id=event.id,
            next_attempt_at=NOW + timedelta(hours=1),
            attempted_at=NOW - timedelta(minutes=5),
            created_at=NOW - timedelta(hours=1),
            **said,
        )
        for event, said in zip(events, came, strict=True)
    ]
    session.add_all(rows)
    await session.flush()
    return rows
