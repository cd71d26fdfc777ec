"""The composition root of the server: what has an address, and who may ask for it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

import locum.listeners
import locum.tables  # noqa: F401
from locum import health, reference
from locum.api_keys.authentication import KeyReader
from locum.db.session import Database
from locum.grommunio.refusals import PREFIX, face_error
from locum.grommunio.refusals import is_here as grommunio_is_here
from locum.grommunio.router import build as build_grommunio
from locum.http import errors
from locum.http.admission import Chain
from locum.http.gate import Gate
from locum.http.metrics import Metrics
from locum.http.realms import build_router, own_limits
from locum.http.routing import RouteIndex, RouteLimits
from locum.mounts import MOUNTS
from locum.oauth.authentication import ManagedTokenReader, PairReader
from locum.oauth2.authentication import ApplicationTokenReader
from locum.pages.errors import page_error
from locum.pages.router import page_routes
from locum.pages.sessions.authentication import SessionReader
from locum.settings import Settings


def create_app(settings: Settings, database: Database) -> FastAPI:
    """The whole server: API, pages, health. Background jobs are run elsewhere, by `locum.background`."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await database.open()
        try:
            yield
        finally:
            await database.close()

    metrics = Metrics()
    app = FastAPI(
        title="Locum", version="0.1.0", lifespan=lifespan, docs_url=None, redoc_url=None, redirect_slashes=False
    )
    database.stands_at(settings.base_url)
    app.state.settings, app.state.database, app.state.metrics = settings, database, metrics
    api = RouteIndex(build_router(MOUNTS).routes)
    app.router.routes.append(api)
    grommunio = build_grommunio(PREFIX)
    app.openapi = partial(_document, app, [*api.routes, *grommunio.routes])  # type: ignore[method-assign]
    app.include_router(health.router)
    app.include_router(reference.router)
    app.router.routes.append(reference.assets)
    # As they are: including what has no address of its own to add would make every route a second time.
    app.router.routes += [*grommunio.routes, *page_routes()]
    app.state.faces = ((grommunio_is_here, face_error), (lambda _: True, page_error))
    errors.install(app)
    # In order of precedence: the first kind of credentials that a request shows decides.
    tokens = (ManagedTokenReader(database, settings), ApplicationTokenReader(database))
    readers = (PairReader(database), KeyReader(database), *tokens, SessionReader(database, settings))
    limits = RouteLimits(own_limits(MOUNTS))
    app.add_middleware(Gate, settings=settings, chain=Chain(database, readers), metrics=metrics, limits=limits)
    return app


def _document(app: FastAPI, routes: Sequence[BaseRoute]) -> dict[str, Any]:
    """The API's document: built when first asked for, which takes seconds, and kept."""
    if app.openapi_schema is None:
        app.openapi_schema = get_openapi(title=app.title, version=app.version, routes=routes)
    return app.openapi_schema
