"""Running one operation many times and saying how long it took."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track

from bench.client import Caller

WARM_UP, ROUNDS = 30, 300
shown = Console(width=120)


@dataclass(frozen=True, slots=True)
class Measured:
    """Times of one operation, in milliseconds, sorted."""

    name: str
    peer_ms: float | None
    times: list[float]

    def at(self, share: float) -> float:
        return self.times[min(len(self.times) - 1, int(len(self.times) * share))]


def measure(name: str, peer_ms: float | None, rounds: int, once: Callable[[int], float]) -> Measured:
    """Run one operation many times, after some that do not count."""
    for number in range(WARM_UP):
        once(number - WARM_UP)
    times = [once(number) * 1000 for number in track(range(rounds), name, console=shown, transient=True)]
    return Measured(name, peer_ms, sorted(times))


def timed(caller: Caller, status: int, method: str, path: str, body: object = None) -> float:
    """Seconds of one request; raises RuntimeError when its status is another."""
    answer = caller.call(method, path, body)
    if answer.status != status:
        raise RuntimeError(f"{method} {path}: {answer.status} {answer.read()}")
    return answer.seconds


@contextmanager
def folder_of_its_own() -> Iterator[Path]:
    """A folder for the data of a server, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="locum-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
