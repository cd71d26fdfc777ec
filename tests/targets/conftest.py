"""Tools of jobs, on the test's own database."""

from pathlib import Path

import pytest

from locum.db.jobs import Workshop
from locum.db.session import Database
from locum.settings import Settings


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Mailboxes of gromox lie in a directory of the test."""
    return settings.model_copy(update={"gromox_root": tmp_path})


@pytest.fixture
def tools(settings: Settings, database: Database) -> Workshop:
    """What a job may use."""
    return Workshop(database, settings)
