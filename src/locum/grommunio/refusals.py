"""Answers and refusals as this face words them: bare objects with a message (mailbox sheet, section 3)."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from locum.kit.errors import BadRequest, Conflict, LocumError, TooManyRequests, WrongMethod

PREFIX = "/api/v1"
NEVER_KEPT = {"Cache-Control": "no-cache, no-store, max-age=1"}
SUCCESS = {"message": "Success"}


class FaceRefusal(LocumError):
    """A refusal with a body of its own."""

    def __init__(self, message: str, **more: Any) -> None:
        super().__init__(message)
        self.body = {"message": message, **more}


class NotProven(FaceRefusal):
    """No token, no good token, or no good CSRF token; also a failed sign-in."""

    status = 401


class NotAllowed(FaceRefusal):
    """Known, and may not."""

    status = 403

    def __init__(self, why: str = "Insufficient permissions for this operation") -> None:
        super().__init__(f"Access denied: {why}")


class Missing(FaceRefusal):
    """There is no such thing."""

    status = 404


class Faulty(FaceRefusal):
    """The request cannot be used as it is."""

    status = 400


def bad_request(errors: Sequence[str]) -> Faulty:
    """A body that breaks its schema, every fault named."""
    return Faulty("Bad Request", errors=list(errors))


def access_denied(error: str) -> NotProven:
    """Why somebody's token is no good."""
    return NotProven("Access denied", error=error)


def is_here(path: str) -> bool:
    """Whether an address belongs to this face."""
    return path == PREFIX or path.startswith(PREFIX + "/")


_TEXTS = {
    404: "Resource not found",
    500: "The server encountered an error while processing the request.",
    503: "Database error.",
}


async def face_error(request: Request, error: LocumError) -> Response:
    """Any refusal in the form of this face."""
    headers = {**error.headers, **NEVER_KEPT}
    if isinstance(error, FaceRefusal):
        return JSONResponse(error.body, error.status, headers)
    if isinstance(error, WrongMethod):
        return JSONResponse({"message": f"Method '{request.method}' not allowed on this endpoint"}, 405, headers)
    if isinstance(error, (BadRequest, Conflict)):
        # What a use case refuses, duplicates included, is a faulty request here, in its own words.
        return JSONResponse({"message": error.message}, 400, headers)
    if isinstance(error, TooManyRequests):
        return JSONResponse({"message": error.message}, error.status, headers)
    return JSONResponse({"message": _TEXTS.get(error.status, error.message)}, error.status, headers)
