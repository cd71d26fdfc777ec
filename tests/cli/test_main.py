"""How the command line begins: with no more than a command needs."""

import subprocess
import sys
from collections.abc import Sequence

import pytest

from locum.cli.main import COMMANDS, _command

LOADED = """
import sys
from locum.cli.main import main
try:
    main()
except SystemExit as end:
    print(end.code, *sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.mark.parametrize("name", COMMANDS)
def test_the_overview_says_of_a_command_what_it_says_of_itself(name: str) -> None:
    assert _command(name).help.startswith(COMMANDS[name][1])


@pytest.mark.parametrize(("words", "status"), [(["--help"], 0), (["serve"], 1), (["serve", "--help"], 0)])
def test_what_needs_no_server_does_not_load_it(
    words: Sequence[str], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCUM_PORT", "many")
    done = subprocess.run([sys.executable, "-c", LOADED, *words], capture_output=True, text=True, check=True)
    said, *modules = done.stdout.splitlines()[-1].split()
    assert int(said) == status
    assert "typer" in modules
    assert not {"fastapi", "sqlalchemy", "psycopg", "uvicorn"} & set(modules)
