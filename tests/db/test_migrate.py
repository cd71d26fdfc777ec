"""The schema: what migrations make is what the models say, however many processes make it at once."""

from multiprocessing import get_context

import psycopg
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

import locum.tables  # noqa: F401
from locum.db.base import Base
from locum.db.migrate import newest_revision, revision_of, upgrade
from locum.db.session import libpq_url, psycopg_url
from tests.conftest import make_database


def test_migrations_make_what_the_models_say(cluster_url: str, worker_name: str) -> None:
    url = make_database(cluster_url, f"drift_{worker_name}")
    upgrade(url)
    engine = create_engine(psycopg_url(url))
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: kind != "table" or not str(name).startswith("procrastinate")},
        )
        differences = [
            difference
            for difference in compare_metadata(context, Base.metadata)
            if "alembic_version" not in str(difference)
        ]
        unlogged = connection.scalar(text("SELECT relpersistence FROM pg_class WHERE relname = 'rate_limit_counters'"))
        exclusions = connection.scalars(text("SELECT conname FROM pg_constraint WHERE contype = 'x'")).all()
    engine.dispose()
    assert differences == []
    assert unlogged == "u"
    assert len(exclusions) == 1


def test_six_processes_at_once_upgrade_once(cluster_url: str, worker_name: str) -> None:
    url = make_database(cluster_url, f"together_{worker_name}")
    context = get_context("spawn")
    processes = [context.Process(target=upgrade, args=(url,)) for _ in range(6)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * 6
    engine = create_engine(psycopg_url(url))
    with engine.connect() as connection:
        assert revision_of(connection) == newest_revision()
    engine.dispose()
    with psycopg.connect(libpq_url(url)) as connection:
        assert connection.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)


def test_a_second_upgrade_changes_nothing(database_url: str) -> None:
    upgrade(database_url)
    engine = create_engine(psycopg_url(database_url))
    with engine.connect() as connection:
        assert revision_of(connection) == newest_revision()
    engine.dispose()
