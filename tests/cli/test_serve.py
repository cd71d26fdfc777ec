"""`make serve` as a stranger meets it: an address, a set-up link, and nothing left behind."""

import json
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

import httpx
import psutil
import pytest

from tests.support.server import run, serving, start
from tests.support.waiting import PATIENCE_SECONDS

BOOTSTRAP = (
    "bootstrap",
    *("--email", "Ada@Example.com", "--password", "correct horse", "--org-name", "Acme", "--org-slug", "acme"),
    "--json",
)


def _postgres_of(data_dir: Path) -> list[int]:
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if any(str(data_dir) in word for word in process.info["cmdline"] or ()):
            found.append(process.pid)
    return found


def test_a_new_server_prints_its_address_and_a_link_and_makes_nobody(data_dir: Path) -> None:
    with serving(data_dir) as server:
        said = server.log.read_text()
        assert server.url in said
        assert re.search(rf"{server.url}/setup\?token=[0-9a-f]{{40}}", said)
        made = run(data_dir, *BOOTSTRAP)
        assert made.returncode == 0, made.stderr
        answer = json.loads(made.stdout)
        assert set(answer) == {"userId", "organizationId", "apiKey"}
        again = run(data_dir, *BOOTSTRAP)
        assert again.stdout == ""
        assert "set up already" in again.stderr
        headers = {"Authorization": answer["apiKey"]}
        me = httpx.get(f"{server.url}/api/v2/me/", headers=headers).json()["data"]
        assert (me["id"], me["email"], me["organizationId"]) == (
            answer["userId"],
            "ada@example.com",
            answer["organizationId"],
        )
        key = run(data_dir, "api-key", "create", "--email", "ada@example.com", "--json")
        other = {"Authorization": "Bearer " + json.loads(key.stdout)["apiKey"]}
        assert httpx.get(f"{server.url}/v2/me", headers=other).status_code == 200
    assert _postgres_of(data_dir) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_running_and_the_next_start_finds_everything(data_dir: Path, number: signal.Signals) -> None:
    server = start(data_dir)
    made = run(data_dir, *BOOTSTRAP)
    assert made.returncode == 0, made.stderr
    server.stop(number)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while _postgres_of(data_dir) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _postgres_of(data_dir) == []
    with serving(data_dir) as again:
        key = json.loads(made.stdout)["apiKey"]
        assert httpx.get(f"{again.url}/v2/me", headers={"Authorization": key}).status_code == 200
        assert "setup?token" not in again.log.read_text()


def test_several_web_processes_share_database_and_limits(data_dir: Path) -> None:
    with serving(data_dir, WORKERS="2", RATE_LIMIT_PER_MINUTE="20") as server:
        key = json.loads(run(data_dir, *BOOTSTRAP).stdout)["apiKey"]
        statuses = [httpx.get(f"{server.url}/v2/me", headers={"Authorization": key}).status_code for _ in range(25)]
        assert statuses == [200] * 20 + [429] * 5
        parent = psutil.Process(server.process.pid)
        children = parent.children(recursive=True)
        server.stop(signal.SIGKILL)
        psutil.wait_procs(children, timeout=PATIENCE_SECONDS)
        assert [child for child in children if child.is_running() and child.status() != "zombie"] == []


def _beside(web: int) -> psutil.Process:
    """The process for background jobs of a server: the one that runs the same program."""
    server = psutil.Process(web)
    (jobs,) = (child for child in server.children() if child.cmdline() == server.cmdline())
    return jobs


def test_a_server_whose_background_jobs_die_ends_and_says_so(data_dir: Path) -> None:
    server = start(data_dir)
    _beside(server.process.pid).kill()
    assert server.process.wait(PATIENCE_SECONDS) == 1
    assert "the process for background jobs ended" in server.log.read_text()
    assert _postgres_of(data_dir) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_background_jobs_end_with_their_server(data_dir: Path, number: signal.Signals) -> None:
    server = start(data_dir)
    jobs = _beside(server.process.pid)
    server.stop(number)
    psutil.wait_procs([jobs], timeout=PATIENCE_SECONDS)
    assert not jobs.is_running()


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("PORT", "many", "LOCUM_PORT"),
        ("RATE_LIMIT_PER_MINUTE", "0", "LOCUM_RATE_LIMIT_PER_MINUTE"),
        ("LOG_FORMAT", "xml", "LOCUM_LOG_FORMAT"),
        ("PUBLIC_URL", "example.com", "LOCUM_PUBLIC_URL: must be an http or https address"),
        ("TRUSTED_PROXIES", "10.0.0.0/99", "LOCUM_TRUSTED_PROXIES"),
        ("DATABASE_URL", "mysql://x", "LOCUM_DATABASE_URL: must look like postgresql://"),
        ("SECRET_KEY", "short", "LOCUM_SECRET_KEY"),
        ("HOST", "not.a.host.invalid", "LOCUM_HOST"),
        ("MAIL_FROM", "nobody", "LOCUM_MAIL_FROM: must look like"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(data_dir: Path, setting: str, value: str, words: str) -> None:
    refused = run(data_dir, "serve", settings={setting: value})
    assert refused.returncode == 1
    assert words in refused.stderr
    assert refused.stderr.count("\n") == 1, refused.stderr


def test_a_busy_port_is_one_line_that_names_it(data_dir: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = run(data_dir, "serve", settings={"PORT": str(taken.getsockname()[1])})
    assert refused.returncode == 1
    assert "LOCUM_PORT" in refused.stderr
    assert "in use" in refused.stderr


def test_a_foreign_database_wants_a_secret(data_dir: Path) -> None:
    refused = run(data_dir, "serve", settings={"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"})
    assert refused.returncode == 1
    assert "LOCUM_SECRET_KEY" in refused.stderr


def test_unknown_variables_are_ignored(data_dir: Path) -> None:
    shown = run(data_dir, "openapi", settings={"SOMETHING": "else"})
    assert shown.returncode == 0
    assert json.loads(shown.stdout)["openapi"].startswith("3.")
    assert isinstance(shown, subprocess.CompletedProcess)
