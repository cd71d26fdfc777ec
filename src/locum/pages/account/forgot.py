"""`/auth/forgot`: help for people who forgot their password, or never had one."""

from fastapi import APIRouter, Request, Response

from locum.http.session import Session, database_of
from locum.mail.account_jobs import defer_reminder
from locum.mail.clean import is_mailbox
from locum.pages.forms import TrustedForm
from locum.pages.rendering import page, words_of
from locum.users.proving import allow_attempt

router = APIRouter(include_in_schema=False)

LONGEST_ADDRESS = 320


@router.get("/auth/forgot")
async def forgot_page(request: Request) -> Response:
    """The form."""
    return _form(request)


@router.post("/auth/forgot")
async def forgot(request: Request, session: Session, form: TrustedForm) -> Response:
    """Have a link sent. Nothing is looked up here: a known and an unknown address get the same, as fast."""
    email = str(form.get("email", "")).strip()
    if len(email) > LONGEST_ADDRESS or not is_mailbox(email):
        return _form(request, email=email, error=words_of(request).text("form.email"))
    account = f"forgot:{email.lower()}"
    await allow_attempt(database_of(request).quick, request.scope["locum.address"], account)
    await defer_reminder(session, email.lower())
    return page(request, "forgot_sent.html")


def _form(request: Request, *, email: str = "", error: str | None = None) -> Response:
    return page(request, "forgot.html", status=422 if error else 200, email=email, error=error)
