"""Bodies of this face, checked as its clients know it: faults named, unknown members ignored (sheet, section 4)."""

import json
from typing import Annotated, Any, TypeVar

from fastapi import Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from locum.grommunio.refusals import Faulty, bad_request

LONGEST_TEXT = 262_144
INCOMPLETE = "Missing or incomplete data"


class FaceBody(BaseModel):
    """A body: camelCase as it stands on the wire, types never coerced."""

    model_config = ConfigDict(extra="ignore", strict=True)


Body = TypeVar("Body", bound=FaceBody)


def _one_line(text: str) -> str:
    if any(sign in text for sign in "\r\n\0"):
        raise ValueError("must be a single line")
    return text


def _writable(text: str) -> str:
    if "\0" in text:
        raise ValueError("must not contain NUL")
    return text


Subject = Annotated[str, Field(max_length=1000), AfterValidator(_one_line)]
Reply = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_writable)]


class OofState(FaceBody):
    """The out-of-office state of a mailbox."""

    state: Annotated[int, Field(ge=0, le=2, description="0 disabled, 1 enabled, 2 scheduled")] = 0
    externalAudience: Annotated[int, Field(ge=0, le=2, description="0 none, 1 known, 2 all")] = 0  # noqa: N815
    startTime: str | None = None  # noqa: N815
    endTime: str | None = None  # noqa: N815
    internalSubject: Subject | None = None  # noqa: N815
    internalReply: Reply | None = None  # noqa: N815
    externalSubject: Subject | None = None  # noqa: N815
    externalReply: Reply | None = None  # noqa: N815


async def read_body(request: Request, model: type[Body]) -> Body | None:
    """The body; None for an empty one, which is refused only once permissions are checked. Raises Faulty."""
    raw = await request.body()
    if not raw.strip():
        return None
    if not request.headers.get("content-type", "").partition(";")[0].strip().lower().endswith("json"):
        raise bad_request(["the body must be application/json"])
    try:
        value: Any = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise bad_request(["the body is not valid JSON"]) from error
    if value is None or value == {}:
        return None
    if not isinstance(value, dict):
        raise bad_request([f"{value!r:.80} is not of type 'object'"])
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise bad_request([_told(fault) for fault in error.errors()]) from error


def _told(fault: Any) -> str:
    return f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"


def needed(body: Body | None) -> Body:
    """A body that is not empty. Raises Faulty."""
    if body is None or not body.model_fields_set:
        raise Faulty(INCOMPLETE)
    return body
