"""Booking pages inside other sites: their addresses, and the script for those sites (client sheet, section 3.3)."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from locum.pages import statics
from locum.pages.rendering import EMBED, url_of

router = APIRouter(include_in_schema=False)


@router.get("/embed/embed.js")
@router.get("/embed.js")
async def script() -> Response:
    """The script; sites name this very address, so it is asked for anew each time."""
    headers = {
        "Cache-Control": "no-cache",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
    }
    return Response(statics.files().contents["embed.js"], media_type="text/javascript", headers=headers)


@router.get("/{page:path}/embed")
async def embedded(request: Request, page: str) -> Response:
    """The same page, for use inside a frame: its address says so in the query."""
    pairs = request.query_params.multi_items()
    if EMBED not in request.query_params:
        pairs.append((EMBED, ""))
    return RedirectResponse(url_of(request, f"/{page}", pairs))
