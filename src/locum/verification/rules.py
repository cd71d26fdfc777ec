"""Codes and their bounds: pure.

A code has a million values. What keeps it from being guessed is that tries are counted against the code, against its
address and against whoever tries, each before anything is compared.
"""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

DIGITS = 6
LASTS = timedelta(minutes=15)
"""How long a code is good after it was last sent (platform sheet, section 8)."""
MOST_TRIES = 5
"""Of one code. Then it is dead, and there is no other before it would have expired."""
MOST_TIMES_SENT = 10
"""How often the same code is sent before it has expired."""


class Channel(StrEnum):
    """How a code reaches somebody."""

    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Allowance:
    """So much within a span of time that begins with the first use."""

    most: int
    span: timedelta


WRONG_FOR_ADDRESS = Allowance(20, timedelta(days=1))
"""Wrong codes for one address or number, whoever tries: one chance in fifty thousand a day."""
WRONG_BY_ASKER = Allowance(50, timedelta(days=1))
"""Wrong codes of one person, for however many addresses."""
ASKED_BY_ASKER = Allowance(100, timedelta(days=1))
"""Codes that one person has sent: messages to phones cost money."""
SENT_TO_ADDRESS = Allowance(30, timedelta(days=1))
"""Codes for one address or number: nobody can fill somebody else's mailbox."""


def code_of(secret: str, channel: str, address: str, salt: str) -> str:
    """The code that belongs to an address under a salt. Without the server's secret nobody can tell it."""
    told = f"verification.code\0{channel}\0{address}\0{salt}"
    number = int.from_bytes(hmac.new(secret.encode(), told.encode(), sha256).digest())
    return f"{number % 10**DIGITS:0{DIGITS}}"


def is_same(code: str, typed: str) -> bool:
    """Whether somebody typed this code, perhaps with spaces; compared in constant time."""
    return hmac.compare_digest(code.encode(), "".join(typed.split()).encode("utf-8", "replace"))
