"""All pages as one router, to be included last: `/{username}` takes whatever is left."""

from fastapi import APIRouter

from locum.pages import dashboard, first_run, front, mailbox, profile, sign_in, statics


def build() -> APIRouter:
    """Every page of the server."""
    router = APIRouter(include_in_schema=False)
    for part in (statics, front, sign_in, first_run, dashboard, mailbox, profile):
        router.include_router(part.router)
    return router
