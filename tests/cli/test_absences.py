"""Absences from a file, with nothing but the data directory."""

from pathlib import Path

from tests.cli.test_serve import BOOTSTRAP
from tests.support.server import run


def test_a_file_is_entered_on_the_command_line(data_dir: Path, tmp_path: Path) -> None:
    assert run(data_dir, *BOOTSTRAP).returncode == 0
    email = BOOTSTRAP[BOOTSTRAP.index("--email") + 1]
    file = tmp_path / "absences.csv"
    command = ("absences", "import", str(file), "--organization", "acme")
    file.write_text(f"email,start,end\n{email},2050-05-01,2050-05-03\n")
    dry = run(data_dir, *command, "--dry-run")
    assert (dry.returncode, dry.stderr.strip()) == (0, "Would be: 1 created, 0 updated, 0 unchanged, 0 kept")
    entered = run(data_dir, *command)
    assert (entered.returncode, entered.stderr.strip()) == (0, "1 created, 0 updated, 0 unchanged, 0 kept")
    assert run(data_dir, *command).stderr.strip() == "0 created, 0 updated, 1 unchanged, 0 kept"
    file.write_text(f"email,start,end\n{email},2050-05-01,2050-04-03\nnobody@acme.example,2050-05-01,2050-05-03\n")
    refused = run(data_dir, *command)
    assert refused.returncode == 1
    assert refused.stderr.strip().splitlines() == [
        "line 2: end must not be before start",
        "line 3: email must be the address of somebody in this organization",
        "Nothing was entered.",
    ]
    unknown = run(data_dir, *command[:-1], "nobody")
    assert unknown.returncode == 1
    assert "there is no organization nobody" in unknown.stderr
