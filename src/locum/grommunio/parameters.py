"""Parameters of this face."""

from typing import Annotated, Any

from fastapi import Request
from pydantic import BeforeValidator, WithJsonSchema

from locum.grommunio.refusals import Missing
from locum.http.parameters import MOST_DIGITS, id_of


def _whole_number(value: Any) -> int:
    found = id_of(str(value))
    if found is None:
        raise Missing("Resource not found")
    return found


WholeNumber = Annotated[int, BeforeValidator(_whole_number), WithJsonSchema({"type": "integer"})]
"""An id in a path; anything else leads nowhere (sheet, section 3)."""


def check_path(request: Request) -> None:
    """What is no id leads nowhere, whoever asks (sheet, section 2, order). Raises Missing."""
    for value in request.path_params.values():
        _whole_number(value)


def number_of(text: str | None, default: int, most: int) -> int:
    """A number of a query, within bounds whatever is asked."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > MOST_DIGITS:
        return default
    return min(int(text), most)
