"""The map of the API: every operation says who may, and no address hides another."""

import re

import pytest
from starlette.routing import Match, Route

from locum.http.permissions import Permission
from locum.http.realms import Mount, Operation, build_router
from locum.mounts import MOUNTS

OPERATIONS = [(mount, operation) for mount in MOUNTS for operation in mount.operations()]
ROUTES = [route for route in build_router(MOUNTS).routes if isinstance(route, Route)]


def _headers(route: Route) -> list[tuple[bytes, bytes]]:
    """Of several operations at one address each has the requests of its version, or of those that say none."""
    module = getattr(route.endpoint, "__module__", "")
    if module.endswith(".untold_endpoints"):
        return []
    if module.endswith(".newer_endpoints"):
        return [(b"cal-api-version", b"2026-05-01")]
    is_older = ".older" in module and not route.path.startswith("/v2/slots")
    return [(b"cal-api-version", b"2024-04-15" if is_older else b"2024-08-13")]


def _name(value: object) -> str | None:
    if isinstance(value, Mount):
        return value.at
    if isinstance(value, Operation):
        return f"{value.method} {value.path}"
    return f"{next(iter(value.methods or ()))} {value.path}" if isinstance(value, Route) else None


@pytest.mark.parametrize(("mount", "operation"), OPERATIONS, ids=_name)
def test_every_operation_names_a_permission_or_is_public(mount: Mount, operation: Operation) -> None:
    said = (operation.options.get("openapi_extra") or {}).get("x-locum-public", False)
    assert isinstance(operation.permission, Permission) != said
    assert mount.realm.requires(operation.permission) is not None


@pytest.mark.parametrize("route", ROUTES, ids=_name)
def test_every_address_leads_to_its_own_operation(route: Route) -> None:
    path = re.sub(r"\{[^}]+\}", "1", route.path)
    (method,) = route.methods or {""}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "root_path": "",
        "headers": _headers(route),
        "query_string": b"",
    }
    first = next(known for known in ROUTES if known.matches(scope)[0] is Match.FULL)
    assert first is route


def test_names_of_operations_are_unique() -> None:
    names = [getattr(route, "operation_id", None) for route in ROUTES]
    assert len(set(names)) == len(names)
    assert None not in names


def test_the_wire_has_what_the_document_has() -> None:
    assert len(ROUTES) == len(OPERATIONS)
