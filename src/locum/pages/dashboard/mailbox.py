"""`/mail`: the messages that were written, for the system administrator; without a mail server they go nowhere else."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Response

from locum.http.parameters import PathId
from locum.http.session import CurrentSettings, Session
from locum.kit.errors import Forbidden, NotFound
from locum.mail import queries
from locum.mail.models import MailMessage
from locum.mail.reading import open_message
from locum.pages.dashboard.desk import CurrentDesk, Desk
from locum.pages.dashboard.listing import leaf
from locum.settings import SMS_KEPT

router = APIRouter(include_in_schema=False)

AT_ONCE = 50
_SHOWN_HEADERS = ("From", "To", "Cc", "Reply-To", "Subject", "Date")
# Mails carry their styles inline; nothing else of theirs may act, and nothing is fetched for them.
_MAIL_POLICY = "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; "
_MAIL_POLICY += "img-src data:; frame-ancestors 'self'"
_FILE_POLICY = "sandbox; default-src 'none'"


async def _administrator(desk: CurrentDesk) -> Desk:
    if not desk.person.is_system_admin:
        raise Forbidden("Messages are for system administrators.")
    return desk


Administrator = Annotated[Desk, Depends(_administrator)]


async def _message(session: Session, _: Administrator, message_id: PathId) -> MailMessage:
    found = await queries.get_message(session, message_id)
    if found is None:
        raise NotFound("There is no such message.")
    return found


KeptMessage = Annotated[MailMessage, Depends(_message)]


@router.get("/mail")
async def mailbox(session: Session, settings: CurrentSettings, desk: Administrator) -> Response:
    """All messages, newest first."""
    pages = leaf(desk.request, AT_ONCE)
    found = await queries.list_messages(session, pages.rows)
    return desk.show(
        "mail.html",
        desk.text("mail.title"),
        keeps=settings.smtp_url is None,
        keeps_sms=settings.sms_url == SMS_KEPT,
        messages=found[:AT_ONCE],
        newer=pages.before,
        older=pages.after(len(found)),
    )


@router.get("/mail/{message_id}")
async def mail(desk: Administrator, message: KeptMessage) -> Response:
    """One message."""
    opened = open_message(message.content)
    return desk.show(
        "mail_message.html",
        message.subject or "—",
        trail=[("/mail", desk.text("mail.title"))],
        message=message,
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
