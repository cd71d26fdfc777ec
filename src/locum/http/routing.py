"""Finding the route of a request without trying them all.

Included routers try every route twice, so that a late one among hundreds costs more than its handler. The addresses of
the API are looked up by how many parts they have and by their second part, which is never a parameter.
"""

from collections import defaultdict
from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from locum.http.paths import is_api

_CHOSEN = "locum.chosen_route"


def _place(path: str) -> tuple[int, str]:
    parts = path.split("/")
    return len(parts), parts[2] if len(parts) > 2 else ""


def _as_read(scope: Scope) -> Scope:
    """HEAD asks for what GET answers; the server keeps the body back."""
    return {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope


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
