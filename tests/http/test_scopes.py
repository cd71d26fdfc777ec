"""Which scope opens which route: `scopes.txt` has a line for each operation (organization plane sheet, section 1.5).

A new route has to be entered there, which is the moment to look whether its scope is the one that the sheet means.
"""

import re
from pathlib import Path

from sqlalchemy import delete

from locum.http.limits import RateLimitCounter
from locum.http.realms import build_router
from locum.http.scopes import NOT_FOR_TOKENS
from locum.mounts import MOUNTS
from tests.factories.oauth2 import make_app
from tests.factories.world import World

TABLE = Path(__file__).with_name("scopes.txt")
PUBLIC, CLOSED = "public", "closed"


def _table() -> list[str]:
    return [line for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]


def _documented() -> list[str]:
    """A line for each operation, as its description in the document says."""
    lines = []
    for route in build_router(MOUNTS).routes:
        description = getattr(route, "description", "")
        named = re.search(r"access token, scope `(\w+)` is required", description)
        word = named[1] if named else CLOSED if "Not for OAuth access tokens" in description else PUBLIC
        lines += [f"{method:6} {getattr(route, 'path', '')} {word}" for method in getattr(route, "methods", None) or ()]
    return sorted(lines, key=lambda line: (line.split()[1], line))


def test_every_operation_has_its_line() -> None:
    entered, found = set(_table()), set(_documented())
    missing, gone = "\n".join(sorted(found - entered)), "\n".join(sorted(entered - found))
    assert entered == found, f"enter these in {TABLE.name}, if they are right:\n{missing}\nand remove these:\n{gone}"


async def test_every_operation_asks_for_what_it_says(world: World) -> None:
    """With a token that is good for nothing: what a route asks for, it tells."""
    app = await make_app(world)
    api = await app.api(await world.user(), "NOTHING")
    wrong = []
    for line in _table():
        method, path, word = line.split()
        if word == PUBLIC:
            continue
        await world.session.execute(delete(RateLimitCounter))
        await world.session.commit()
        answer = await api.call(method, re.sub(r"\{[^}]+\}", "1", path))
        said = answer.json()["error"]["message"] if answer.status_code == 403 else f"status {answer.status_code}"
        if not (said == NOT_FOR_TOKENS if word == CLOSED else f"Required: {word}. Token has: NOTHING" in said):
            wrong.append(f"{line}: {said}")
    assert wrong == []
