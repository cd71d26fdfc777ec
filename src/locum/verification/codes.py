"""The code service: one code for each address, good for whoever proves that he knows it.

Counting works on single statements of their own, not in the caller's transaction: a refusal, which rolls that back,
must not give a try back with it. For the same reason no lock is held while a message is handed over.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends, Request

from locum.db.session import Pool
from locum.http.session import database_of, settings_of
from locum.kit import clock
from locum.kit.errors import TooManyRequests
from locum.verification.rules import (
    ASKED_BY_ASKER,
    LASTS,
    MOST_TIMES_SENT,
    MOST_TRIES,
    SENT_TO_ADDRESS,
    WRONG_BY_ASKER,
    WRONG_FOR_ADDRESS,
    Allowance,
    Channel,
    code_of,
    is_same,
)
from locum.verification.tallies import give_back, take

# A code that is still good is sent again and lasts longer; one that was tried or sent too often stays as it is.
_ISSUE = """
INSERT INTO verification_codes AS c (channel, address, salt, expires_at, times_sent, attempts)
VALUES (%(channel)s, %(address)s, %(salt)s, %(expires)s, 1, 0)
ON CONFLICT (channel, address) DO UPDATE SET
    salt = CASE WHEN c.expires_at <= %(now)s THEN excluded.salt ELSE c.salt END,
    times_sent = CASE WHEN c.expires_at <= %(now)s THEN 1 ELSE c.times_sent + 1 END,
    attempts = CASE WHEN c.expires_at <= %(now)s THEN 0 ELSE c.attempts END,
    expires_at = excluded.expires_at
WHERE c.expires_at <= %(now)s OR (c.times_sent < %(most_sent)s AND c.attempts < %(most_tries)s)
RETURNING id, salt, expires_at
"""
_TRY = """
UPDATE verification_codes SET attempts = attempts + 1
WHERE channel = %(channel)s AND address = %(address)s AND expires_at > %(now)s AND attempts < %(most_tries)s
RETURNING id, salt
"""
_TRY_BACK = "UPDATE verification_codes SET attempts = attempts - 1 WHERE id = %(id)s AND salt = %(salt)s"


@dataclass(frozen=True, slots=True)
class Issued:
    """A code that is to be sent now. `expires_at` is an aware instant."""

    id: int
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Codes:
    """Gives out codes and checks them. An `asker` is a text that tells those who ask apart, such as `user:7`."""

    pool: Pool
    secret: str

    async def issue(self, channel: Channel, address: str, asker: str) -> Issued:
        """The code of an address, to be sent to it and nowhere else.

        Raises TooManyRequests when the address has had enough of them, or the asker.
        """
        await self._take_all({f"asked:{asker}": ASKED_BY_ASKER, f"sent:{channel}:{address}": SENT_TO_ADDRESS})
        now = clock.now()
        parameters = {
            **_named(channel, address),
            "salt": secrets.token_hex(16),
            "expires": now + LASTS,
            "most_sent": MOST_TIMES_SENT,
        }
        async with self.pool.connection() as connection:
            row = await (await connection.execute(_ISSUE, parameters)).fetchone()
        if row is None:
            raise _too_many(LASTS)
        return Issued(row[0], code_of(self.secret, channel, address, row[1]), row[2])

    async def is_right(self, channel: Channel, address: str, typed: str, asker: str) -> bool:
        """Whether this is the address's code now. A wrong one costs a try; a right one stays good until it expires.

        Raises TooManyRequests when there were too many wrong ones for the address, or by the asker.
        """
        async with self.pool.connection() as connection:
            row = await (await connection.execute(_TRY, _named(channel, address))).fetchone()
        if row is None:
            return False
        bounds = {f"wrong:{asker}": WRONG_BY_ASKER, f"wrong:{channel}:{address}": WRONG_FOR_ADDRESS}
        await self._take_all(bounds)
        if not is_same(code_of(self.secret, channel, address, row[1]), typed):
            return False
        for subject in bounds:
            await give_back(self.pool, subject)
        async with self.pool.connection() as connection:
            await connection.execute(_TRY_BACK, {"id": row[0], "salt": row[1]})
        return True

    async def _take_all(self, bounds: Mapping[str, Allowance]) -> None:
        for subject, allowance in bounds.items():
            if not await take(self.pool, subject, allowance):
                raise _too_many(allowance.span)


def _named(channel: Channel, address: str) -> dict[str, object]:
    return {"channel": channel, "address": address, "now": clock.now(), "most_tries": MOST_TRIES}


def _too_many(span: timedelta) -> TooManyRequests:
    headers = {"Retry-After": str(int(span.total_seconds()))}
    return TooManyRequests("Too many verification codes or attempts. Please try again later.", headers=headers)


async def _codes(request: Request) -> Codes:
    return Codes(database_of(request).quick, settings_of(request).secret)


CurrentCodes = Annotated[Codes, Depends(_codes)]
