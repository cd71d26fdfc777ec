"""Field types and helpers that the shapes of event types share."""

import re
from collections.abc import Iterable
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from locum.http.violations import violations_of
from locum.kit.errors import Violation

LARGEST_INTEGER = 2**31 - 1
_HEX_COLOR = re.compile(r"#?(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def _storable(text: str) -> str:
    """Neither NUL nor half a character (a lone surrogate, from a JSON escape): no database holds them."""
    if _UNSTORABLE.search(text):
        raise ValueError("must be text without NUL and lone surrogates")
    return text


def _hex_color(text: str) -> str:
    if not _HEX_COLOR.fullmatch(text):
        raise ValueError("must be a hexadecimal color")
    return text


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        raise ValueError("must be a URL address") from None
    # Only web addresses: a page is going to send its visitor there.
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or re.search(r"\s", text):
        raise ValueError("must be a URL address")
    return _storable(text)


Text = Annotated[str, AfterValidator(_storable)]
"""Text that a database can hold."""

FilledText = Annotated[str, AfterValidator(_storable), Field(min_length=1)]

Count = Annotated[int, Field(ge=1, le=LARGEST_INTEGER)]
"""An integer of at least 1."""

Minutes = Annotated[int, Field(ge=0, le=LARGEST_INTEGER)]
"""A length of time in minutes, 0 and more."""

HexColor = Annotated[str, AfterValidator(_hex_color)]

WebAddress = Annotated[str, AfterValidator(_web_address)]
"""An http or https address, kept as sent."""


def _is_none(value: Any) -> bool:
    return value is None


def absent(description: str | None = None) -> Any:
    """A member of an answer that is left out, rather than null, when there is nothing to say."""
    return Field(default=None, exclude_if=_is_none, description=description)


def reasons(error: ValidationError) -> str:
    """What pydantic found wrong, as one line in the words of the contract's validator."""
    faults = error.errors(include_url=False)
    found = violations_of({**fault, "loc": ("body", *fault["loc"])} for fault in faults)
    return ", ".join(_texts(found))


def _texts(violations: Iterable[Violation]) -> list[str]:
    return [text for violation in violations for text in (*violation.constraints.values(), *_texts(violation.children))]


def stored_form(model: BaseModel) -> dict[str, Any]:
    """What the database keeps of a structured setting: its wire names, without what was not said."""
    return model.model_dump(by_alias=True, exclude_none=True, mode="json")


def is_disabled(raw: object) -> bool:
    """`{"disabled": true}` turns a structured setting off. `disabled: false` may ride along with settings."""
    return isinstance(raw, dict) and raw.get("disabled") is True
