"""`/mail/sms`: messages to phones that this server kept instead of sending, for the system administrator."""

from fastapi import APIRouter, Response

from locum.http.session import CurrentSettings, Session
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.mailbox import AT_ONCE, Administrator
from locum.settings import SMS_KEPT
from locum.sms import queries

router = APIRouter(include_in_schema=False)


@router.get("/mail/sms")
async def kept_sms(session: Session, settings: CurrentSettings, desk: Administrator) -> Response:
    """All messages, newest first."""
    pages = leaf(desk.request, AT_ONCE)
    found = await queries.list_messages(session, pages.rows)
    return desk.show(
        "sms.html",
        desk.text("sms.title"),
        trail=[("/mail", desk.text("mail.title"))],
        keeps=settings.sms_url == SMS_KEPT,
        messages=found[:AT_ONCE],
        newer=pages.before,
        older=pages.after(len(found)),
    )
