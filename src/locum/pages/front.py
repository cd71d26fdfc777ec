"""`/`: who this is, and the way in."""

from fastapi import APIRouter, Request, Response

from locum.pages.rendering import page
from locum.pages.sessions.visitor import Visitor

router = APIRouter(include_in_schema=False)


@router.get("/")
async def front(request: Request, visitor: Visitor) -> Response:
    """The front page."""
    return page(request, "front.html", person=visitor)
