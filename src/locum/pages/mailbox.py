"""`/mail`: the messages that were written, for the system administrator; without a mail server they go nowhere else."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response

from locum.http.parameters import PathId
from locum.http.session import CurrentSettings, Session
from locum.kit.errors import Forbidden, NotFound
from locum.kit.paging import Page
from locum.mail import queries
from locum.mail.models import MailMessage
from locum.mail.reading import open_message
from locum.pages.rendering import here, page, words_of
from locum.pages.sessions.visitor import SignedIn
from locum.pages.when import Clock, usual_cycle
from locum.pages.zones import wanted_zone
from locum.users.models import User

router = APIRouter(include_in_schema=False)

AT_ONCE = 50
_SHOWN_HEADERS = ("From", "To", "Cc", "Reply-To", "Subject", "Date")
# Mails carry their styles inline; nothing else of theirs may act, and nothing is fetched for them.
_MAIL_POLICY = "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; "
_MAIL_POLICY += "img-src data:; frame-ancestors 'self'"
_FILE_POLICY = "sandbox; default-src 'none'"


async def _administrator(person: SignedIn) -> User:
    if not person.is_system_admin:
        raise Forbidden("Messages are for system administrators.")
    return person


Administrator = Annotated[User, Depends(_administrator)]


async def _message(session: Session, _: Administrator, message_id: PathId) -> MailMessage:
    found = await queries.get_message(session, message_id)
    if found is None:
        raise NotFound("There is no such message.")
    return found


KeptMessage = Annotated[MailMessage, Depends(_message)]


@router.get("/mail")
async def mailbox(request: Request, session: Session, settings: CurrentSettings, person: Administrator) -> Response:
    """All messages, newest first."""
    words = words_of(request, person.locale)
    number = _page_number(request)
    found = await queries.list_messages(session, Page(AT_ONCE + 1, (number - 1) * AT_ONCE))
    return page(
        request,
        "mail.html",
        words=words,
        person=person,
        keeps=settings.smtp_url is None,
        clock=_clock(request, person),
        messages=found[:AT_ONCE],
        newer=here(request, page=number - 1) if number > 1 else None,
        older=here(request, page=number + 1) if len(found) > AT_ONCE else None,
    )


@router.get("/mail/{message_id}")
async def mail(request: Request, person: Administrator, message: KeptMessage) -> Response:
    """One message."""
    opened = open_message(message.content)
    return page(
        request,
        "mail_message.html",
        words=words_of(request, person.locale),
        person=person,
        message=message,
        clock=_clock(request, person),
        headers_shown=[(name, value) for name, value in opened.headers if name in _SHOWN_HEADERS],
        opened=opened,
    )


@router.get("/mail/{message_id}/html")
async def mail_html(message: KeptMessage) -> Response:
    """Its HTML alone, for a frame without rights. Links in it lead out of the frame."""
    body = open_message(message.content).html.replace("<head>", '<head><base target="_top">', 1)
    return Response(body, media_type="text/html", headers=_apart(_MAIL_POLICY))


@router.get("/mail/{message_id}/attachments/{index}")
async def mail_attachment(message: KeptMessage, index: PathId) -> Response:
    """One of its files."""
    attachments = open_message(message.content).attachments
    if index >= len(attachments):
        raise NotFound("There is no such attachment.")
    found = attachments[index]
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name or 'file')}"}
    return Response(found.content, media_type=found.content_type, headers=headers | _apart(_FILE_POLICY))


def _apart(policy: str) -> dict[str, str]:
    return {"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


def _page_number(request: Request) -> int:
    asked = request.query_params.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def _clock(request: Request, person: User) -> Clock:
    words = words_of(request, person.locale)
    return Clock(words, wanted_zone(person.time_zone), usual_cycle(words.locale))
