"""Mail servers on loopback: some take messages, some refuse, some fall silent."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

CERTIFICATE = Path(__file__).with_name("loopback.pem")
"""A self-signed certificate for localhost with its key, of no use anywhere else."""

USER, PASSWORD = "locum@house.example", "p:ss/w rd"


@dataclass(slots=True)
class Postbox:
    """What a server has taken, and how it behaves: `answers` are given after DATA (or at RCPT), then it accepts.

    The answer `drop` closes the connection instead.
    """

    answers: list[str] = field(default_factory=list)
    at_recipient: list[str] = field(default_factory=list)
    taken: list[Envelope] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    tries: int = 0
    is_silent: bool = False
    """Listens to the message and then says nothing."""
    is_clinging: bool = False
    """Says nothing when it is left."""
    is_left: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.at_recipient:
            return self.at_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.tries += 1
        if self.is_silent:
            await asyncio.sleep(3600)
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer == "drop":
            assert server.transport is not None
            server.transport.close()
            return "250 never heard"
        if answer.startswith("250"):
            self.taken.append(envelope)
            self.sessions.append(session)
        return answer

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.is_left.set()
        if self.is_clinging:
            await asyncio.sleep(3600)
        return "221 Bye"

    @property
    def contents(self) -> list[bytes]:
        """The messages taken, as they came."""
        return [bytes(envelope.original_content or b"") for envelope in self.taken]


@asynccontextmanager
async def postbox(
    *answers: str, at_recipient: tuple[str, ...] = (), encrypted: ssl.SSLContext | None = None, **options: Any
) -> AsyncIterator[tuple[Postbox, str]]:
    """A server for as long as the block lasts, and its address (`localhost:port`)."""
    box = Postbox(list(answers), list(at_recipient))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(box, hostname="localhost", loop=loop, **options), "127.0.0.1", 0, ssl=encrypted
    )
    try:
        yield box, f"localhost:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await server.wait_closed()


def server_context() -> ssl.SSLContext:
    """The server's side of an encrypted connection."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def knows(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    """Lets in the one account."""
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=False)
