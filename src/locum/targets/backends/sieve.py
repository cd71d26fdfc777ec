"""A mail server with Sieve, told over ManageSieve (mailbox sheet, section 11; RFC 5804)."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from locum.kit.safe_urls import Refused, Unreachable, permitted_addresses
from locum.kit.wire import WireInput
from locum.kit.wire_types import refusal
from locum.targets.backends import sieve_script
from locum.targets.backends.managesieve import LONGEST_LITERAL, ManageSieve, SieveBroken, SieveRefused
from locum.targets.backends.port import Found, Mailbox, TargetFailure
from locum.targets.backends.sieve_script import NAME, Written
from locum.targets.holding import Capabilities, Holding

WITHIN_SECONDS = 15.0
CONNECTED_WITHIN_SECONDS = 5.0


def _certificate(text: str) -> str:
    """Settings are shown: a key that somebody left in his file must not be among them."""
    if "PRIVATE KEY" in text or "BEGIN CERTIFICATE" not in text:
        raise refusal("isCertificate", "$property must be a certificate in PEM form, without its key")
    return text


Certificate = Annotated[
    str,
    AfterValidator(_certificate),
    Field(max_length=20_000, description="A certificate (PEM) to trust besides the usual authorities."),
]


class SieveSettings(WireInput):
    """Where the server is, and as whom Locum signs in."""

    host: Annotated[str, Field(min_length=1, max_length=253)]
    port: Annotated[int, Field(ge=1, le=65535)] = 4190
    tls: Literal["starttls", "tls", "none"] = "starttls"
    certificate: Certificate | None = None
    username: Annotated[
        str,
        Field(
            min_length=1,
            max_length=320,
            description="Of the mailbox; {address}, {local} and {domain} stand for its own.",
        ),
    ] = "{address}"
    master: Annotated[
        str | None, Field(max_length=320, description="The master user whose password is given, for whole domains.")
    ] = None
    known_as: Annotated[
        Literal["none", "all"],
        Field(description="Who is answered outside when only known senders are to be: Sieve knows nobody."),
    ] = "none"


@dataclass(frozen=True, slots=True)
class Sieve:
    """The scripts of one mailbox."""

    settings: SieveSettings
    mailbox: Mailbox
    password: str
    allow_private: bool

    async def read(self) -> Found:
        """What Locum's script holds, if it is the active one."""
        async with self._connected() as server:
            holds = self._holds(server)
            written, active = await _own_script(server)
            held = Holding()
            if written is not None and active == NAME:
                held = written.held
            elif written is not None and active is not None:
                # Somebody saved his own filters, which took the place of ours: no word about replies.
                held = written.held
                await self._include(server, written, active)
            return Found(held, holds)

    async def write(self, wanted: Holding) -> None:
        """Put the script in place, or the owner's own back."""
        async with self._connected() as server:
            written, active = await _own_script(server)
            includes = (written.includes if written else None) if active == NAME else active
            if wanted.mode == "off":
                await _withdraw(server, active, includes)
            else:
                await self._put(server, wanted, includes)

    async def _include(self, server: ManageSieve, written: Written, active: str) -> None:
        await _check_silent(server, active)
        await self._put(server, written.held, active)

    async def _put(self, server: ManageSieve, held: Holding, includes: str | None) -> None:
        if "vacation" not in server.extensions:
            raise TargetFailure("the server's Sieve has no vacation")
        if includes is not None:
            if "include" not in server.extensions:
                raise TargetFailure(f"the script {includes!r} is active and the server cannot include scripts")
            if includes in (await server.scripts())[0]:
                await _check_silent(server, includes)
        await server.put(NAME, sieve_script.script(held, self.mailbox, server.extensions, includes))
        await server.activate(NAME)

    def _holds(self, server: ManageSieve) -> Capabilities:
        return sieve_script.capabilities(server.extensions, self.settings.known_as)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[ManageSieve]:
        """A connection, signed in. Raises TargetFailure for whatever goes wrong with it."""
        try:
            async with asyncio.timeout(WITHIN_SECONDS), await self._connect() as server:
                await self._sign_in(server)
                yield server
        except (SieveRefused, SieveBroken, ssl.SSLError) as error:
            raise TargetFailure(f"the server refuses: {error}") from error
        except (TimeoutError, OSError, Unreachable) as error:
            raise TargetFailure("the server does not answer", unreachable=True) from error
        except Refused as error:
            raise TargetFailure(f"the server may not be asked: {error}") from error

    async def _connect(self) -> ManageSieve:
        *others, last = await permitted_addresses(self.settings.host, allow_private=self.allow_private)
        for address in others:
            with suppress(OSError, TimeoutError):  # a name has several addresses so that one may be down
                return await self._connect_to(address)
        return await self._connect_to(last)

    async def _connect_to(self, address: str) -> ManageSieve:
        encrypted = self._context() if self.settings.tls == "tls" else None
        async with asyncio.timeout(CONNECTED_WITHIN_SECONDS):
            streams = await asyncio.open_connection(
                address,
                self.settings.port,
                ssl=encrypted,
                server_hostname=self.settings.host if encrypted else None,
                limit=LONGEST_LITERAL,
            )
        return ManageSieve(*streams)

    async def _sign_in(self, server: ManageSieve) -> None:
        await server.greet()
        if self.settings.tls == "starttls":
            await server.encrypt(self._context(), self.settings.host)
        user = self.mailbox.fill(self.settings.username)
        if self.settings.master:
            await server.authenticate(self.settings.master, self.password, on_behalf_of=user)
        else:
            await server.authenticate(user, self.password)
        await server.learn()

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self.settings.certificate:
            try:
                context.load_verify_locations(cadata=self.settings.certificate)
            except ssl.SSLError as error:
                raise TargetFailure("the certificate cannot be read") from error
        return context


async def _own_script(server: ManageSieve) -> tuple[Written | None, str | None]:
    """Locum's script, and the name of the active one. Raises TargetFailure when somebody changed Locum's by hand."""
    names, active = await server.scripts()
    if NAME not in names:
        return None, active
    written = sieve_script.read_script(await server.script(NAME))
    if written is None or not written.is_untouched:
        raise TargetFailure(f"somebody changed the script {NAME!r} at the server; Locum leaves it until it is removed")
    return written, active


async def _check_silent(server: ManageSieve, name: str) -> None:
    """Two vacation actions for one message are an error at delivery: then nothing is done."""
    if sieve_script.answers_mail(await server.script(name)):
        raise TargetFailure(f"the script {name!r} answers mail itself; take its vacation action out of it")


async def _withdraw(server: ManageSieve, active: str | None, includes: str | None) -> None:
    names, _ = await server.scripts()
    if active == NAME:
        await server.activate(includes if includes in names and includes is not None else "")
    if NAME in names:
        await server.delete(NAME)
