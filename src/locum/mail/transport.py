"""Handing a message over to a mail server, and telling "not now" from "never"."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

WITHIN_SECONDS = 30
"""A server that has not taken the message by then is tried again later."""
PARTS_WITHIN_SECONDS = 2.0
"""A server that says no goodbye by then is left without one."""


class NotNow(Exception):
    """The message was not taken, but may be later: no connection, a busy server, a wrong password."""


class Never(Exception):
    """The server will not take this message, whenever it is asked."""


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is handed over.

    `start_tls`: True insists on encryption before anything else is said, False goes without, None takes it where the
    server offers it.
    """

    host: str
    port: int
    uses_tls: bool
    start_tls: bool | None
    username: str | None
    password: str | None

    @classmethod
    def parse(cls, url: str) -> "SmtpServer":
        """From `smtp://user:password@host:port?starttls=true` or `smtps://...`.

        Ports by default: 465 for smtps, 587 with a user name (submission, RFC 6409), 25 otherwise. A password is never
        said in the clear unless the address says `starttls=false`.
        """
        parts = urlsplit(url)
        uses_tls = parts.scheme == "smtps"
        asked = parse_qs(parts.query).get("starttls", ["true" if parts.username else ""])[-1].lower()
        return cls(
            host=parts.hostname or "localhost",
            port=parts.port or (465 if uses_tls else 587 if parts.username else 25),
            uses_tls=uses_tls,
            start_tls=False if uses_tls else {"true": True, "1": True, "false": False, "0": False}.get(asked),
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )


@asynccontextmanager
async def handed_over(
    server: SmtpServer, sender: str, recipient: str, content: bytes, hello: str = ""
) -> AsyncIterator[None]:
    """Give one message to the server. The block runs as soon as the server has taken responsibility for it.

    Nothing more is said to the server before: whoever dies until the block is through does not know of the yes.
    An empty sender is the null sender; `hello` is what Locum then calls itself, else it is the sender's domain.
    Raises NotNow or Never.
    """
    client = _client(server, hello or sender.rpartition("@")[2])
    try:
        await _give(client, sender, recipient, content)
        yield
        with suppress(aiosmtplib.SMTPException, TimeoutError, OSError):
            await client.quit(timeout=PARTS_WITHIN_SECONDS)
    finally:
        client.close()


async def _give(client: aiosmtplib.SMTP, sender: str, recipient: str, content: bytes) -> None:
    """The whole conversation up to the server's yes. Raises NotNow or Never."""
    try:
        async with asyncio.timeout(WITHIN_SECONDS):
            await _send(client, sender, recipient, content)
    except aiosmtplib.SMTPRecipientsRefused as error:
        raise _judged(error.recipients[0].code, error.recipients[0].message) from error
    except (aiosmtplib.SMTPSenderRefused, aiosmtplib.SMTPDataError) as error:
        raise _judged(error.code, error.message) from error
    except (aiosmtplib.SMTPException, TimeoutError, OSError, ssl.SSLError) as error:
        if isinstance(error, aiosmtplib.SMTPNotSupported) and not recipient.isascii():
            raise Never(str(error)) from error
        # Whatever else goes wrong is between Locum and its server, not the fault of this message.
        raise NotNow(f"{type(error).__name__}: {error}".removesuffix(": ")) from error


async def _send(client: aiosmtplib.SMTP, sender: str, recipient: str, content: bytes) -> None:
    international = not ((sender + recipient).isascii() and content.partition(b"\r\n\r\n")[0].isascii())
    await client.connect()
    await client.sendmail(sender, [recipient], content, mail_options=["SMTPUTF8"] if international else [])


def _client(server: SmtpServer, hello: str) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.uses_tls,
        start_tls=server.start_tls,
        username=server.username,
        password=server.password,
        # The name said in EHLO; asking the resolver for one's own can take seconds.
        local_hostname=hello,
        timeout=WITHIN_SECONDS,
    )


def _judged(code: int, text: str) -> Exception:
    """4yz is a matter of time, 5yz is final (RFC 5321, section 4.2.1)."""
    answer = f"{code} {text}"
    return Never(answer) if 500 <= code < 600 else NotNow(answer)
