"""What a gateway is told, in the form that it wants: pure.

A template is a JSON object, or fields of a form (`To={to}&Body={text}`). `{to}` stands for the number in E.164,
`{digits}` for the same without its plus, `{text}` for the message. A plus in a form is a plus, as in numbers, and no
space. The form is read before anything is put in, so that no message can break out of its field.
"""

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

_PLACES = re.compile(r"\{(to|digits|text)\}")


def fill(template: str, number: str, text: str) -> tuple[str, bytes]:
    """Content type and body for one message."""
    values = {"to": number, "digits": number.removeprefix("+"), "text": text}
    if template.lstrip().startswith("{"):
        return "application/json", json.dumps(_filled(json.loads(template), values)).encode()
    fields = parse_qsl(template.replace("+", "%2B"), keep_blank_values=True)
    pairs = [(name, _filled(value, values)) for name, value in fields]
    return "application/x-www-form-urlencoded", urlencode(pairs).encode()


def _filled(part: Any, values: dict[str, str]) -> Any:
    if isinstance(part, str):
        return _PLACES.sub(lambda found: values[found[1]], part)
    if isinstance(part, dict):
        return {name: _filled(inner, values) for name, inner in part.items()}
    return [_filled(inner, values) for inner in part] if isinstance(part, list) else part
