"""Reading bodies by hand: three bodies of bookings have several forms, and refusals of their own (sheet, section 2)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from locum.http.violations import violations_of
from locum.kit.errors import BadRequest, InvalidInput, Violation
from locum.kit.wire import WireInput

Model = TypeVar("Model", bound=WireInput)

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def body_object(raw: object) -> dict[str, Any]:
    """The body as an object of what it gives: typed clients send null for what they leave out.

    Raises BadRequest when it is none, or holds text that no database can hold.
    """
    if raw is None:
        raise BadRequest("Body is required")
    if not isinstance(raw, dict):
        raise BadRequest("Body should be an object")
    if any(_UNSTORABLE.search(text) for text in _texts(raw)):
        raise BadRequest("Texts must not contain NUL or half characters")
    return {name: value for name, value in raw.items() if value is not None}


def _texts(value: Any) -> Iterable[str]:
    """Every text in a JSON value; without recursion, since bodies may be nested as deeply as they like."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            waiting.extend(item)
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)


def read(model: type[Model], raw: Mapping[str, Any]) -> Model:
    """The body as one of its forms. Raises InvalidInput whose message names every faulty property."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        found = violations_of(_in_body(fault) for fault in error.errors(include_url=False))
        raise InvalidInput(found, _message(found)) from error


def _in_body(fault: Mapping[str, Any]) -> dict[str, Any]:
    """A fault as `violations_of` wants it; unknown properties are refused in the words of the contract's validator."""
    located = {**fault, "loc": ("body", *fault["loc"])}
    if fault["type"] == "extra_forbidden":
        located |= {"msg": "property $property should not exist", "ctx": {"rule": "whitelistValidation"}}
    return located


def _message(violations: Sequence[Violation]) -> str:
    return ", ".join(_sentence(violation) for violation in violations)


def _sentence(violation: Violation) -> str:
    texts = [", ".join(violation.constraints.values())]
    if violation.children:
        texts.append(_message(violation.children))
    return f"{violation.property} property is wrong,{' '.join(text for text in texts if text)}"
