"""The corpus: messages that are, or are not, answered, each with the word for why (all written for these tests)."""

from dataclasses import dataclass
from pathlib import Path

from locum.responder.reasons import Reason
from locum.responder.rules.deciding import MailboxNow

ANNA = MailboxNow(addresses=frozenset({"anna@house.example", "a.apt@house.example"}), is_answering=True, audience="all")
"""Whom all messages of the corpus come to."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message with its envelope, and what is expected."""

    name: str
    sender: str
    expected: Reason
    content: bytes


def corpus() -> list[Letter]:
    """Every file of the folder: two lines of ours, an empty one, then the message as it came."""
    return [_letter(path) for path in sorted(Path(__file__).with_name("corpus").glob("*.eml"))]


def _letter(path: Path) -> Letter:
    told, _, content = path.read_bytes().partition(b"\n\n")
    expected, sender = (line.partition(":")[2].strip() for line in told.decode().split("\n"))
    return Letter(path.stem, sender, Reason(expected), content)
