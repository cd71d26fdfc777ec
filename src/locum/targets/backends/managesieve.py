"""A client of ManageSieve on asyncio (RFC 5804): every command has its answer within the caller's time limit.

Of our own, because the one of sievelib blocks without a limit while it connects, cannot be broken off, and believes
what was said before encryption began.
"""

import asyncio
import base64
import re
import ssl
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

LONGEST_LITERAL = 2 * 1024 * 1024
MOST_BYTES = 8 * 1024 * 1024
"""Of a whole conversation: no mailbox has so many scripts."""
_ITEM = re.compile(rb'"((?:[^"\\]|\\.)*)"|\{(\d+)\+?\}|([^\s"{]+)|\s+')


class SieveRefused(Exception):
    """The server said NO or BYE; `code` is its response code, such as NONEXISTENT."""

    def __init__(self, text: str, code: str = "") -> None:
        super().__init__(text or code or "no reason given")
        self.code = code


class SieveBroken(Exception):
    """What came is no ManageSieve, or the connection ended."""


@dataclass(slots=True)
class ManageSieve:
    """A connection. `greet` comes first, then `encrypt` if it is wanted, then `authenticate`."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    capabilities: dict[str, str] = field(default_factory=dict)
    heard: int = 0
    """Bytes so far."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.writer.close()

    @property
    def extensions(self) -> frozenset[str]:
        """What its scripts may require."""
        return frozenset(self.capabilities.get("SIEVE", "").lower().split())

    async def greet(self) -> None:
        """Hear what the server can do."""
        self._know(await self._answer())

    def _know(self, rows: list[list[str]]) -> None:
        self.capabilities = {row[0].upper(): row[1] if len(row) > 1 else "" for row in rows if row}

    async def encrypt(self, context: ssl.SSLContext, host: str) -> None:
        """Go on encrypted; what was said before is forgotten. Raises SieveRefused where the server cannot."""
        if "STARTTLS" not in self.capabilities:
            raise SieveRefused("the server does not offer STARTTLS")
        await self._ask(b"STARTTLS")
        if self.reader._buffer:  # type: ignore[attr-defined]  # said in the clear, to be taken for an answer later
            raise SieveBroken("the server spoke before encryption began")
        await self.writer.start_tls(context, server_hostname=host)
        await self.greet()

    async def authenticate(self, user: str, password: str, on_behalf_of: str = "") -> None:
        """SASL PLAIN (RFC 4616); `on_behalf_of` is whose scripts a master user wants."""
        if "PLAIN" not in self.capabilities.get("SASL", "").upper().split():
            raise SieveRefused("the server takes no passwords here (SASL PLAIN)")
        told = base64.b64encode("\0".join((on_behalf_of, user, password)).encode())
        await self._ask(b'AUTHENTICATE "PLAIN" ' + _literal(told))

    async def learn(self) -> None:
        """Hear again what the server can do: some tell strangers less."""
        self._know(await self._ask(b"CAPABILITY"))

    async def scripts(self) -> tuple[frozenset[str], str | None]:
        """The names of all scripts, and of the active one."""
        rows = [row for row in await self._ask(b"LISTSCRIPTS") if row]
        active = next((row[0] for row in rows if len(row) > 1 and row[1].upper() == "ACTIVE"), None)
        return frozenset(row[0] for row in rows), active

    async def script(self, name: str) -> str:
        """The text of a script, its lines ending as the server has them."""
        rows = await self._ask(b"GETSCRIPT " + _text(name))
        return rows[0][0] if rows and rows[0] else ""

    async def put(self, name: str, content: str) -> None:
        """Keep a script. Raises SieveRefused for one that is not valid."""
        await self._ask(b"PUTSCRIPT " + _text(name) + b" " + _text(content))

    async def activate(self, name: str) -> None:
        """Have this script run; an empty name, none."""
        await self._ask(b"SETACTIVE " + _text(name))

    async def delete(self, name: str) -> None:
        """Remove a script, which must not be the active one."""
        await self._ask(b"DELETESCRIPT " + _text(name))

    async def _ask(self, command: bytes) -> list[list[str]]:
        self.writer.write(command + b"\r\n")
        await self.writer.drain()
        return await self._answer()

    async def _answer(self) -> list[list[str]]:
        """The rows before OK. Raises SieveRefused for NO and BYE, SieveBroken for anything else."""
        rows: list[list[str]] = []
        while True:
            atoms, strings = await self._row()
            word = atoms[0].upper() if atoms else ""
            if word == "OK":
                return rows
            if word in {"NO", "BYE"}:
                code = atoms[1].strip("()").split("/")[0].upper() if len(atoms) > 1 else ""
                raise SieveRefused(" ".join(strings[-1:])[:200], code)
            rows.append([*strings, *atoms])

    async def _row(self) -> tuple[list[str], list[str]]:
        """One line, literals included: its plain words, and its strings."""
        atoms: list[str] = []
        strings: list[str] = []
        line = await self._line()
        while True:
            size = None
            for found in _ITEM.finditer(line):
                if found[1] is not None:
                    strings.append(re.sub(rb"\\(.)", rb"\1", found[1]).decode("utf-8", errors="replace"))
                elif found[2] is not None:
                    size = int(found[2])
                elif found[3] is not None:
                    atoms.append(found[3].decode("utf-8", errors="replace"))
            if size is None:
                return atoms, strings
            if size > LONGEST_LITERAL:
                raise SieveBroken("the server sends too much")
            strings.append((await self._exactly(size)).decode("utf-8", errors="replace"))
            line = await self._line()

    async def _line(self) -> bytes:
        try:
            return self._counted(await self.reader.readuntil(b"\n")).rstrip(b"\r\n")
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            raise SieveBroken("the server broke off") from error

    async def _exactly(self, size: int) -> bytes:
        try:
            return self._counted(await self.reader.readexactly(size))
        except asyncio.IncompleteReadError as error:
            raise SieveBroken("the server broke off") from error

    def _counted(self, content: bytes) -> bytes:
        self.heard += len(content)
        if self.heard > MOST_BYTES:
            raise SieveBroken("the server sends too much")
        return content


def _text(text: str) -> bytes:
    return _literal(text.encode())


def _literal(content: bytes) -> bytes:
    return b"{%d+}\r\n%s" % (len(content), content)
