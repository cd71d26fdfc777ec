"""Whatever the served document lets a client send, and much that it does not, is answered without a 5xx."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from locum.http.realms import operation_id
from locum.mounts import MOUNTS
from tests.support.server import Server, run, serving

ST = Path(sys.executable).parent / "st"
BOOTSTRAP = ("--email", "owner@example.com", "--password", "correct horse", "--org-name", "A", "--org-slug", "a")

# These would end the caller or his key in the middle of the run; they have a run of their own, at its end.
ENDINGS = ("postApiKeysRefresh", "deleteOrganizationsOrgIdUsersUserId")


def _key(data_dir: Path) -> str:
    key: str = json.loads(run(data_dir, "bootstrap", *BOOTSTRAP, "--json").stdout)["apiKey"]
    return key


def _fuzz(server: Server, key: str, *words: str) -> "subprocess.CompletedProcess[str]":
    common = ("--checks", "not_a_server_error", "--no-color", "--warnings", "off", "--continue-on-failure")
    calm = ("--suppress-health-check", "all", "--no-shrink", "--generation-database", "none")
    return subprocess.run(
        [str(ST), "run", f"{server.url}/openapi.json", "-H", f"Authorization: Bearer {key}", *common, *calm, *words],
        capture_output=True,
        text=True,
        timeout=1500,
        check=False,
        cwd=server.log.parent,
    )


def _repeated() -> Iterator[str]:
    """What another operation is made of too: of the same handler, and of the same guards with the same method."""
    made_of: set[object] = set()
    for mount in MOUNTS:
        for operation in mount.operations():
            parts = {operation.handler, (mount.realm.kind, operation.method)}
            if parts <= made_of and not mount.hidden:
                yield operation_id(mount, operation)
            made_of |= parts


def _run(data_dir: Path, examples: int, seed: int, without: Iterable[str] = ()) -> None:
    everything = ("--phases", "examples,coverage,fuzzing", "-n", str(examples), "--seed", str(seed))
    with serving(data_dir, RATE_LIMIT_PER_MINUTE="10000000", LOG_FORMAT="json") as server:
        key = _key(data_dir)
        apart = [word for name in (*ENDINGS, *without) for word in ("--exclude-operation-id", name)]
        only = [word for name in ENDINGS for word in ("--include-operation-id", name)]
        for words in (apart, only):
            result = _fuzz(server, key, *everything, *words)
            assert result.returncode == 0, result.stdout[-8000:] + result.stderr[-2000:]
            assert "Test cases" in result.stdout, result.stdout[-2000:]


@pytest.mark.long
def test_no_input_breaks_the_server(data_dir: Path) -> None:
    """Each handler and each guard at one address; the long run tries all."""
    _run(data_dir, examples=3, seed=20261121, without=_repeated())


@pytest.mark.soak
def test_no_input_breaks_the_server_for_long(data_dir: Path) -> None:
    for seed in (1, 2, 3):
        _run(data_dir / str(seed), examples=60, seed=seed)
