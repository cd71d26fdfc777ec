"""`/docs`: the API's own document, readable in a browser with nothing loaded from elsewhere."""

from importlib.resources import files

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.routing import Mount

from locum.http.session import settings_of

router = APIRouter(include_in_schema=False)

# The viewer puts its own styles inline; scripts come from here only.
_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Locum's API</title>
<link rel="stylesheet" href="{base}/docs/assets/swagger-ui.css">
</head>
<body>
<noscript>
This viewer needs JavaScript; the document itself is <a href="{base}/openapi.json">openapi.json</a>.
</noscript>
<main id="reference"></main>
<script src="{base}/docs/assets/swagger-ui-bundle.js"></script>
<script src="{base}/docs/start.js"></script>
</body>
</html>
"""

_START = """SwaggerUIBundle({
  url: "%s/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  docExpansion: "none",
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
});
"""


@router.get("/docs")
async def reference(request: Request) -> Response:
    """The viewer."""
    page = _PAGE.format(base=settings_of(request).base_path)
    return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})


@router.get("/docs/start.js")
async def start(request: Request) -> Response:
    """What starts the viewer; a file of its own, so that the page needs no inline script."""
    return Response(_START % settings_of(request).base_path, media_type="text/javascript")


assets = Mount("/docs/assets", StaticFiles(directory=str(files("fastapi_offline") / "static")), name="reference assets")
