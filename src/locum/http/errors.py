"""Refusals in the form of the wire: one place for all of the API (organization plane sheet, section 3)."""

from collections.abc import Mapping
from http import HTTPStatus
from math import isfinite
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from psycopg import errors as pg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException

from locum.http.violations import violations_of
from locum.kit import clock
from locum.kit.errors import (
    BadRequest,
    Conflict,
    DuplicateRecord,
    InvalidInput,
    LocumError,
    MissingRecord,
    MissingReference,
    NotFound,
    PayloadTooLarge,
    Unauthorized,
    Violation,
    WrongMethod,
)
from locum.kit.wire import format_instant

log = structlog.get_logger(__name__)

BROKEN = "There was an error, please try again later."

NEVER_REPEATED = frozenset(
    {
        "serviceAccountKey",
        "secret",
        "clientSecret",
        "refreshToken",
        "apiKey",
        "password",
        "code",
        "token",
        "payloadTemplate",
    }
)
"""Properties that hold secrets: refusals name them, and not what they held."""


class InternalError(LocumError):
    """Something broke that the caller cannot mend; what it was stays in the log."""

    code = "INTERNAL_SERVER_ERROR"


def envelope(request: Request, error: LocumError) -> dict[str, Any]:
    """The error envelope."""
    body: dict[str, Any] = {"code": error.code, "message": error.message}
    details = _details(error)
    if details is not None:
        body["details"] = details
    return {
        "status": "error",
        "timestamp": format_instant(clock.now()),
        "path": request.scope.get("locum.target", request.url.path),
        "error": body,
    }


def _details(error: LocumError) -> Any:
    if isinstance(error, InvalidInput):
        return {"errors": [_violation(violation) for violation in error.violations]}
    if error.status in {429, 498}:
        return error.message
    if error.code.isupper() or error.code == "TRPCError":
        return None
    return {"message": error.message, "error": _phrase(error.status), "statusCode": error.status}


def _violation(violation: Violation, *, within_secret: bool = False) -> dict[str, Any]:
    shown: dict[str, Any] = {"property": violation.property, "constraints": dict(violation.constraints)}
    is_secret = within_secret or violation.property in NEVER_REPEATED
    if violation.value is not None and not is_secret:
        shown["value"] = violation.value
    shown["children"] = [_violation(child, within_secret=is_secret) for child in violation.children]
    return shown


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


async def broken(request: Request) -> Response:
    """The response when something went wrong that nobody foresaw, in the form of the face that was asked."""
    error = InternalError(BROKEN)
    try:
        return await _answer(request, error)
    except Exception:
        # What broke may be what every page is made with.
        log.exception("the error page is broken too")
        return refuse(request, error)


def refuse(request: Request, error: LocumError) -> Response:
    """The response that carries a refusal."""
    return JSONResponse(_plain(envelope(request, error)), error.status, error.headers)


def _plain(value: Any) -> Any:
    """Echoed input may hold what JSON cannot say (NaN, lone surrogates from escapes): show it as text."""
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, Mapping):
        return {_plain(str(key)): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, (int, bool, float, type(None))) else str(value)


def from_database(error: DBAPIError) -> LocumError:
    """What a failed statement means for the caller."""
    cause = error.orig
    if isinstance(cause, pg.UniqueViolation):
        return DuplicateRecord()
    if isinstance(cause, pg.ForeignKeyViolation):
        return MissingReference()
    if isinstance(cause, (pg.ExclusionViolation, pg.DeadlockDetected, pg.SerializationFailure)):
        return Conflict("Could not process the request due to a resource conflict with the current state")
    if isinstance(cause, (pg.DataError, pg.NotNullViolation, pg.CheckViolation)):
        return BadRequest("Bad request: Please check your request data and try again")
    log.error("statement failed", exc_info=error)
    return InternalError(BROKEN)


def install(app: FastAPI) -> None:
    """Attach the handlers. Other faces bring their own form: `app.state.faces` are pairs of whose path, and how."""
    app.add_exception_handler(LocumError, _known)
    app.add_exception_handler(StaleDataError, _gone)
    app.add_exception_handler(UnicodeEncodeError, _unwritable)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _routing)
    app.add_exception_handler(DBAPIError, _database)


async def _known(request: Request, error: Exception) -> Response:
    return await _answer(request, error if isinstance(error, LocumError) else InternalError(BROKEN))


async def _invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    return await _answer(request, _refused_input(request, error))


async def _routing(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status in {404, 405}:
        text = f"Cannot {request.method} {request.scope.get('locum.target', '')}"
        return await _answer(request, WrongMethod(text) if status == 405 else NotFound(text))
    if status == 413:
        return await _answer(request, PayloadTooLarge("The body of the request is too large"))
    if request.scope.get("locum.is_api", True):
        return await _answer(request, _unreadable(request))
    return await _answer(request, BadRequest(str(getattr(error, "detail", error))))


async def _database(request: Request, error: Exception) -> Response:
    return await _answer(request, from_database(error) if isinstance(error, DBAPIError) else InternalError(BROKEN))


async def _unwritable(request: Request, error: Exception) -> Response:
    """A lone surrogate, which JSON can spell and no database can keep."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return await _answer(request, BadRequest("The request holds characters that are no valid Unicode text"))


async def _gone(request: Request, error: Exception) -> Response:
    """A row was there when it was read and is not any more: somebody else removed it meanwhile."""
    return await _answer(request, MissingRecord())


async def _answer(request: Request, error: LocumError) -> Response:
    if request.scope.get("locum.is_api", True):
        return refuse(request, error)
    for is_here, answer in getattr(request.app.state, "faces", ()):
        if is_here(request.scope["path"]):
            response: Response = await answer(request, error)
            return response
    return refuse(request, error)


def _refused_input(request: Request, error: RequestValidationError) -> LocumError:
    if any(fault["type"] == "json_invalid" for fault in error.errors()):
        return _unreadable(request)
    return InvalidInput(violations_of(error.errors()))


def _unreadable(request: Request) -> LocumError:
    """The body is read before the guards; what is wrong with it is told only to somebody."""
    if request.scope.get("locum.principal") is None and not _is_public(request):
        return Unauthorized(request.scope.get("locum.why_nobody", "Unauthorized"))
    return BadRequest("The body is not valid JSON")


def _is_public(request: Request) -> bool:
    route = request.scope.get("route")
    return bool((getattr(route, "openapi_extra", None) or {}).get("x-locum-public"))
