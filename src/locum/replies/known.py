"""Whom somebody knows by mail, read from text as people paste it: lists, lines of a file, `Name <address>`. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from locum.kit.wire_types import email_address
from locum.mailboxes.rules import normal_address

MOST_KNOWN = 1000
_ANYBODY = "anybody"
_BETWEEN = re.compile(r"[\s,;:<>()\[\]\"']+")


@dataclass(frozen=True, slots=True)
class Senders:
    """What was found: addresses and `@domain` in normal form, each once; and what looks like one and is none."""

    found: Sequence[str]
    faults: Sequence[str]


def sender(text: str) -> str:
    """An address, or `@domain` for all that it has; in lower case. Raises ValueError."""
    is_domain = text.startswith("@")
    checked = email_address(f"{_ANYBODY}{text}" if is_domain else text)
    return checked.removeprefix(_ANYBODY) if is_domain else checked


def senders_in(text: str) -> Senders:
    """Whatever has an @ in it; names and other cells of a file are passed over."""
    found: dict[str, None] = {}
    faults: dict[str, None] = {}
    for word in _BETWEEN.split(text):
        if "@" in word:
            one = word.strip(".")
            try:
                found[normal_address(sender(one))] = None
            except ValueError:
                faults[one] = None
    return Senders([*found], [*faults])
