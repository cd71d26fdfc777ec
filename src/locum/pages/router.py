"""All pages as one router, to be included last: `/{username}` takes whatever is left."""

from fastapi import APIRouter

from locum.pages import first_run, front, profile, sign_in, statics
from locum.pages.account import confirm_email, forgot, password
from locum.pages.booking import manage
from locum.pages.booking import page as booking
from locum.pages.dashboard import absence_calendar, kept_sms, mailbox, others_absences, overview, own_absences


def build() -> APIRouter:
    """Every page of the server."""
    router = APIRouter(include_in_schema=False)
    accounts = (sign_in, forgot, password, confirm_email, first_run)
    signed_in = (overview, absence_calendar, own_absences, kept_sms, mailbox)
    for part in (statics, front, *accounts, *signed_in, manage, profile, booking):
        router.include_router(part.router)
        if part is own_absences:
            router.include_router(others_absences.of_people)
            router.include_router(others_absences.of_members)
    return router
