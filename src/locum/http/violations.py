"""Pydantic's findings in the words of the contract's validator (organization plane sheet, section 3.2)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from locum.kit.errors import Violation

_RULES: dict[str, tuple[str, str]] = {
    "missing": ("isDefined", "{p} should not be null or undefined"),
    "string_type": ("isString", "{p} must be a string"),
    "int_type": ("isInt", "{p} must be an integer number"),
    "int_parsing": ("isInt", "{p} must be an integer number"),
    "int_from_float": ("isInt", "{p} must be an integer number"),
    "float_type": ("isNumber", "{p} must be a number conforming to the specified constraints"),
    "bool_type": ("isBoolean", "{p} must be a boolean value"),
    "bool_parsing": ("isBoolean", "{p} must be a boolean value"),
    "list_type": ("isArray", "{p} must be an array"),
    "dict_type": ("isObject", "{p} must be an object"),
    "model_type": ("isObject", "{p} must be an object"),
    "model_attributes_type": ("isObject", "{p} must be an object"),
    "greater_than_equal": ("min", "{p} must not be less than {ge}"),
    "less_than_equal": ("max", "{p} must not be greater than {le}"),
    "greater_than": ("min", "{p} must be greater than {gt}"),
    "string_too_short": ("isNotEmpty", "{p} should not be empty"),
    "string_too_long": ("maxLength", "{p} must be shorter than or equal to {max_length} characters"),
    "too_short": ("arrayMinSize", "{p} must contain at least {min_length} elements"),
    "too_long": ("arrayMaxSize", "{p} must contain no more than {max_length} elements"),
    "literal_error": ("isEnum", "{p} must be one of the following values: {expected}"),
    "enum": ("isEnum", "{p} must be one of the following values: {expected}"),
}
_BY_PREFIX = (("datetime", "isDate", "{p} must be a Date instance"), ("date", "isDate", "{p} must be a Date instance"))


def violations_of(faults: Iterable[Mapping[str, Any]]) -> list[Violation]:
    """One violation per top-level property, with nested ones as its children."""
    tree: dict[str, Any] = {}
    for fault in faults:
        path = [str(part) for part in _path(fault["loc"])]
        rule, text = _constraint(fault, path[-1] if path else "body")
        _plant(tree, path or ["body"], rule, text, fault.get("input"))
    return _grow(tree)


def _path(location: Sequence[Any]) -> Sequence[Any]:
    """The location without its place (body, query, path) and without the names of union members."""
    return [part for part in location[1:] if isinstance(part, int) or part.isidentifier() or "-" in part]


def _constraint(fault: Mapping[str, Any], name: str) -> tuple[str, str]:
    kind = str(fault["type"])
    context = dict(fault.get("ctx") or {})
    if isinstance(context.get("expected"), str):
        context["expected"] = context["expected"].replace("'", "").replace(" or ", ", ")
    if kind in _RULES:
        rule, text = _RULES[kind]
        return rule, text.format(p=name, **context)
    for prefix, rule, text in _BY_PREFIX:
        if kind.startswith(prefix):
            return rule, text.format(p=name)
    if "rule" in context:
        return str(context["rule"]), str(fault["msg"]).replace("$property", name)
    message = str(fault["msg"]).removeprefix("Value error, ")
    return kind, message if name in message else f"{name}: {message}"


def _plant(tree: dict[str, Any], path: list[str], rule: str, text: str, value: Any) -> None:
    node = tree.setdefault(path[0], {"constraints": {}, "children": {}, "value": None})
    if len(path) > 1:
        _plant(node["children"], path[1:], rule, text, value)
        return
    node["constraints"].setdefault(rule, text)
    # Bytes are a body of another kind than JSON, as it came.
    if rule != "isDefined" and not isinstance(value, bytes):
        node["value"] = value


def _grow(tree: dict[str, Any]) -> list[Violation]:
    return [
        Violation(name, node["constraints"], node["value"], tuple(_grow(node["children"])))
        for name, node in tree.items()
    ]
