"""What a webhook's owner makes of a body: a text with `{{paths}}` in it (webhooks sheet, section 2).

A template that is JSON is read first and filled in afterwards, text by text. So its result is JSON whatever the values
hold, and nobody who books can write himself into it. Any other template is filled in as it stands. Values have `&`, `<`
and `>` escaped, for bodies that end up in marked-up messages; `{{{path}}}` gives them bare.

There is nothing to run in a template: no conditions, loops or helpers. One that holds such things, or that grows too
long, is left aside: the receiver gets the body that he would have had without it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
LONGEST = 1_000_000
"""Characters of a filled-in template."""

UNTEMPLATED = frozenset(
    {
        "MEETING_STARTED",
        "MEETING_ENDED",
        "INSTANT_MEETING",
        "AFTER_HOSTS_CAL_VIDEO_NO_SHOW",
        "AFTER_GUESTS_CAL_VIDEO_NO_SHOW",
        "FORM_SUBMITTED",
        "FORM_SUBMITTED_NO_EVENT",
        "ROUTING_FORM_FALLBACK_HIT",
    }
)
"""Triggers whose bodies are sent as they are."""

_SEGMENT = r"""(?:[^\s!"\#%&'()*+,./;<=>@\[\\\]^`{|}~]+|\[[^\[\]]*\])"""
_PATH = re.compile(rf"{_SEGMENT}(?:\.{_SEGMENT})*")
_SEGMENTS = re.compile(_SEGMENT)
_KINDS = (("{{!--", "--}}"), ("{{!", "}}"), ("{{{", "}}}"), ("{{&", "}}"), ("{{", "}}"))
"""How expressions open and close: two kinds of comments, two of bare values, and escaped values."""


class _Unusable(Exception):
    """A template that says more than paths, or too much."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What goes over the wire."""

    content: bytes
    content_type: str


def render(template: str | None, body: Mapping[str, Any]) -> Rendered:
    """The bytes of a delivery: the body as JSON, or what the webhook's template makes of it."""
    if template and template.strip() and body.get("triggerEvent") not in UNTEMPLATED:
        try:
            return _fill(template, body)
        except (_Unusable, RecursionError):
            pass  # the receiver is better served with the ordinary body than with none
    return Rendered(_encode(json.dumps(body, ensure_ascii=False, separators=(",", ":"))), JSON)


def _fill(template: str, body: Mapping[str, Any]) -> Rendered:
    payload = body.get("payload")
    words = {name: value for name, value in body.items() if name != "payload"}
    filling = _Filling({**payload, **words} if isinstance(payload, Mapping) else words)
    try:
        parsed = json.loads(template, parse_constant=_refuse, parse_float=_finite)
    except ValueError:
        return Rendered(_encode(filling.text(template)), FORM)
    return Rendered(_encode(json.dumps(filling.value(parsed), ensure_ascii=False, allow_nan=False)), JSON)


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _finite(number: str) -> float:
    value = float(number)
    return value if isfinite(value) else _refuse(number)


def _encode(text: str) -> bytes:
    """UTF-8. Half of a surrogate pair, which JSON can name and UTF-8 cannot say, stays as JSON names it."""
    return text.encode("utf-8", "backslashreplace")


class _Filling:
    """Fills in texts from one set of values, up to a length."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self._room = LONGEST

    def value(self, parsed: Any) -> Any:
        """The same JSON value with every text in it filled in. Raises _Unusable."""
        if isinstance(parsed, str):
            return self.text(parsed)
        if isinstance(parsed, list):
            return [self.value(item) for item in parsed]
        if isinstance(parsed, dict):
            return {self.text(name): self.value(item) for name, item in parsed.items()}
        return parsed

    def text(self, template: str) -> str:
        """One text filled in. Raises _Unusable."""
        return "".join(self._bounded(piece) for piece in self._pieces(template))

    def _bounded(self, piece: str) -> str:
        self._room -= len(piece)
        if self._room < 0:
            raise _Unusable
        return piece

    def _pieces(self, template: str) -> Iterator[str]:
        at = 0
        while (start := template.find("{{", at)) >= 0:
            yield template[at:start]
            opening, closing = next(kind for kind in _KINDS if template.startswith(kind[0], start))
            end = template.find(closing, start + len(opening))
            if end < 0:
                raise _Unusable
            if not opening.startswith("{{!"):
                found = self._look_up(template[start + len(opening) : end].strip())
                yield _escaped(found) if opening == "{{" else found
            at = end + len(closing)
        yield template[at:]

    def _look_up(self, path: str) -> str:
        if not _PATH.fullmatch(path):
            raise _Unusable
        found: Any = self._values
        for segment in _SEGMENTS.findall(path):
            found = _member(found, segment.strip("[]"))
        return _said(found)


def _member(value: Any, name: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(name)
    if isinstance(value, list) and name.isascii() and name.isdigit() and len(name) < 10:
        return value[int(name)] if int(name) < len(value) else None
    return None


def _said(value: Any) -> str:
    """A value as text; what is missing says nothing, lists and objects are JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
