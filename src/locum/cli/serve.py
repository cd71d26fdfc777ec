"""`locum serve`: web and worker together, on a database of its own unless told of another one."""

import socket

from locum.cli import logs
from locum.cli.loading import loaded
from locum.settings import Settings, WrongSetting, load_settings


def serve() -> None:
    """Run the server until it is told to stop (SIGINT, SIGTERM)."""
    settings = load_settings()
    logs.configure(settings.log_format)
    _check_address(settings)
    loaded("locum.cli.web").run(settings)


def _check_address(settings: Settings) -> None:
    """Raises WrongSetting when nobody can listen there: told before anything is started."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[
            0
        ]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise WrongSetting(
            f"LOCUM_HOST, LOCUM_PORT: cannot listen on {settings.host} port {settings.port}: {reason}"
        ) from error
