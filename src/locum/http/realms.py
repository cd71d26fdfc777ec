"""Resources are written once and mounted where the API shows them.

A realm answers: whose things does this path speak of, may the caller see them, and with which permission?
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from inspect import cleandoc
from typing import Annotated, Any, ClassVar, Protocol, TypeVar

from fastapi import APIRouter, Depends, Request
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope

from locum.http.grants import NO_AUTHORITY, Authority
from locum.http.limits import OwnLimit
from locum.http.permissions import Permission
from locum.http.principal import MaybeCaller, Principal
from locum.http.scopes import check_token, told

Handler = TypeVar("Handler", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Realm:
    """What a path speaks of, once the caller has been found to belong there.

    `user_id` is the owner of the things for realms of a person; `principal` is None only on public routes.
    `authority` is what the caller may do there besides, for what a handler has to ask of its own.
    """

    kind: str
    principal: Principal | None
    organization_id: int | None = None
    team_id: int | None = None
    user_id: int | None = None
    client_id: str | None = None
    event_type_id: int | None = None
    authority: Authority = NO_AUTHORITY

    def may(self, permission: Permission) -> bool:
        """Whether the caller may also do this in the same place."""
        return self.authority.may(permission)

    @property
    def caller(self) -> Principal:
        """The caller of a route that is not public."""
        if self.principal is None:
            raise RuntimeError(f"realm {self.kind} has no caller on a public route")
        return self.principal

    @property
    def owner_id(self) -> int:
        """The person whose things these are."""
        if self.user_id is None:
            raise RuntimeError(f"realm {self.kind} has no owner")
        return self.user_id

    @property
    def organization(self) -> int:
        """The organization that the path names."""
        if self.organization_id is None:
            raise RuntimeError(f"realm {self.kind} has no organization")
        return self.organization_id

    @property
    def team(self) -> int:
        """The team that the path names."""
        if self.team_id is None:
            raise RuntimeError(f"realm {self.kind} has no team")
        return self.team_id

    @property
    def client(self) -> str:
        """The OAuth client that the path names."""
        if self.client_id is None:
            raise RuntimeError(f"realm {self.kind} has no OAuth client")
        return self.client_id

    @property
    def event_type(self) -> int:
        """The event type that the path names."""
        if self.event_type_id is None:
            raise RuntimeError(f"realm {self.kind} has no event type")
        return self.event_type_id


class RealmResolver(Protocol):
    """Makes the dependency that resolves a realm and checks a permission in it."""

    kind: ClassVar[str]
    """What its realms are called; the scopes of tokens follow from it."""

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """A dependency that sets `request.state.realm`; None as permission on public routes."""
        ...


async def current_realm(request: Request) -> Realm | None:
    """What the resolver found. None only after a failed resolver, when the handler is not run anyway."""
    found: Realm | None = getattr(request.state, "realm", None)
    return found


CurrentRealm = Annotated[Realm, Depends(current_realm)]


@dataclass(frozen=True, slots=True)
class Operation:
    """One handler of a resource."""

    method: str
    path: str
    handler: Callable[..., Any]
    permission: Permission | None
    options: dict[str, Any]
    when_known: Permission | None = None
    """What the token of a caller of a public route must be good for, if he sends one."""
    limit: OwnLimit | None = None

    @property
    def public(self) -> bool:
        return self.permission is None


@dataclass(slots=True)
class Resource:
    """A set of handlers below one address. `permission` or `public=True` is required of each."""

    name: str
    operations: list[Operation] = field(default_factory=list)

    def _add(
        self, method: str, path: str, permission: Permission | None, public: bool, options: dict[str, Any]
    ) -> Callable[[Handler], Handler]:
        when_known, limit = options.pop("when_known", None), options.pop("limit", None)
        if (permission is None) != public:
            raise ValueError(f"{self.name} {method} {path}: name a permission or say public=True")
        if public:
            options = {**options, "openapi_extra": {**options.get("openapi_extra", {}), "x-locum-public": True}}

        def register(handler: Handler) -> Handler:
            self.operations.append(Operation(method, path, handler, permission, options, when_known, limit))
            return handler

        return register

    def get(
        self, path: str = "", *, permission: Permission | None = None, public: bool = False, **options: Any
    ) -> Callable[[Handler], Handler]:
        """Register a reading handler; `options` go to FastAPI's route, but for `when_known` of public ones."""
        return self._add("GET", path, permission, public, options)

    def post(
        self,
        path: str = "",
        *,
        permission: Permission | None = None,
        public: bool = False,
        status_code: int = 201,
        **options: Any,
    ) -> Callable[[Handler], Handler]:
        """Register a creating handler (201 unless said otherwise); `limit` is an `OwnLimit`, if it has one."""
        return self._add("POST", path, permission, public, {"status_code": status_code, **options})

    def patch(
        self, path: str = "", *, permission: Permission | None = None, public: bool = False, **options: Any
    ) -> Callable[[Handler], Handler]:
        """Register a changing handler."""
        return self._add("PATCH", path, permission, public, options)

    def put(
        self, path: str = "", *, permission: Permission | None = None, public: bool = False, **options: Any
    ) -> Callable[[Handler], Handler]:
        """Register a replacing handler."""
        return self._add("PUT", path, permission, public, options)

    def delete(
        self, path: str = "", *, permission: Permission | None = None, public: bool = False, **options: Any
    ) -> Callable[[Handler], Handler]:
        """Register a deleting handler."""
        return self._add("DELETE", path, permission, public, options)


@dataclass(frozen=True, slots=True)
class Mount:
    """Where a resource appears: its address, its realm, its tag in the document, and which of its handlers.

    `only` names handlers (by function name) to take; `models` gives another output model for a handler.
    """

    resource: Resource
    at: str
    realm: RealmResolver
    tag: str
    only: Sequence[str] = ()
    leave_out: Sequence[str] = ()
    models: dict[str, Any] = field(default_factory=dict)
    hidden: bool = False
    when: Callable[[Scope], bool] | None = None
    """Which requests it is for; None: all. It stands before another at the same address, which takes the others."""

    def operations(self) -> list[Operation]:
        """The handlers that this mount shows, with its own output models."""
        shown = [
            operation
            for operation in self.resource.operations
            if (not self.only or operation.handler.__name__ in self.only)
            and operation.handler.__name__ not in self.leave_out
        ]
        return [
            replace(operation, options={**operation.options, "response_model": model})
            if (model := self.models.get(operation.handler.__name__))
            else operation
            for operation in shown
        ]


def build_router(mounts: Iterable[Mount]) -> APIRouter:
    """All mounts as one flat router, in the order given; literal paths go before parameters of the same place."""
    router = APIRouter()
    rows = [(mount, operation) for mount in mounts for operation in mount.operations()]
    for mount, operation in _literal_first(rows):
        path = mount.at + operation.path
        router.add_api_route(
            path,
            operation.handler,
            methods=[operation.method],
            tags=[mount.tag],
            operation_id=operation_id(mount, operation),
            route_class_override=_route_class(mount.when) if mount.when else None,
            dependencies=_guards(mount, operation),
            include_in_schema=not mount.hidden,
            **{"description": _description(mount, operation), **operation.options},
        )
    return router


def _route_class(when: Callable[[Scope], bool]) -> type[APIRoute]:
    class Chosen(APIRoute):
        """A route that some requests of its address take."""

        def matches(self, scope: Scope) -> tuple[Match, Scope]:
            match, found = super().matches(scope)
            return (match, found) if match is Match.NONE or when(scope) else (Match.NONE, {})

    return Chosen


def _description(mount: Mount, operation: Operation) -> str:
    """What the handler says of itself, and what a token has to be good for."""
    if operation.permission is not None:
        scope = told(operation.permission, mount.realm.kind)
    else:
        scope = told(operation.when_known, mount.realm.kind) if operation.when_known else ""
    return f"{cleandoc(operation.handler.__doc__ or '')}\n\n{scope}".strip()


def own_limits(mounts: Iterable[Mount]) -> list[tuple[str, str, OwnLimit]]:
    """Method, path and limit of every operation that has a limit of its own."""
    return [
        (operation.method, mount.at + operation.path, operation.limit)
        for mount in mounts
        for operation in mount.operations()
        if operation.limit is not None
    ]


def _guards(mount: Mount, operation: Operation) -> list[Any]:
    guards = [Depends(mount.realm.requires(operation.permission))]
    return [Depends(_good_for(operation.when_known, mount.realm.kind)), *guards] if operation.when_known else guards


def _good_for(permission: Permission, kind: str) -> Callable[..., Any]:
    async def check(caller: MaybeCaller) -> None:
        if caller is not None:
            check_token(caller, permission, kind)

    return check


def _literal_first(rows: list[tuple[Mount, Operation]]) -> list[tuple[Mount, Operation]]:
    """Stable order in which no path with a parameter hides a path with a literal in the same place."""

    def parameters(row: tuple[Mount, Operation]) -> tuple[bool, ...]:
        return tuple(part.startswith("{") for part in (row[0].at + row[1].path).split("/"))

    first_seen: dict[str, int] = {}
    for index, (mount, _) in enumerate(rows):
        first_seen.setdefault("/".join(mount.at.split("/")[:3]), index)
    return sorted(rows, key=lambda row: (first_seen["/".join(row[0].at.split("/")[:3])], parameters(row)))


def operation_id(mount: Mount, operation: Operation) -> str:
    """What an operation is called in the document."""
    words = re.sub(r"[^A-Za-z0-9]+", " ", (mount.at + operation.path).removeprefix("/v2")).split()
    name = operation.method.lower() + "".join(word[0].upper() + word[1:] for word in words)
    return name + operation.handler.__name__ if mount.when else name
