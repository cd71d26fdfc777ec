"""The smallest good body of an operation, made from the served document, and by hand where that cannot say enough."""

from typing import Any
from uuid import uuid4

Schema = dict[str, Any]

_BY_NAME: dict[str, Any] = {
    "start": "2050-07-01T00:00:00.000Z",
    "end": "2050-07-02T00:00:00.000Z",
    "timeZone": "Europe/Rome",
    "email": "somebody@example.org",
    "phone": "+4915112345670",
    "code": "123456",
    "country": "DE",
    "subscriberUrl": "https://receiver.example/other",
    "triggers": ["BOOKING_CREATED"],
    "availability": [],
    "permissions": ["team.read"],
}


def body_for(document: dict[str, Any], method: str, path: str) -> Any:
    """A body that passes validation, None where the operation takes none."""
    operation = document["paths"][path][method.lower()]
    content = operation.get("requestBody", {}).get("content", {})
    if not content:
        return None
    kind = content.get("application/json") or next(iter(content.values()))
    return _value("", kind["schema"], document)


def properties_of(document: dict[str, Any], method: str, path: str) -> tuple[set[str], set[str]]:
    """The names of what an operation takes in its query, and in its body at the top."""
    operation = document["paths"][path][method.lower()]
    asked = {parameter["name"] for parameter in operation.get("parameters", ()) if parameter["in"] == "query"}
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return asked, set()
    return asked, set(_resolved(content["application/json"]["schema"], document).get("properties", {}))


def _value(name: str, schema: Schema, document: dict[str, Any]) -> Any:
    schema = _resolved(schema, document)
    if name in _BY_NAME:
        return _BY_NAME[name]
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    match schema.get("type"):
        case "object":
            return _object(schema, document)
        case "array":
            return []
        case "string":
            return _text(schema)
        case "integer" | "number":
            return max(1, schema.get("minimum", 1))
        case "boolean":
            return False
        case _:
            return {}


def _object(schema: Schema, document: dict[str, Any]) -> dict[str, Any]:
    properties = schema.get("properties", {})
    return {name: _value(name, properties[name], document) for name in schema.get("required", ())}


def _text(schema: Schema) -> str:
    return {"uri": "https://example.org", "date-time": "2050-07-01T00:00:00.000Z"}.get(
        schema.get("format", ""), f"text-{uuid4().hex[:6]}"
    )


def _resolved(schema: Schema, document: dict[str, Any]) -> Schema:
    while True:
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        elif any(key in schema for key in ("anyOf", "oneOf", "allOf")):
            options = next(schema[key] for key in ("anyOf", "oneOf", "allOf") if key in schema)
            schema = next(option for option in options if option.get("type") != "null")
        else:
            return schema
