"""The composition root: the only module that knows everything."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

import locum.listeners
import locum.tables  # noqa: F401
from locum import health, reference
from locum.api_keys.authentication import KeyReader
from locum.db import jobs
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
from locum.pages.router import build as build_pages
from locum.pages.sessions.authentication import SessionReader
from locum.responder.clerk import deciding
from locum.responder.listening import listening
from locum.settings import Settings
from locum.webhooks.courier import delivering

WORKER_STOPS_WITHIN_SECONDS = 10


def create_app(settings: Settings, database: Database) -> FastAPI:
    """The whole server: API, pages, health. Background jobs are run by `run_worker`, elsewhere."""

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
    app.openapi = partial(_document, app, api)  # type: ignore[method-assign]
    app.include_router(health.router)
    app.include_router(reference.router)
    app.router.routes.append(reference.assets)
    app.include_router(build_grommunio(), prefix=PREFIX)
    app.include_router(build_pages())
    app.state.faces = ((grommunio_is_here, face_error), (lambda _: True, page_error))
    errors.install(app)
    # In order of precedence: the first kind of credentials that a request shows decides.
    tokens = (ManagedTokenReader(database, settings), ApplicationTokenReader(database))
    readers = (PairReader(database), KeyReader(database), *tokens, SessionReader(database, settings))
    limits = RouteLimits(own_limits(MOUNTS))
    app.add_middleware(Gate, settings=settings, chain=Chain(database, readers), metrics=metrics, limits=limits)
    return app


def _document(app: FastAPI, api: RouteIndex) -> dict[str, Any]:
    """The API's document: built when first asked for, which takes seconds, and kept."""
    if app.openapi_schema is None:
        app.openapi_schema = get_openapi(
            title=app.title, version=app.version, routes=[*api.routes, *build_grommunio(PREFIX).routes]
        )
    return app.openapi_schema


@asynccontextmanager
async def run_worker(database: Database, settings: Settings) -> AsyncIterator[None]:
    """Run background jobs, deliver webhooks and answer mail while the block lasts; what runs is given some seconds."""
    async with (
        jobs.opened(database, settings) as app,
        delivering(database, settings),
        deciding(database, settings),
        listening(database, settings),
    ):
        worker = asyncio.create_task(
            app.run_worker_async(
                install_signal_handlers=False,
                concurrency=4,
                shutdown_graceful_timeout=WORKER_STOPS_WITHIN_SECONDS,
                listen_notify=True,
                update_heartbeat_interval=jobs.HEARTBEAT_SECONDS,
                stalled_worker_timeout=jobs.STALLED_AFTER_SECONDS,
                delete_jobs="successful",
            )
        )
        try:
            yield
        finally:
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)
