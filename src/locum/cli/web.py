"""The web processes of `locum serve`: one, or several on one port."""

import asyncio
import gc
import os
import signal
import socket
from collections.abc import Callable
from contextlib import ExitStack

import uvicorn
from uvicorn.supervisors import Multiprocess

from locum.app import create_app
from locum.cli import logs
from locum.cli.beside import Beside
from locum.cli.common import told
from locum.cli.database import migrated_database_url
from locum.cli.work import unit_of_work
from locum.db.embedded.kernel import signal_on_parent_death
from locum.db.session import Database
from locum.settings import Settings, load_settings
from locum.setup.link import is_untouched, setup_link

STOPS_WITHIN_SECONDS = 10
GARBAGE_AFTER = 20_000
"""Objects more than before after which the newest ones are searched for garbage."""


class _Announcing(uvicorn.Server):
    """A server that says when it can be used."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[int], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and not self.should_exit:
            settle_memory()
            self._announce(_port_of(self) or self.config.port)


def settle_memory() -> None:
    """Leave what was made while starting out of every later search for garbage, and search less often.

    A long list is some ten thousand objects that all go together: at Python's usual pace each is searched through
    several times while it is made.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER, 20, 50)


def _port_of(server: uvicorn.Server) -> int | None:
    bound = [listener.getsockname() for running in server.servers for listener in running.sockets]
    return bound[0][1] if bound and len(bound[0]) > 1 else None


def run(settings: Settings) -> None:
    """Serve until a signal ends it, with a process for background jobs beside each web process.

    Raises JobsEnded when one of these ends by itself: whoever watches over the server starts all of it anew.
    """
    beside = [Beside(settings) for _ in range(settings.workers)]
    with migrated_database_url(settings) as url, ExitStack() as stack:
        for one in beside:
            stack.enter_context(one.working(url))
        if settings.workers > 1:
            _serve_many(settings, url)
        else:
            _serve_alone(settings, url)


def _config(app: object, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=STOPS_WITHIN_SECONDS,
        workers=settings.workers,
        factory=isinstance(app, str),
    )


def _serve_alone(settings: Settings, url: str) -> None:
    app = create_app(settings, Database(url))
    untouched = _untouched(url)

    def announce(port: int) -> None:
        shown = settings.model_copy(update={"port": port})
        _say(shown, untouched)

    _Announcing(_config(app, settings), announce).run()


def _serve_many(settings: Settings, url: str) -> None:
    """Several processes on one port; each finds the database and the secret in its environment."""
    os.environ["LOCUM_DATABASE_URL"] = url
    os.environ["LOCUM_SECRET_KEY"] = settings.secret
    untouched = _untouched(url)
    _say(settings, untouched)
    config = _config("locum.cli.web:web_process", settings)
    listener = config.bind_socket()
    Multiprocess(config, sockets=[listener]).run()


def web_process() -> object:
    """The application of one of several web processes; it goes when its parent goes, at once: the database goes too."""
    signal_on_parent_death(signal.SIGKILL)
    settings = load_settings()
    logs.configure(settings.log_format)
    app = create_app(settings, Database(settings.database_url or ""))
    settle_memory()
    return app


def _untouched(url: str) -> bool:
    async def ask() -> bool:
        async with unit_of_work(url) as session:
            return await is_untouched(session)

    return asyncio.run(ask())


def _say(settings: Settings, untouched: bool) -> None:
    told.print(
        f"\n  Locum is at [bold]{settings.base_url}[/] (the API's document: {settings.base_url}/docs)", soft_wrap=True
    )
    if untouched:
        told.print(f"  Set it up:  [bold]{setup_link(settings)}[/]", soft_wrap=True)
    told.print("  Stop with Ctrl-C.\n")
