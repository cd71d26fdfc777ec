"""Ids in the addresses of pages."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator

from locum.kit.errors import NotFound
from locum.kit.ids import parse_uuid


def _path_uuid(value: Any) -> UUID:
    """Whatever cannot be an id names nothing that there is. Raises NotFound."""
    found = parse_uuid(str(value))
    if found is None:
        raise NotFound("There is nothing at this address.")
    return found


PathUuid = Annotated[UUID, BeforeValidator(_path_uuid)]
"""A UUID in a path; anything else is not found."""
