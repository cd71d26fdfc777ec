"""`make bench`: the slow paths of a real server, as a table.

The floor is a sign-in by key with an empty answer. Cal.com's own server, measured on a two-core machine with the same
work, stands beside; the aim is a tenth of each.
"""

import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psutil
from rich.table import Table

from bench import bookings, dashboard, organization, responder, slots_engine, teams, webhooks, where
from bench.client import Caller
from bench.measuring import ROUNDS, Measured, folder_of_its_own, measure, shown, timed
from bench.seed import Seeded, free_starts, seed
from tests.support.server import Server, serving, start


def operations(server: Server, data: Seeded) -> Iterator[Measured]:
    """What is measured, in the order of the table."""
    owner, idle = Caller(server.port, data.key), Caller(server.port, data.idle_key)
    yield measure("sign-in by key, empty answer", None, ROUNDS, lambda _: timed(idle, 200, "GET", "/v2/event-types"))
    absences = f"/v2/organizations/{data.organization_id}/ooo?take=60"
    yield measure("absences, list of 60", 8.3, ROUNDS, lambda _: timed(owner, 200, "GET", absences))
    last = data.first_day + timedelta(days=27)
    slots = f"/v2/slots?eventTypeId={data.busy_type_id}&start={data.first_day:%Y-%m-%d}&end={last:%Y-%m-%d}"
    yield measure("slots, host-month with 40 busy", 43, ROUNDS, lambda _: timed(owner, 200, "GET", slots))
    booked = iter(free_starts(data, data.free_type_id))
    create = measure("booking, create", 62, 200, lambda _: timed(owner, 201, "POST", "/v2/bookings", next(booked)))
    yield create
    in_turn = iter(free_starts(data, data.round_type_id))
    yield measure(
        "booking, round robin of 10", 211, 200, lambda _: timed(owner, 201, "POST", "/v2/bookings", next(in_turn))
    )
    bookings = "/v2/bookings?take=50"
    yield measure("bookings, list of 50", 28, ROUNDS, lambda _: timed(owner, 200, "GET", bookings))


def _table(rows: list[Measured]) -> Table:
    table = Table("operation", *("p50 ms", "p95 ms", "req/s", "x floor", "peer p50", "share of peer"), title="Requests")
    floor = rows[0].at(0.5)
    for row in rows:
        middle = row.at(0.5)
        peer = ("-", "-") if row.peer_ms is None else (f"{row.peer_ms:g}", f"{middle / row.peer_ms:.0%}")
        rate = 1000 / statistics.fmean(row.times)
        table.add_row(row.name, f"{middle:.2f}", f"{row.at(0.95):.2f}", f"{rate:.0f}", f"{middle / floor:.1f}", *peer)
    return table


def _memory(server: Server) -> float:
    """Megabytes of the server's processes without its database; what they share counts once."""
    web = psutil.Process(server.process.pid)
    beside = [child for child in web.children() if child.name() == web.name()]
    return sum(float(process.memory_full_info().pss) for process in (web, *beside)) / 1e6


def _starts(folder: Path) -> list[float]:
    """Seconds until a server answers: on an empty folder, and again."""
    seconds = []
    for _ in range(2):
        began = time.perf_counter()
        server = start(folder, "serve", LOG_FORMAT="json")
        seconds.append(time.perf_counter() - began)
        server.stop()
    return seconds


def main() -> None:
    """Measure and print."""
    with folder_of_its_own() as folder:
        first, again = _starts(folder)
        with serving(folder, LOG_FORMAT="json", RATE_LIMIT_PER_MINUTE="10000000") as server:
            idle = _memory(server)
            rows = list(operations(server, data := seed(server, folder)))
            shown.print(_table(rows))
            shown.print(
                f"start {first:.1f} s on an empty folder, {again:.1f} s after (peer 3.8 s); memory without database "
                f"{idle:.0f} MB idle, {_memory(server):.0f} MB after the work (peer 320 to 900 MB)\n"
            )
            shown.print(where.table(server, folder, data))
            large = organization.made(folder, data)
            shown.print(organization.table(server, data, large))
            shown.print(dashboard.table(server, folder, data, large))
            shown.print(teams.table(server, folder, data))
    shown.print(slots_engine.table())
    webhooks.main()
    with folder_of_its_own() as folder:
        shown.print(responder.table(folder))
    bookings.main()


if __name__ == "__main__":
    main()
