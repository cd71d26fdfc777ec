"""Parameters of paths and queries, read as the contract's clients write them."""

import re
from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import BeforeValidator, WithJsonSchema

from locum.kit.errors import BadRequest, InvalidInput
from locum.kit.paging import Page

LARGEST_ID = 2**63 - 1
MOST_DIGITS = 19
"""Of the largest id. Longer numbers are refused before they are read, which takes ever longer and then fails."""
_LEADING_INTEGER = re.compile(r"\s*([+-]?)0*(\d+)")
_INTEGER = re.compile(r"-?\d{1,18}", re.ASCII)


def id_of(text: str) -> int | None:
    """The id that digits spell; None for anything else, and for what is larger than any id."""
    is_number = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if is_number and int(text) <= LARGEST_ID else None


def _path_id(value: Any) -> int:
    found = id_of(str(value))
    if found is None:
        raise BadRequest("Validation failed (numeric string is expected)")
    return found


PathId = Annotated[int, BeforeValidator(_path_id), WithJsonSchema({"type": "number"})]
"""An id in a path: digits, or 400 (organization plane sheet, section 3.2)."""


def leading_integer(name: str, text: str) -> int:
    """The integer a text begins with (`10abc` is 10). Raises InvalidInput that names the parameter."""
    found = _LEADING_INTEGER.match(text)
    if found is None or len(found[2]) > MOST_DIGITS or int(found[2]) > LARGEST_ID:
        raise InvalidInput.of(
            name, "isNumber", f"{name} must be a number conforming to the specified constraints", text
        )
    return int(found[1] + found[2])


def bounded(name: str, text: str | None, default: int, low: int, high: int | None) -> int:
    """A number of a query within bounds, both included; absent and empty mean the default."""
    if text is None or text == "":
        return default
    number = leading_integer(name, text)
    if number < low:
        raise InvalidInput.of(name, "min", f"{name} must not be less than {low}", number)
    if high is not None and number > high:
        raise InvalidInput.of(name, "max", f"{name} must not be greater than {high}", number)
    return number


_NUMBER = {"type": "number"}


def page_of(most: int = 250, default: int = 250) -> Any:
    """A dependency that reads `take` (1 to `most`) and `skip` (0 and more)."""

    async def read(
        take: Annotated[str | None, Query(description=f"How many rows, 1 to {most}"), WithJsonSchema(_NUMBER)] = None,
        skip: Annotated[
            str | None, Query(description="How many rows to leave out first"), WithJsonSchema(_NUMBER)
        ] = None,
    ) -> Page:
        return Page(bounded("take", take, default, 1, most), bounded("skip", skip, 0, 0, LARGEST_ID))

    return Depends(read)


CurrentPage = Annotated[Page, page_of()]


def listed(value: Any) -> list[str]:
    """The parts of a list that was repeated, comma-joined or both; empty ones are none."""
    parts = [value] if isinstance(value, str) else list(value or [])
    return [piece.strip() for part in parts for piece in str(part).split(",") if piece.strip()]


CommaList = Annotated[list[str], BeforeValidator(listed)]
"""A list in a query: repeated, comma-joined or bracketed (brackets are taken off before routing)."""


def integers(name: str, texts: list[str]) -> list[int]:
    """Texts as integers. Raises InvalidInput that names the parameter."""
    if not all(_INTEGER.fullmatch(text) for text in texts):
        raise InvalidInput.of(name, "isNumber", f"each value in {name} must be a number", texts)
    return [int(text) for text in texts]


def filled(name: str, texts: list[str] | None, most: int = 250) -> list[str] | None:
    """A list that, if it is given at all, names something. Raises InvalidInput that names the parameter."""
    if texts is not None and not texts:
        raise InvalidInput.of(name, "arrayMinSize", f"{name} must contain at least 1 elements", texts)
    if texts is not None and len(texts) > most:
        raise InvalidInput.of(name, "arrayMaxSize", f"{name} must contain no more than {most} elements", texts)
    return texts
