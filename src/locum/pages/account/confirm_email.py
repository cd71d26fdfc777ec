"""`/auth/confirm-email`: the owner of a new address says that it is his."""

from fastapi import APIRouter, Request, Response

from locum.http.session import CurrentSettings, Session
from locum.pages.account.links import follow, over
from locum.pages.forms import TrustedForm
from locum.pages.rendering import page, words_of
from locum.users.service import confirm_email, waiting_email
from locum.users.tokens import Purpose

router = APIRouter(include_in_schema=False)


@router.get("/auth/confirm-email")
async def confirm_page(request: Request, session: Session, settings: CurrentSettings) -> Response:
    """One button: programs that look at links in mails press none."""
    followed = await follow(session, settings, request, (Purpose.EMAIL,), hold=False)
    if followed is None or waiting_email(followed[1]) != followed[0].address:
        return over(request, is_password=False)
    claim, user = followed
    words, token = words_of(request, user.locale), request.query_params["token"]
    return page(request, "confirm_email.html", words=words, email=claim.address, link_token=token)


@router.post("/auth/confirm-email")
async def confirm(request: Request, session: Session, settings: CurrentSettings, _: TrustedForm) -> Response:
    """The new address counts."""
    followed = await follow(session, settings, request, (Purpose.EMAIL,), hold=True)
    if followed is None or waiting_email(followed[1]) != followed[0].address:
        return over(request, is_password=False)
    user = await confirm_email(session, followed[1].id, followed[0].address)
    return page(request, "confirm_email_done.html", words=words_of(request, user.locale), email=user.email)
