"""A folder of its own for each test of whole servers; short, because sockets live in it."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def data_dir() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="locum-live-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
