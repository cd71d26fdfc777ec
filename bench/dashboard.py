"""How long pages of the dashboard take in an organization of 10,000. The aim is 200 ms for 95 of 100 requests.

python -m bench.dashboard
"""

import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import psycopg
import uvloop
from fastapi import Response
from rich.table import Table

from bench.measuring import Measured, folder_of_its_own, measure, shown
from bench.organization import made
from bench.organization_seed import Large
from bench.seed import Seeded
from bench.seed import seed as seed_small
from locum.db import embedded
from locum.db.session import Database, libpq_url
from locum.pages.dashboard.desk import CHOSEN
from locum.pages.sessions.cookies import SESSION, keep_token
from locum.pages.sessions.service import sign_in
from locum.settings import Settings
from tests.support.server import Server, serving

AIM_MS, ROUNDS = 200, 50
KEYS, DELIVERIES = 100, 20_000

_WEBHOOK = """
    INSERT INTO webhooks (id, team_id, subscriber_url, active, triggers, version, created_at, updated_at)
    VALUES (gen_random_uuid(), %(organization)s, 'https://large.example/hook', true, '{BOOKING_CREATED}', '2021-10-20',
            now(), now())
    RETURNING id::text
"""
_DELIVERIES = """
    WITH told AS (
        INSERT INTO webhook_events (trigger, organization_id, body, created_at, fanned_out_at)
        SELECT 'BOOKING_CREATED', %(organization)s, '{}', now(), now() FROM generate_series(1, %(deliveries)s)
        RETURNING id)
    INSERT INTO webhook_deliveries (id, webhook_id, event_id, state, attempts, round_attempts, next_attempt_at,
                                    created_at, attempted_at, duration_ms, status)
    SELECT gen_random_uuid(), %(webhook)s::uuid, id, 'delivered', 1, 1, now(), now(), now(), 20, 200 FROM told
"""
_KEYS = """
    INSERT INTO api_keys (user_id, note, digest, created_at, updated_at)
    SELECT %(owner)s, format('Key %%s', n), format('bench-%%s', n), now(), now() FROM generate_series(1, %(keys)s) n
"""


def pages(large: Large, webhook: str) -> list[tuple[str, str]]:
    """What is measured: name and address below the dashboard. A new page is one line more."""
    attribute, own = large.attributes["attribute-0"], large.attributes["attribute-3"]
    person, team = large.person_id, large.team_id
    return [
        ("overview", ""),
        ("people", "/people"),
        ("people, the last ones", "/people?page=200"),
        ("people of a name", "/people?q=Person+77"),
        ("a person", f"/people/{person}"),
        ("what a person has of attributes", f"/people/{person}/attributes"),
        ("teams", "/teams"),
        ("a team", f"/teams/{team}"),
        ("roles", "/roles"),
        ("attributes", "/attributes"),
        ("an attribute", f"/attributes/{attribute}"),
        ("an attribute, everybody's own", f"/attributes/{own}"),
        ("who is away this month", "/away/calendar?month=2040-03"),
        ("own API keys", "/keys"),
        ("webhooks", "/webhooks"),
        ("log of a webhook", f"/webhooks/{webhook}"),
    ]


class Visitor:
    """Somebody signed in, with one connection that he keeps."""

    def __init__(self, port: int, cookie: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self._headers = {"Cookie": cookie}

    def opens(self, path: str) -> float:
        """Seconds until the last byte of a page; raises RuntimeError when there is none."""
        started = time.perf_counter()
        self._connection.request("GET", path, headers=self._headers)
        answer = self._connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return time.perf_counter() - started


async def _cookie(url: str, settings: Settings, user_id: int) -> str:
    database = Database(url)
    async with database.work() as session:
        token = await sign_in(session, user_id)
    await database.engine.dispose()
    answer = Response()
    keep_token(answer, settings, token)
    return next(part for part in answer.headers["set-cookie"].split("; ") if part.startswith(SESSION))


def _hook(url: str, large: Large, owner_id: int) -> str:
    """A webhook with a long log, and keys of the owner's."""
    numbers = {"organization": large.organization_id, "owner": owner_id, "keys": KEYS, "deliveries": DELIVERIES}
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(_WEBHOOK, numbers).fetchone()
        if row is None:
            raise RuntimeError("no webhook was made")
        connection.execute(_DELIVERIES, numbers | {"webhook": row[0]})
        connection.execute(_KEYS, numbers)
        connection.execute("VACUUM ANALYZE")
        return str(row[0])


def measured(server: Server, folder: Path, data: Seeded, large: Large) -> Iterator[Measured]:
    """The pages of an organization on a running server, as its owner sees them."""
    with embedded.running(folder) as cluster:
        webhook = _hook(libpq_url(cluster.url), large, data.host_id)
        cookie = uvloop.run(_cookie(cluster.url, Settings(data_dir=folder), data.host_id))
    owner = Visitor(server.port, cookie)
    for name, path in pages(large, webhook):
        address = f"/dashboard{path}{'&' if '?' in path else '?'}{CHOSEN}={large.organization_id}"
        yield measure(name, None, ROUNDS, lambda _, address=address: owner.opens(address))  # type: ignore[misc]


def table(server: Server, folder: Path, data: Seeded, large: Large) -> Table:
    """Every page, for people."""
    rows = Table("page", "p50 ms", "p95 ms", f"within {AIM_MS} ms", title="Dashboard of an organization of 10,000")
    for row in measured(server, folder, data, large):
        rows.add_row(row.name, f"{row.at(0.5):.1f}", f"{row.at(0.95):.1f}", "yes" if row.at(0.95) <= AIM_MS else "NO")
    return rows


def main() -> None:
    """Measure these alone."""
    with folder_of_its_own() as folder, serving(folder, LOG_FORMAT="json", RATE_LIMIT_PER_MINUTE="10000000") as server:
        data = seed_small(server, folder)
        shown.print(table(server, folder, data, made(folder, data)))


if __name__ == "__main__":
    main()
