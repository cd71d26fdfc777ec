"""The unit of work of a request: opened when first needed, committed once, before the answer leaves."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.session import Database
from locum.settings import Settings


def database_of(request: Request) -> Database:
    """The database of the application that serves this request."""
    found: Database = request.app.state.database
    return found


def settings_of(request: Request) -> Settings:
    """The settings of the application that serves this request."""
    found: Settings = request.app.state.settings
    return found


async def _unit_of_work(request: Request) -> AsyncIterator[AsyncSession]:
    """GET and HEAD look and change nothing; everything else is one transaction."""
    database = database_of(request)
    async with database.look() if request.method in {"GET", "HEAD"} else database.work() as session:
        yield session


Session = Annotated[AsyncSession, Depends(_unit_of_work, scope="function")]


async def _settings(request: Request) -> Settings:
    return settings_of(request)


CurrentSettings = Annotated[Settings, Depends(_settings)]
