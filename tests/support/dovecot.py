"""A real Dovecot with Pigeonhole on loopback: LMTP takes mail in, ManageSieve takes scripts, replies go to a sink.

It needs Debian's dovecot-core, -lmtpd, -sieve and -managesieved, and root. Without them the tests are skipped, aloud;
on CI they fail when the packages are missing.
"""

import asyncio
import os
import shutil
import signal
import smtplib
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.server import free_port
from tests.support.waiting import eventually

CERTIFICATE = Path(__file__).parent.parent / "mail" / "loopback.pem"
TRUSTED = "-----BEGIN CERTIFICATE" + CERTIFICATE.read_text().partition("-----BEGIN CERTIFICATE")[2]
PASSWORD, MASTER, MASTER_PASSWORD = "anna's own", "locum", "of the master"
NOBODY = 65534

_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{certificate}
disable_plaintext_auth = no
listen = 127.0.0.1
protocols = lmtp sieve
mail_location = maildir:~/mail
auth_mechanisms = plain
postmaster_address = postmaster@acme.example.org
submission_host = {sink}
passdb {{
  driver = passwd-file
  args = {folder}/masters
  master = yes
  result_success = continue
}}
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = passwd-file
  args = {folder}/users
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service managesieve-login {{
  inet_listener sieve {{
    port = {sieve}
  }}
}}
protocol lmtp {{
  mail_plugins = sieve
}}
plugin {{
  sieve = file:~/sieve;active=~/.dovecot.sieve
  {more}
  sieve_vacation_min_period = 0
  sieve_vacation_dont_check_recipient = no
}}
"""


@dataclass(frozen=True, slots=True)
class Dovecot:
    """A running server."""

    folder: Path
    lmtp: int
    sieve: int

    @property
    def log(self) -> str:
        """What it said."""
        return (self.folder / "log").read_text()

    def home(self, address: str) -> Path:
        """Where a mailbox lies."""
        return self.folder / "homes" / address

    async def deliver(self, sender: str, recipient: str, message: str) -> None:
        """Hand a message over by LMTP."""
        await asyncio.to_thread(self._deliver, sender, recipient, message)

    def _deliver(self, sender: str, recipient: str, message: str) -> None:
        with smtplib.LMTP("127.0.0.1", self.lmtp) as client:
            client.sendmail(sender, [recipient], message.encode())


def _check_installed() -> None:
    if shutil.which("dovecot") is None or not Path("/usr/lib/dovecot/managesieve").exists():
        lacking = "Dovecot with Pigeonhole is not installed (see tests/support/dovecot.py)"
        if os.environ.get("CI"):
            pytest.fail(lacking)
        pytest.skip(lacking)
    if os.geteuid() != 0:
        pytest.skip("Dovecot is started as root")


@asynccontextmanager
async def dovecot(sink: str, *addresses: str, extensions: str = "", before: str = "") -> AsyncIterator[Dovecot]:
    """A server with these mailboxes, whose replies go to the mail server `sink`; for as long as the block lasts.

    Everybody's mail passes the script `before`.
    """
    _check_installed()
    folder = Path(tempfile.mkdtemp(prefix="locum-dovecot-"))
    server = Dovecot(folder, free_port(), free_port())
    _furnish(server, sink, addresses, _plugins(server, extensions, before))
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(["dovecot", "-F", "-c", folder / "conf"], stdout=said, stderr=said)
    try:
        await _listening(server, process)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(process.wait, 10)
        process.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _plugins(server: Dovecot, extensions: str, before: str) -> str:
    if before:
        (server.folder / "before.sieve").write_text(before)
    told = {"sieve_extensions": extensions, "sieve_before": server.folder / "before.sieve" if before else ""}
    return "\n  ".join(f"{name} = {value}" for name, value in told.items() if value)


def _furnish(server: Dovecot, sink: str, addresses: tuple[str, ...], more: str) -> None:
    folder = server.folder
    folder.chmod(0o755)
    (folder / "conf").write_text(
        _CONFIGURATION.format(
            folder=folder,
            certificate=CERTIFICATE,
            sink=sink,
            lmtp=server.lmtp,
            sieve=server.sieve,
            more=more,
        )
    )
    lines = []
    for address in addresses:
        home = server.home(address)
        home.mkdir(parents=True)
        os.chown(home, NOBODY, NOBODY)
        lines.append(f"{address}:{{PLAIN}}{PASSWORD}:{NOBODY}:{NOBODY}::{home}::\n")
    (folder / "users").write_text("".join(lines))
    (folder / "masters").write_text(f"{MASTER}:{{PLAIN}}{MASTER_PASSWORD}\n")


async def _listening(server: Dovecot, process: "subprocess.Popen[bytes]") -> None:
    async def listens() -> bool:
        assert process.poll() is None, (server.folder / "said").read_text()
        with suppress(OSError):
            for port in (server.lmtp, server.sieve):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
            return True
        return False

    await eventually(listens)
