"""A live server on a port of its own, in a thread, with people who can be booked."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import uvicorn
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.app import create_app
from locum.db.session import Database
from locum.event_types.models import EventType
from locum.event_types.rules.defaults import default_settings
from locum.http.credentials import digest
from locum.http.scopes import LEGACY_SCOPES as LEGACY
from locum.http.scopes import SCOPES
from locum.invitations.models import SignUp, TeamInvitation
from locum.invitations.sign_up import confirmation_token
from locum.kit.passwords import hash_password
from locum.mail.models import MailMessage
from locum.memberships.models import Membership, Profile
from locum.oauth2.models import Application
from locum.organizations.models import Team
from locum.schedules.models import Schedule, ScheduleRule
from locum.settings import Settings
from locum.users.models import User
from locum.users.service import WAITING
from locum.users.tokens import Purpose, make_token
from tests.browser.observatory import NOW, Observatory, furnish

PASSWORD = "correct horse battery"
SECRET = "a secret of the tests"
WAITING_EMAIL = "ada.lovelace@a-very-long-name-of-a-house.example.com"
INVITATION = "1a" * 32
"""The token of an invitation to a team."""
STARTS_WITHIN_SECONDS = 60
_PICTURE = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="

FIELDS: list[dict[str, Any]] = [
    {"type": "phone", "slug": "phone", "label": "Phone number", "required": False, "placeholder": ""},
    {
        "type": "select",
        "slug": "topic",
        "label": "Topic",
        "required": True,
        "options": ["Numbers", "Poetry"],
        "placeholder": "Choose",
    },
    {"type": "checkbox", "slug": "bring", "label": "What will you bring", "required": False, "options": ["Tea"]},
    {"type": "radio", "slug": "how", "label": "How did you hear of us", "required": True, "options": ["Friend", "Ad"]},
    {"type": "boolean", "slug": "agree", "label": "I have read the notes", "required": True},
]
SEATS = {"seatsPerTimeSlot": 3, "showAttendeeInfo": False, "showAvailabilityCount": True}
WEEKLY = {"interval": 1, "occurrences": 4, "frequency": "weekly"}
PLACES = [
    {"type": "address", "address": "12 St James's Square, London", "public": True},
    {"type": "attendeePhone"},
    {"type": "integration", "integration": "cal-video"},
]


@dataclass(frozen=True, slots=True)
class Served:
    """A running server."""

    origin: str
    database: str
    """The address of its database."""
    mail_id: int
    ada: User
    """Nobody holds on to her session: to be read only."""
    observatory: Observatory

    @property
    def confirmation(self) -> str:
        """Where the mail of somebody who signed up leads."""
        return f"/signup/confirm?token={confirmation_token(SECRET, SignUp(id=1))}"

    def link(self, purpose: Purpose) -> str:
        """Where a mail to Ada would lead her."""
        token = make_token(SECRET, purpose, self.ada, NOW, WAITING_EMAIL)
        return f"/auth/{'confirm-email' if purpose is Purpose.EMAIL else 'password'}?token={token}"


@contextmanager
def serve(url: str, data_dir: Path) -> Iterator[Served]:
    """Run the server for as long as the block lasts."""
    # The browser's driver keeps a loop running in this thread.
    with ThreadPoolExecutor(1) as elsewhere:
        mail_id, ada, observatory = elsewhere.submit(lambda: asyncio.run(_fill(url))).result()
    listener = socket.create_server(("127.0.0.1", 0))
    origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
    settings = Settings(data_dir=data_dir, public_url=origin, secret_key=SECRET)
    app = create_app(settings, Database(url))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="on", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        _await(server)
        yield Served(origin, url, mail_id, ada, observatory)
    finally:
        server.should_exit = True
        thread.join(STARTS_WITHIN_SECONDS)
        listener.close()


def _await(server: uvicorn.Server) -> None:
    deadline = monotonic() + STARTS_WITHIN_SECONDS
    while not server.started:
        if monotonic() > deadline:
            raise TimeoutError("the server did not start")
        sleep(0.02)


async def _fill(url: str) -> tuple[int, User, Observatory]:
    database = Database(url)
    try:
        async with database.work() as session:
            return *await _people(session), await furnish(session, SECRET)
    finally:
        await database.engine.dispose()


async def _people(session: AsyncSession) -> tuple[int, User]:
    """Ada in Berlin, whom Charles stands in for on Wednesday and Thursday; a busy Friday; a message."""
    team = Team(name="Engines", slug="engines", is_organization=True)
    ada = User(
        email="ada@example.com",
        username="ada",
        name="Ada Lovelace",
        time_zone="Europe/Berlin",
        bio="Writes programs for machines that do not exist yet.",
        password_hash=hash_password(PASSWORD),
        is_system_admin=True,
        properties={WAITING: WAITING_EMAIL},
    )
    charles = User(email="charles@example.com", username="charles", name="Charles Babbage", time_zone="Europe/London")
    session.add_all([team, ada, charles])
    await session.flush()
    for user in (ada, charles):
        await _working(session, user, team)
    session.add_all(_event_types(ada, charles))
    session.add_all(await _invited(session, team))
    away = Absence(user_id=ada.id, substitute_id=charles.id, first_day=date(2027, 2, 3), last_day=date(2027, 2, 4))
    away.notes, away.show_note_publicly = "Walking in the mountains.", True
    message = _message()
    session.add_all([away, message, *_applications()])
    await session.flush()
    return message.id, ada


async def _invited(session: AsyncSession, organization: Team) -> list[SignUp]:
    """An invitation to a team, and somebody who followed it and has to confirm his address."""
    team = Team(name="Support", slug="support", organization_id=organization.id)
    session.add(team)
    await session.flush()
    until = NOW + timedelta(days=1)
    invitation = TeamInvitation(team_id=team.id, digest=digest(INVITATION), expires_at=until)
    session.add(invitation)
    await session.flush()
    waiting = SignUp(email="grace@example.com", password_hash="", locale="en", onward="/", expires_at=until)
    waiting.invitation_id = invitation.id
    return [waiting]


async def _working(session: AsyncSession, user: User, team: Team) -> None:
    """Monday to Friday, 9 to 17; but Friday the fifth is closed."""
    rule = ScheduleRule(position=0, days=[1, 2, 3, 4, 5], on_date=None, start_minute=540, end_minute=1020)
    closed = ScheduleRule(position=1, days=[], on_date=date(2027, 2, 5), start_minute=0, end_minute=0)
    schedule = Schedule(user_id=user.id, name="Hours", time_zone=user.time_zone, rules=[rule, closed])
    session.add(schedule)
    await session.flush()
    user.default_schedule_id, user.organization_id = schedule.id, team.id
    session.add(Membership(user_id=user.id, team_id=team.id, role="OWNER", accepted=True))
    session.add(Profile(user_id=user.id, organization_id=team.id, username=user.username or ""))


def _event_types(ada: User, charles: User) -> list[EventType]:
    usual = default_settings() | {"minimum_booking_notice": 0}
    intro: dict[str, Any] = {"title": "Introduction", "slug": "intro", "length_in_minutes": 30}
    asking = {"type": "always", "blockUnconfirmedBookingsInBooker": False}
    return [
        EventType(user_id=ada.id, **{**usual, **intro, "description": "Half an hour.\nBring your questions."}),
        EventType(
            user_id=ada.id,
            **{
                **usual,
                "title": "Long session",
                "slug": "long",
                "length_in_minutes": 60,
                "length_in_minutes_options": [30, 60, 90],
                "booking_fields": FIELDS,
                "locations": PLACES,
            },
        ),
        EventType(user_id=ada.id, **{**usual, **intro, "slug": "ask", "confirmation_policy": asking}),
        EventType(user_id=ada.id, **{**usual, **intro, "slug": "onward", "hidden": True}),
        EventType(user_id=ada.id, **{**usual, **intro, "title": "Lecture", "slug": "seats", "seats": SEATS}),
        EventType(user_id=ada.id, **{**usual, **intro, "title": "Lessons", "slug": "weekly", "recurrence": WEEKLY}),
        EventType(user_id=charles.id, **{**usual, **intro}),
    ]


def _applications() -> list[Application]:
    """Two that Ada can be asked about: one on a device, and one that wants everything and is vouched for."""
    usual: dict[str, Any] = {"redirect_uris": ["http://127.0.0.1/callback"], "kind": "PUBLIC", "status": "APPROVED"}
    wall = {"name": "Calendar on the wall of the Analytical Society", "is_trusted": True, "logo_url": _PICTURE}
    return [
        Application(client_id="clplanner", name="Planner", scopes=sorted(SCOPES - LEGACY), **usual),
        Application(client_id="clwall", scopes=sorted(LEGACY), **{**usual, **wall}),
    ]


def _message() -> MailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Locum <locum@localhost>", "grace@example.com", "Welcome"
    mail.set_content("Hello, Grace.")
    mail.add_alternative("<html lang=en><head><title>Hi</title></head><body><p>Hello</p></body></html>", "html")
    return MailMessage(
        idempotency_key="welcome",
        kind="booking.scheduled",
        sender="locum@localhost",
        recipient="grace@example.com",
        subject="Welcome",
        content=mail.as_bytes(),
        created_at=NOW,
    )
