"""Applications that tests share: making one takes a quarter of a second, and it keeps nothing between requests."""

from fastapi import FastAPI

from locum.app import create_app
from locum.db.session import Database
from locum.settings import Settings


class Standing(Database):
    """Stands for one database after another."""

    def __init__(self, database: Database) -> None:
        self.stand_for(database)

    def stand_for(self, database: Database) -> None:
        """Work on this one from now on."""
        vars(self).update(vars(database))


_made: dict[str, tuple[FastAPI, Standing]] = {}


def application_on(database: Database, settings: Settings) -> FastAPI:
    """The application with these settings on an open database; whoever asks next takes it away."""
    key = settings.model_dump_json(exclude={"data_dir"})
    if key not in _made:
        standing = Standing(database)
        _made[key] = create_app(settings, standing), standing
    app, standing = _made[key]
    standing.stand_for(database)
    standing.stands_at(settings.base_url)
    return app
