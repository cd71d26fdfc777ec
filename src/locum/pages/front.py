"""`/`: who this is, and the way in."""

from fastapi import APIRouter, Request, Response

from locum.http.session import Session
from locum.pages.rendering import page
from locum.pages.sessions.visitor import Visitor
from locum.setup.link import is_untouched

router = APIRouter(include_in_schema=False)


@router.get("/")
async def front(request: Request, session: Session, visitor: Visitor) -> Response:
    """The front page; on a new server, what to do first."""
    return page(request, "front.html", person=visitor, new=visitor is None and await is_untouched(session))
