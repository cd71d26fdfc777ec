"""How long a month of free times of a team takes, from the request to the answer.

Cal.com's own server needs 98, 232 and 783 ms for rounds of 10, 50 and 200 hosts on a two-core machine, and its engine
alone 2.9 s for 1,000; the aim is a tenth.

python -m bench.teams
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from rich.table import Table

from bench.client import Caller
from bench.measuring import Measured, folder_of_its_own, measure, shown, timed
from bench.seed import Seeded
from bench.seed import seed as seed_small
from bench.teams_seed import seed
from locum.db import embedded
from locum.db.session import libpq_url
from tests.support.server import Server, serving

PEER_MS = {10: 98.0, 50: 232.0, 200: 783.0, 1000: 2900.0}
ROUNDS = 60


def measured(server: Server, folder: Path, data: Seeded) -> Iterator[Measured]:
    """Free times of teams that are made on a running server, as anybody may ask for them."""
    with embedded.running(folder) as cluster, shown.status("making teams"):
        teams = seed(libpq_url(cluster.url), data.first_day)
    anybody = Caller(server.port, data.key)
    last = data.first_day + timedelta(days=30)
    for team in teams:
        path = f"/v2/slots?eventTypeId={team.event_type_id}&start={data.first_day:%Y-%m-%d}&end={last:%Y-%m-%d}"
        name = f"{'collective' if team.together else 'round robin'} of {team.hosts}"
        peer = None if team.together else PEER_MS[team.hosts]
        yield measure(name, peer, ROUNDS, lambda _, path=path: timed(anybody, 200, "GET", path))  # type: ignore[misc]


def table(server: Server, folder: Path, data: Seeded) -> Table:
    """Every team, for people."""
    rows = Table("slots, a month, 40 busy each", "p50 ms", "p95 ms", "peer ms", "share of peer", title="Teams")
    for row in measured(server, folder, data):
        middle = row.at(0.5)
        peer = ("-", "-") if row.peer_ms is None else (f"{row.peer_ms:g}", f"{middle / row.peer_ms:.1%}")
        rows.add_row(row.name, f"{middle:.1f}", f"{row.at(0.95):.1f}", *peer)
    return rows


def main() -> None:
    """Measure these alone."""
    with folder_of_its_own() as folder, serving(folder, LOG_FORMAT="json", RATE_LIMIT_PER_MINUTE="10000000") as server:
        shown.print(table(server, folder, seed_small(server, folder)))


if __name__ == "__main__":
    main()
