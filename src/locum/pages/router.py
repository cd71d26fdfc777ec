"""The routes of all pages, to be tried last: `/{username}` takes whatever is left."""

from collections.abc import Iterator

from starlette.routing import BaseRoute

from locum.pages import embed, first_run, front, profile, sign_in, statics, team_page
from locum.pages.account import confirm_email, forgot, join, password, sign_up
from locum.pages.booking import joining, manage
from locum.pages.booking import page as booking
from locum.pages.dashboard.router import PARTS as DASHBOARD
from locum.pages.oauth2 import authorize

_FIRST = (statics, embed, front, sign_in, forgot, password, confirm_email, join, sign_up, first_run, authorize)
_LAST = (joining, manage, team_page, booking, profile)


def page_routes() -> Iterator[BaseRoute]:
    """Every page of the server, in the order in which their addresses are tried."""
    for router in (*(part.router for part in _FIRST), *DASHBOARD, *(part.router for part in _LAST)):
        yield from router.routes
