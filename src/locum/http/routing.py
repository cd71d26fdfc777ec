"""Finding the route of a request without trying them all.

Included routers try every route twice, so that a late one among hundreds costs more than its handler. The addresses of
the API are looked up by how many parts they have and by their second part, which is never a parameter.
"""

from collections import defaultdict
from collections.abc import Sequence

from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

_CHOSEN = "locum.chosen_route"


def _place(path: str) -> tuple[int, str]:
    parts = path.split("/")
    return len(parts), parts[2] if len(parts) > 2 else ""


class RouteIndex(BaseRoute):
    """Stands for all routes of the API in the application's list; keeps their order."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self.routes = list(routes)
        self._places: dict[tuple[int, str], list[BaseRoute]] = defaultdict(list)
        for route in self.routes:
            self._places[_place(getattr(route, "path", ""))].append(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The first route that fits; one of another method only if none fits wholly."""
        if scope["type"] != "http":
            return Match.NONE, {}
        partial: tuple[Match, Scope] = (Match.NONE, {})
        for route in self._places.get(_place(scope["path"]), ()):
            match, child_scope = route.matches(scope)
            if match is Match.FULL:
                return match, {**child_scope, _CHOSEN: route, "route": route}
            if match is Match.PARTIAL and partial[0] is Match.NONE:
                partial = match, {**child_scope, _CHOSEN: route, "route": route}
        return partial

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request to the route that was found."""
        route: BaseRoute = scope[_CHOSEN]
        await route.handle(scope, receive, send)
