"""One run of PostgreSQL: start it, know when it is ready, stop it."""

import os
import signal
import subprocess
import threading
import time
from pathlib import Path

from locum.db.embedded import logs
from locum.db.embedded.accounts import Account
from locum.db.embedded.binaries import binaries
from locum.db.embedded.errors import EmbeddedDatabaseError
from locum.db.embedded.layout import PORT, Layout
from locum.db.embedded.locks import Lock
from locum.db.embedded.spawning import spawn

# A small machine's memory, and every commit on the disk before it is confirmed.
_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "min_wal_size": "32MB",
    "io_method": "sync",
    "max_logical_replication_workers": "0",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_checkpoints": "off",
    "log_min_messages": "warning",
    # Neither statements nor the values of violated keys belong into a log file: they name people.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}

# Fast, immediate, by force; seconds given to each before the next.
_STOPS = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0))


class Postmaster:
    """The server process of PostgreSQL, a direct child of this one."""

    def __init__(self, process: "subprocess.Popen[bytes]", layout: Layout, log_from: int) -> None:
        self._process = process
        self._layout = layout
        self._log_from = log_from

    @classmethod
    def launch(cls, layout: Layout, socket_dir: Path, account: Account, lock: Lock) -> "Postmaster":
        """Start it. It stops by itself, cleanly, when the calling thread ends, even if that was killed."""
        settings = _SETTINGS | {"unix_socket_directories": '"' + str(socket_dir).replace('"', '""') + '"'}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        log, position = logs.open_for_append(layout, account)
        try:
            process = spawn(
                [str(binaries() / "postgres"), "-D", str(layout.cluster), *options],
                account.become,
                directory=layout.cluster,
                on_parent_death=signal.SIGINT,
                keep=(lock.descriptor,),
                output=log,
            )
        finally:
            os.close(log)
        return cls(process, layout, position)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def await_ready(self, give_up: threading.Event) -> bool:
        """Wait until it accepts connections: as long as recovery takes. False if `give_up` was set meanwhile.

        Raises EmbeddedDatabaseError with PostgreSQL's own reason if it ends instead.
        """
        while not self._ready():
            if not self.running:
                raise EmbeddedDatabaseError(
                    f"PostgreSQL did not start: {logs.reason(self._layout, self._log_from)} (log: {self._layout.log})"
                )
            if give_up.wait(0.01):
                return False
        return True

    def _ready(self) -> bool:
        """The eighth line of the pid file says so (PostgreSQL's miscadmin.h, LOCK_FILE_LINE_PM_STATUS)."""
        try:
            lines = self._layout.pid_file.read_text(errors="replace").splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[0] == str(self.pid) and lines[7].strip() == "ready"

    def stop(self) -> None:
        """End it: open transactions are rolled back, everything committed is on the disk."""
        for number, patience in _STOPS:
            if not self.running:
                return
            self._process.send_signal(number)
            deadline = time.monotonic() + patience
            while self.running and time.monotonic() < deadline:
                time.sleep(0.005)
