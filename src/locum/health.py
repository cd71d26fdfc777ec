"""Whether the process lives, whether it can serve, and what it has done."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from psycopg import Error
from psycopg_pool import PoolTimeout

from locum.db.migrate import newest_revision
from locum.http.session import database_of

router = APIRouter(include_in_schema=False)

_REVISION = "SELECT version_num FROM alembic_version"
# A worker beats every ten seconds while it lives.
_WORKERS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds'"


@router.get("/health")
async def health() -> Response:
    """The process answers."""
    return PlainTextResponse("OK")


@router.get("/ready")
async def ready(request: Request) -> Response:
    """Database, schema and worker, each by name; 503 while one of them is missing."""
    checks = {"database": False, "migrations": False, "worker": False}
    try:
        async with database_of(request).quick.connection(timeout=2) as connection:
            checks["database"] = True
            revision = await (await connection.execute(_REVISION)).fetchone()
            checks["migrations"] = revision is not None and revision[0] == newest_revision()
            workers = await (await connection.execute(_WORKERS)).fetchone()
            checks["worker"] = workers is not None and workers[0] > 0
    except (Error, PoolTimeout) as error:
        return JSONResponse({"ready": False, "checks": checks, "error": type(error).__name__}, 503)
    return JSONResponse({"ready": all(checks.values()), "checks": checks}, 200 if all(checks.values()) else 503)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """For Prometheus."""
    body, media_type = request.app.state.metrics.exposition()
    return Response(body, media_type=media_type)
