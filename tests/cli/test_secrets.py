"""`locum secrets rotate`, from the old secret to the new one."""

from pathlib import Path

import psycopg

from locum.db import embedded
from locum.db.session import libpq_url
from locum.kit.crypto import Vault
from tests.support.server import run

OLD, NEW = "the secret of last year", "the secret of this year"
ROTATED = {"SECRET_KEY": NEW, "SECRET_KEYS_RETIRED": OLD}
MADE = (
    "bootstrap",
    *("--email", "ada@example.com", "--password", "correct horse", "--org-name", "Acme", "--org-slug", "acme"),
)
ONE = """
INSERT INTO delegation_credentials
    (id, organization_id, platform, domain, service_account_key, enabled, created_at, updated_at)
SELECT gen_random_uuid(), id, 'google', %s, %s, false, now(), now() FROM teams
"""


def test_secrets_are_encrypted_anew_and_the_old_one_is_not_needed_any_more(data_dir: Path) -> None:
    assert run(data_dir, *MADE, settings={"SECRET_KEY": OLD}).returncode == 0
    with embedded.running(data_dir) as cluster, psycopg.connect(libpq_url(cluster.url), autocommit=True) as connection:
        connection.execute(ONE, ("acme.example", Vault(OLD).seal("key")))
        rotated = run(data_dir, "secrets", "rotate", settings=ROTATED)
        assert rotated.returncode == 0, rotated.stderr
        assert "1 encrypted anew, 0 were already." in rotated.stderr
        row = connection.execute("SELECT service_account_key FROM delegation_credentials").fetchone()
        assert row is not None
        assert Vault(NEW).open(row[0]) == "key"
        connection.execute(ONE, ("lost.example", Vault("a secret that is lost").seal("key")))
        again = run(data_dir, "secrets", "rotate", settings={"SECRET_KEY": NEW})
        assert again.returncode == 1
        assert "0 encrypted anew, 1 were already." in again.stderr
        assert "delegation_credentials.service_account_key" in again.stderr
