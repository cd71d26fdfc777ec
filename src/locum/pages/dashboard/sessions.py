"""`/dashboard/sessions`: the browsers on which somebody is signed in, and signing out on all others."""

from dataclasses import dataclass

from fastapi import APIRouter, Response

from locum.http.credentials import digest
from locum.http.session import CurrentSettings, Session
from locum.pages.dashboard.desk import CurrentDesk, Desk
from locum.pages.dashboard.news import News
from locum.pages.forms import TrustedForm
from locum.pages.sessions import service
from locum.pages.sessions.cookies import read_token
from locum.pages.sessions.models import BrowserSession

router = APIRouter(include_in_schema=False)

SESSIONS = "/dashboard/sessions"
MOST = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A session in the list."""

    browser: str
    since: str
    until: str
    is_here: bool


@router.get(SESSIONS)
async def sessions(session: Session, settings: CurrentSettings, desk: CurrentDesk) -> Response:
    """All that are running, the newest first."""
    here = digest(read_token(desk.request, settings) or "")
    found = await service.running(session, desk.person.id, MOST)
    rows = [
        Row(
            _told(desk, one),
            desk.clock.short(one.created_at),
            desk.clock.short(one.expires_at),
            one.digest == here,
        )
        for one in found
    ]
    return desk.show("sessions.html", desk.text("sessions.title"), rows=rows)


def _told(desk: Desk, one: BrowserSession) -> str:
    if one.browser and one.system:
        return desk.text("sessions.on", browser=one.browser, system=one.system)
    return one.browser or one.system or desk.text("sessions.unknown")


@router.post(SESSIONS)
async def sign_out_elsewhere(
    session: Session, settings: CurrentSettings, desk: CurrentDesk, _: TrustedForm
) -> Response:
    """End all others at once."""
    await service.sign_out_elsewhere(session, desk.person.id, read_token(desk.request, settings) or "")
    return desk.go(SESSIONS, News("sessions.ended"))
