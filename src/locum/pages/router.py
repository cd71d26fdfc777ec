"""All pages as one router, to be included last: `/{username}` takes whatever is left."""

from fastapi import APIRouter

from locum.pages import embed, first_run, front, profile, sign_in, statics, team_page
from locum.pages.account import confirm_email, forgot, join, password, sign_up
from locum.pages.booking import joining, manage
from locum.pages.booking import page as booking
from locum.pages.dashboard.router import build as build_dashboard
from locum.pages.oauth2 import authorize


def build() -> APIRouter:
    """Every page of the server."""
    router = APIRouter(include_in_schema=False)
    for part in (statics, embed, front, sign_in, forgot, password, confirm_email, join, sign_up, first_run, authorize):
        router.include_router(part.router)
    router.include_router(build_dashboard())
    for part in (joining, manage, team_page, booking, profile):
        router.include_router(part.router)
    return router
