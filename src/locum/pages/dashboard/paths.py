"""Ids in the addresses of pages."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator

from locum.kit.errors import NotFound


def _path_uuid(value: Any) -> UUID:
    """Whatever cannot be an id names nothing that there is. Raises NotFound."""
    try:
        return UUID(str(value))
    except ValueError:
        raise NotFound("There is nothing at this address.") from None


PathUuid = Annotated[UUID, BeforeValidator(_path_uuid)]
"""A UUID in a path; anything else is not found."""
