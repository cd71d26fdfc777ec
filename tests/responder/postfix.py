"""A real Postfix of Debian's package, on loopback, with configuration and queue of its own.

Normal mail goes to one server, copies of it to Locum, and what Locum replies out through the same Postfix.
"""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.server import free_port
from tests.support.waiting import eventually

DISTRIBUTED = Path("/usr/share/postfix/master.cf.dist")

MAIN = """
compatibility_level = 3.6
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.acme.example.org
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
disable_dns_lookups = yes
smtp_tls_security_level = none
smtpd_tls_security_level = none
relay_domains = acme.example.org, oof.internal
relay_transport = smtp:[127.0.0.1]:{sink}
default_transport = smtp:[127.0.0.1]:{sink}
transport_maps = inline:{{ {{ oof.internal = {copies} }} }}
recipient_bcc_maps = regexp:{folder}/etc/oof
virtual_alias_maps = inline:{{ {{ team@acme.example.org = ben@acme.example.org, anna=acme.example.org@oof.internal }} }}
minimal_backoff_time = 1s
maximal_backoff_time = 1s
queue_run_delay = 1s
"""


PIPE = """
locum  unix  -  n  n  -  4  pipe
  flags=Rq user=nobody null_sender= argv={pipe} -f ${{sender}} -r ${{recipient}}
"""
"""The entry of master.cf in docs/answering-mail.md."""

WHO = "/^(.+)@(acme\\.example\\.org)$/  $1=$2@oof.internal\n"
"""Whose mail is copied: everybody's of the domain."""


@dataclass(frozen=True, slots=True)
class Postfix:
    """A running one. It takes mail on `port`; copies go to the LMTP port `lmtp`, everything else to the sink."""

    folder: Path
    port: int
    lmtp: int

    def try_again(self) -> None:
        """Have it deliver what waits."""
        subprocess.run(["postqueue", "-c", str(self.folder / "etc"), "-f"], check=True, timeout=30)

    def waiting(self) -> int:
        """How many messages wait."""
        command = ["postqueue", "-c", str(self.folder / "etc"), "-j"]
        return len(subprocess.run(command, check=True, timeout=30, capture_output=True).stdout.splitlines())


def require_postfix() -> None:
    """Skip without Debian's package and the rights to run it; on CI that is a failure."""
    missing = None if shutil.which("postfix") and DISTRIBUTED.exists() else "Postfix is not installed"
    if missing is None and os.geteuid() != 0:
        missing = "Postfix can only be started by root"
    if missing and os.environ.get("CI") == "true":
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)


@asynccontextmanager
async def postfix(sink: int, *, pipe: Path | None = None) -> AsyncIterator[Postfix]:
    """A Postfix for as long as the block lasts. With `pipe` copies go to this command instead of over LMTP."""
    folder = Path(tempfile.mkdtemp(prefix="locum-postfix-"))
    found = Postfix(folder, free_port(), free_port())
    _configure(found, sink, pipe)
    with (folder / "out").open("wb") as output:
        process = subprocess.Popen(
            ["postfix", "-c", str(folder / "etc"), "start-fg"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        await eventually(lambda: _listens(found.port))
        yield found
    except AssertionError as error:
        raise AssertionError(f"{error}\n{(folder / 'out').read_text()}\n{_log(folder)}") from error
    finally:
        await asyncio.to_thread(_stop, found, process)
        shutil.rmtree(folder, ignore_errors=True)


def _configure(made: Postfix, sink: int, pipe: Path | None) -> None:
    etc = made.folder / "etc"
    for name in ("etc", "queue", "data"):
        (made.folder / name).mkdir()
    made.folder.chmod(0o755)  # its processes run as a user of their own
    shutil.chown(made.folder / "data", "postfix")
    copies = "locum:" if pipe else f"lmtp:inet:127.0.0.1:{made.lmtp}"
    (etc / "main.cf").write_text(MAIN.format(folder=made.folder, sink=sink, copies=copies))
    (etc / "oof").write_text(WHO)
    services = [_service(line, made.port) for line in DISTRIBUTED.read_text().splitlines()]
    if pipe:
        services.append(PIPE.format(pipe=pipe))
    (etc / "master.cf").write_text("\n".join(services) + "\n")
    for name in ("dynamicmaps.cf", "postfix-files"):
        shutil.copy(f"/etc/postfix/{name}", etc / name)


def _service(line: str, port: int) -> str:
    """A line of master.cf: on our port, and without a root directory of its own, which would have to be filled."""
    words = line.split()
    if line[:1] in {"#", " ", "\t", ""} or len(words) < 8:
        return line
    if words[:2] == ["smtp", "inet"]:
        words[0] = f"127.0.0.1:{port}"
    words[4] = "n"
    return " ".join(words)


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def _log(folder: Path) -> str:
    log = folder / "log"
    return log.read_text() if log.exists() else ""


def _stop(running: Postfix, process: "subprocess.Popen[bytes]") -> None:
    subprocess.run(["postfix", "-c", str(running.folder / "etc"), "stop"], check=False, timeout=30, capture_output=True)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(5)
