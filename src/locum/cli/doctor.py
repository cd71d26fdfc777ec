"""`locum doctor`: what is in force, and what is wrong."""

import shutil
import smtplib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from urllib.parse import urlsplit

import psycopg
from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine

from locum.cli.database import database_url
from locum.db.migrate import newest_revision, revision_of
from locum.db.session import libpq_url, psycopg_url
from locum.kit.errors import LocumError
from locum.settings import Settings, load_settings

_SECRETS = {"secret_key", "secret_keys_retired", "database_url", "smtp_url", "sms_url", "sms_authorization"}
LITTLE_SPACE = 500_000_000
NARROWEST = 110


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    good: bool
    text: str


def doctor() -> None:
    """Show the effective settings and check database, schema, time zones, disk and mail. Exit status 1 on trouble."""
    settings = load_settings()
    shown = Console(highlight=False)
    shown.width = max(shown.width, NARROWEST)
    shown.print(_settings_table(settings))
    findings = list(_findings(settings))
    for finding in findings:
        mark = "[green]good[/]" if finding.good else "[bold red]BAD [/]"
        shown.print(f"  {mark}  {finding.name}: {finding.text}", soft_wrap=True)
    sys.exit(0 if all(finding.good for finding in findings) else 1)


def _settings_table(settings: Settings) -> Table:
    table = Table("Setting", "Value", "Meaning", title="Settings in force")
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        shown = "set, not shown" if name in _SECRETS and value else ("unset" if value in (None, ()) else str(value))
        table.add_row(f"LOCUM_{name.upper()}", shown, field.description or "")
    return table


def _findings(settings: Settings) -> Iterator[Finding]:
    yield from _database(settings)
    yield _checked("secret", lambda: "in place" if settings.secret else "missing")
    yield Finding("time zones", True, f"tzdata {version('tzdata')}")
    yield _disk(settings)
    yield _mail(settings)


def _checked(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, look())
    except (LocumError, OSError, smtplib.SMTPException, psycopg.Error) as error:
        return Finding(name, False, " ".join(str(error).split()))


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        with database_url(settings) as url, psycopg.connect(libpq_url(url), connect_timeout=5) as connection:
            number = connection.info.server_version
            good = 150000 <= number < 190000
            yield Finding("database", good, f"PostgreSQL {number // 10000}.{number % 10000}, 15 to 18 will do")
            yield _schema(url)
    except (LocumError, psycopg.Error) as error:
        yield Finding("database", False, " ".join(str(error).split()))


def _schema(url: str) -> Finding:
    engine = create_engine(psycopg_url(url))
    try:
        with engine.connect() as connection:
            found = revision_of(connection)
    finally:
        engine.dispose()
    if found is None:
        return Finding("migrations", True, "none applied yet; `locum serve` applies them")
    return Finding("migrations", found == newest_revision(), f"at {found}, newest is {newest_revision()}")


def _disk(settings: Settings) -> Finding:
    place = settings.data_dir if settings.data_dir.exists() else settings.data_dir.absolute().parent
    free = shutil.disk_usage(place if place.exists() else "/").free
    return Finding("disk", free > LITTLE_SPACE, f"{free / 1e9:.1f} GB free at {settings.data_dir}")


def _mail(settings: Settings) -> Finding:
    if not settings.smtp_url:
        return Finding("mail", True, "no LOCUM_SMTP_URL: messages are kept and shown at /mail")
    parts = urlsplit(settings.smtp_url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP

    def greet() -> str:
        with kind(parts.hostname or "", parts.port or 0, timeout=5) as server:
            return f"{parts.hostname} answers {server.noop()[0]}"

    return _checked("mail", greet)
