"""Finding the route of a request without trying them all.

Included routers try every route twice, so that a late one among hundreds costs more than its handler. The addresses of
the API are looked up by how many parts they have and by their second part, which is never a parameter.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, compile_path
from starlette.types import Receive, Scope, Send

from locum.http.limits import OwnLimit
from locum.http.paths import is_api

_CHOSEN = "locum.chosen_route"


def _place(path: str) -> tuple[int, str]:
    parts = path.split("/")
    return len(parts), parts[2] if len(parts) > 2 else ""


def _as_read(scope: Scope) -> Scope:
    """HEAD asks for what GET answers; the server keeps the body back."""
    return {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope


class RouteLimits:
    """The routes with a limit of their own, found before the request is routed: counting comes first.

    `rows` are method, path and limit.
    """

    def __init__(self, rows: Iterable[tuple[str, str, OwnLimit]] = ()) -> None:
        self._places: dict[tuple[int, str], list[tuple[str, re.Pattern[str], OwnLimit]]] = defaultdict(list)
        for method, path, limit in rows:
            self._places[_place(path)].append((method, compile_path(path)[0], limit))

    def of(self, method: str, path: str) -> OwnLimit | None:
        """The limit of a request's route; None where the general one counts."""
        for known, pattern, limit in self._places.get(_place(path), ()):
            if method == known and pattern.match(path):
                return limit
        return None


class RouteIndex(BaseRoute):
    """Stands for all routes of the API in the application's list; keeps their order.

    Every address of the API ends here, unknown ones too: pages have names of people in the same place.
    """

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self.routes = list(routes)
        self._places: dict[tuple[int, str], list[BaseRoute]] = defaultdict(list)
        for route in self.routes:
            self._places[_place(getattr(route, "path", ""))].append(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The first route that fits address and method."""
        if scope["type"] != "http" or not is_api(scope["path"]):
            return Match.NONE, {}
        asked = _as_read(scope)
        for route in self._places.get(_place(scope["path"]), ()):
            match, child_scope = route.matches(asked)
            if match is Match.FULL:
                return match, {**child_scope, _CHOSEN: route, "route": route}
        return Match.FULL, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request to the route that was found. Raises HTTPException when there is none."""
        route: BaseRoute | None = scope.get(_CHOSEN)
        if route is None:
            raise HTTPException(404)
        await route.handle(_as_read(scope), receive, send)
