"""The operator says which mail server answers, with nothing but the data directory."""

import json
from pathlib import Path

import psycopg

from locum.db import embedded
from locum.db.session import libpq_url
from tests.support.server import run

MADE = (
    "bootstrap",
    *("--email", "ada@acme.example", "--password", "correct horse", "--org-name", "Acme", "--org-slug", "acme"),
)
DOMAIN = (
    "INSERT INTO mail_domains (name, organization_id, created_at, updated_at) SELECT %s, id, now(), now() FROM teams"
)


def test_a_server_is_registered_tried_shown_and_taken_away(data_dir: Path, tmp_path: Path) -> None:
    assert run(data_dir, *MADE).returncode == 0
    root = {"GROMOX_ROOT": str(tmp_path)}
    with embedded.running(data_dir) as cluster, psycopg.connect(libpq_url(cluster.url), autocommit=True) as connection:
        connection.execute(DOMAIN, ("acme.example",))
        made = run(data_dir, "mail-target", "set", "acme.example", "gromox", "-s", "maildir={local}", settings=root)
        assert (made.returncode, made.stderr.strip()) == (0, "gromox answers for acme.example.")
        waiting = connection.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo'").fetchall()
        assert ("targets.retarget_domain",) in waiting
        listed = run(data_dir, "mail-target", "list", "--json")
        assert json.loads(listed.stdout) == [
            {"for": "acme.example", "backend": "gromox", "settings": {"maildir": "{local}"}}
        ]
        failing = run(data_dir, "mail-target", "test", "ada@acme.example", settings=root)
        assert (failing.returncode, failing.stdout) == (1, "")
        assert "the mailbox's directory is not there" in failing.stderr
        (tmp_path / "ada" / "config").mkdir(parents=True)
        works = run(data_dir, "mail-target", "test", "ada@acme.example", settings=root)
        assert (works.returncode, works.stderr.strip()) == (0, "The server answers; replies are off there.")
        assert run(data_dir, "mail-target", "retry", "ada@acme.example").returncode == 0
        assert run(data_dir, "mail-target", "show", "ada@acme.example").stdout.startswith("gromox: waiting\n")
        assert run(data_dir, "mail-target", "remove", "acme.example").returncode == 0
        assert run(data_dir, "mail-target", "show", "ada@acme.example").stdout.startswith("embedded: in_step\n")


def test_what_cannot_be_is_one_line(data_dir: Path) -> None:
    assert run(data_dir, *MADE).returncode == 0
    for arguments, reason in (
        (("acme.example", "gromox", "-s", "maildir=x"), "acme.example is not a mail domain"),
        (("ada@acme.example", "gromox", "-s", "maildir=x"), "ada@acme.example is no mailbox here"),
        (("acme.example", "pigeon"), "pigeon is none of embedded, gromox, sieve, jmap, graph, gmail"),
        (("acme.example", "gromox", "-s", "maildir"), "'maildir' is not name=value"),
        (("acme.example", "sieve", "-s", "certificate=@nowhere.pem"), "nowhere.pem cannot be read"),
    ):
        refused = run(data_dir, "mail-target", "set", *arguments)
        assert refused.returncode == 1
        assert reason in refused.stderr
        assert len(refused.stderr.strip().splitlines()) == 1
