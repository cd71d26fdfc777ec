"""How long the slot engine takes for one host-month and for round robin of many hosts.

python -m bench.slots_engine
"""

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from locum.slots.engine import find_slots
from locum.slots.presenting import slots_json
from locum.slots.question import BusyBooking, EventSettings, Host, Kind, SlotQuestion
from locum.slots.schedule import Schedule, WeeklyRule

NOW = datetime(2027, 1, 4, tzinfo=UTC)
MONTH = datetime(2027, 2, 1, tzinfo=UTC), datetime(2027, 3, 3, 23, 59, 59, tzinfo=UTC)
FIRST_MINUTE = int(MONTH[0].timestamp()) // 60
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Tokyo", "Europe/London")
WORKING_DAYS = (0, 1, 2, 3, 4)
BUSY_PER_HOST = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One measured case: median and 95th percentile in milliseconds, and what it found."""

    case: str
    p50_ms: float
    p95_ms: float
    slots: int


def _host(user_id: int, chance: random.Random) -> Host:
    zone = ZONES[user_id % len(ZONES)]
    hours = (WeeklyRule(WORKING_DAYS, 540, 720), WeeklyRule(WORKING_DAYS, 780, 1020))
    starts = (FIRST_MINUTE + chance.randrange(0, 31 * 1440, 15) for _ in range(BUSY_PER_HOST))
    bookings = (BusyBooking(start, start + chance.choice((30, 60)), 5, 5, f"{user_id}-{start}") for start in starts)
    return Host(user_id, Schedule(zone, hours), zone, bookings=tuple(bookings))


def question(kind: Kind, count: int) -> SlotQuestion:
    """A month of half-hours of so many hosts in five zones, each with forty bookings. The same at every call."""
    chance = random.Random(count)
    hosts = tuple(_host(user_id, chance) for user_id in range(1, count + 1))
    settings = EventSettings(kind, 30, after_buffer=5)
    return SlotQuestion(settings, hosts, *MONTH, NOW, "Europe/Berlin")


def measure(case: str, work: Callable[[], int], rounds: int) -> Row:
    """Run the work so many times, after one round that warms the tables of the zones."""
    found = work()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return Row(case, statistics.median(times), times[int(len(times) * 0.95)], found)


def run() -> list[Row]:
    """Every case."""
    alone = question(Kind.ONE_HOST, 1)
    rows = [measure("one host", lambda: len(find_slots(alone).slots), 200)]
    for count, rounds in ((10, 100), (50, 40), (200, 15), (1000, 7)):
        many = question(Kind.ROUND_ROBIN, count)
        rows.append(measure(f"round robin of {count}", lambda many=many: len(find_slots(many).slots), rounds))  # type: ignore[misc]
    ten = question(Kind.COLLECTIVE, 10)
    rows.append(measure("collective of 10", lambda: len(find_slots(ten).slots), 100))
    answer = find_slots(question(Kind.ROUND_ROBIN, 50))
    written = (answer.slots * 600)[:600]
    rows.append(measure("writing 600 slots", lambda: len(slots_json(written, "Europe/Berlin", None)), 200))
    return rows


def table() -> Table:
    """Every case, for people."""
    shown = Table("engine alone, a month, 40 busy each", "p50 ms", "p95 ms", "slots", title="Slots")
    for row in run():
        shown.add_row(row.case, f"{row.p50_ms:.2f}", f"{row.p95_ms:.2f}", str(row.slots))
    return shown


if __name__ == "__main__":
    Console().print(table())
