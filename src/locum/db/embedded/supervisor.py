"""The thread that keeps PostgreSQL running, and takes over when the process that ran it is gone."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from locum.db.embedded import leftovers, logs, sockets, state
from locum.db.embedded.databases import ensure_database
from locum.db.embedded.errors import EmbeddedDatabaseError
from locum.db.embedded.layout import Layout
from locum.db.embedded.locks import Lock
from locum.db.embedded.postmaster import Postmaster
from locum.db.embedded.site import Site, prepare

logger = logging.getLogger(__name__)

_TICK = 0.25
_DELAYS = (0.0, 0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds before each restart in a row; one more failure, and the database counts as lost."""
_STEADY = 60.0
"""Seconds of running after which earlier failures are forgotten."""


class Supervisor:
    """Runs PostgreSQL if it is given a site; else stands by until the lock of the data directory is free.

    PostgreSQL dies with the thread that started it (see `spawning.spawn`), so it is always this one.
    """

    def __init__(
        self, layout: Layout, database: str, socket_dir: Path, site: Site | None, on_lost: Callable[[str], None] | None
    ) -> None:
        self.lost: str | None = None
        self.ended = threading.Event()
        self._layout = layout
        self._database = database
        self._socket_dir = socket_dir
        self._site = site
        self._on_lost = on_lost
        self._was_up = site is None
        self._settled = threading.Event()
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._run, name="embedded-database", daemon=True)

    @property
    def owner(self) -> bool:
        """Whether PostgreSQL is this process's child."""
        return self._site is not None

    def start(self) -> None:
        """Return when the database takes connections (at once when it is another's). Raises EmbeddedDatabaseError."""
        self._thread.start()
        if self.owner:
            self._settled.wait()
        if self.lost is not None:
            raise EmbeddedDatabaseError(self.lost)

    def stop(self) -> None:
        """Stop what this process started, and only that. Returns when it is gone."""
        self._leaving.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        try:
            site = self._site or self._stand_by()
            if site is not None:
                self._serve(site)
        except Exception as error:
            self._lose(error)
        finally:
            self._settled.set()

    def _stand_by(self) -> Site | None:
        """Wait for our turn. The one that ran the database may stop or be killed while others still need it."""
        while not self._leaving.wait(_TICK):
            lock = Lock.attempt(self._layout)
            if lock is None:
                continue
            try:
                self._site = prepare(self._layout, lock, socket_dir=self._socket_dir)
            except BaseException:
                lock.release()
                raise
            logger.warning("the process that ran the embedded database is gone: this one runs it now")
            return self._site
        return None

    def _serve(self, site: Site) -> None:
        failures = 0
        try:
            while not self._leaving.is_set():
                began = time.monotonic()
                reason = self._run_once(site)
                if reason is None:
                    return
                failures = 0 if time.monotonic() - began > _STEADY else failures
                if failures == len(_DELAYS):
                    raise EmbeddedDatabaseError(f"the embedded database ended {failures + 1} times in a row: {reason}")
                logger.warning("the embedded database is started again: %s", reason)
                self._leaving.wait(_DELAYS[failures])
                failures += 1
        finally:
            state.remove(site.layout)
            sockets.discard(site.socket_dir, site.layout)
            site.lock.release()

    def _run_once(self, site: Site) -> str | None:
        """Run PostgreSQL until we leave (None) or it ends by itself (why). A first start that fails is an error."""
        try:
            leftovers.clear(site.layout, site.socket_dir)
            postmaster = Postmaster.launch(site.layout, site.socket_dir, site.account, site.lock)
            try:
                if postmaster.await_ready(self._leaving):
                    self._announce(site, postmaster)
                    self._watch(site, postmaster)
            finally:
                postmaster.stop()
        except EmbeddedDatabaseError as error:
            if not self._was_up:
                raise
            return str(error)
        return None if self._leaving.is_set() else "its process was ended by somebody else"

    def _announce(self, site: Site, postmaster: Postmaster) -> None:
        ensure_database(site.socket_dir, self._database)
        state.write(site.layout, state.State.here(postmaster.pid, site.socket_dir), site.account)
        self._was_up = True
        self._settled.set()

    def _watch(self, site: Site, postmaster: Postmaster) -> None:
        while postmaster.running and not self._leaving.wait(_TICK):
            logs.trim(site.layout, site.account)

    def _lose(self, error: Exception) -> None:
        self.lost = str(error) or type(error).__name__
        self.ended.set()
        if self._was_up:
            logger.error("the embedded database is lost: %s", self.lost, exc_info=error)
            if self._on_lost is not None:
                self._on_lost(self.lost)
