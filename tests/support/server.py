"""A real `locum serve` in a process of its own, for what only processes can show."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from random import SystemRandom

from tests.support.waiting import PATIENCE_SECONDS

LOCUM = Path(sys.executable).parent / "locum"
STARTS_WITHIN_SECONDS = 90.0
_PORTS = iter(SystemRandom().sample(range(10_240, 32_768), 20_000))


def free_port() -> int:
    """A port that nobody listens on, and that is not asked for again: until somebody does, nobody gets it by chance.

    Linux gives ports from 32768 on to connections, and to those who do not mind which.
    """
    for port in _PORTS:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise AssertionError("all ports are taken")


def environment(data_dir: Path, **settings: str) -> dict[str, str]:
    """The environment of a Locum process: nothing of ours leaks in, and its bytecode is kept, as where it is used."""
    ours = ("LOCUM_", "PYTHONDONTWRITEBYTECODE")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**plain, "LOCUM_DATA_DIR": str(data_dir), **{f"LOCUM_{name}": value for name, value in settings.items()}}


def answers(port: int, path: str = "/ready") -> bool:
    """Whether a server on loopback answers 200."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@dataclass(slots=True)
class Server:
    """A running server."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def wait_until_ready(self, seconds: float = STARTS_WITHIN_SECONDS) -> None:
        """Returns when the server answers; raises with its log when it does not."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            if answers(self.port):
                return
            time.sleep(0.03)
        raise AssertionError(f"the server did not start:\n{self.log.read_text()}")

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


def start(data_dir: Path, command: str = "serve", **settings: str) -> Server:
    """Start a server on a free port and wait until it is ready."""
    data_dir.mkdir(parents=True, exist_ok=True)
    port = int(settings.pop("PORT", 0)) or free_port()
    log = data_dir / f"{command}-{port}.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(LOCUM), command],
            env=environment(data_dir, PORT=str(port), **settings),
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
        )
    server = Server(process, port, log)
    server.wait_until_ready()
    return server


def start_worker(data_dir: Path, **settings: str) -> "subprocess.Popen[bytes]":
    """Start a process for background jobs alone; it finds the database of the data directory."""
    with (data_dir / "worker.log").open("ab") as output:
        return subprocess.Popen(
            [str(LOCUM), "worker"],
            env=environment(data_dir, **settings),
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
        )


@contextmanager
def serving(data_dir: Path, **settings: str) -> Iterator[Server]:
    """A server for as long as the block lasts."""
    server = start(data_dir, "serve", **settings)
    try:
        yield server
    finally:
        server.stop()


def run(data_dir: Path, *words: str, settings: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end."""
    return subprocess.run(
        [str(LOCUM), *words],
        env=environment(data_dir, **(settings or {})),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
