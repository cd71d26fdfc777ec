"""The operator makes an organization a platform, with nothing but the data directory."""

from pathlib import Path

from tests.cli.test_serve import BOOTSTRAP
from tests.support.server import run


def test_an_organization_becomes_a_platform_on_the_command_line(data_dir: Path) -> None:
    assert run(data_dir, *BOOTSTRAP, "--no-platform").returncode == 0
    made = run(data_dir, "organization", "platform", "acme")
    assert (made.returncode, made.stderr.strip()) == (0, "Acme is a platform now.")
    back = run(data_dir, "organization", "platform", "acme", "--off")
    assert (back.returncode, back.stderr.strip()) == (0, "Acme is an ordinary organization now.")
    unknown = run(data_dir, "organization", "platform", "nobody")
    assert unknown.returncode == 1
    assert "no organization with the slug nobody" in unknown.stderr
