"""What codes announce."""

from dataclasses import dataclass

from locum.db.events import Event


@dataclass(frozen=True, slots=True)
class EmailCodeIssued(Event):
    """A code has to be mailed to an address. The code itself is nobody's to pass on: the mail derives it again.

    `language` (a tag) and `zone` (an IANA name) are those of whoever asked, `asked_by` is his name, empty for nobody
    known.
    """

    code_id: int
    address: str
    language: str
    zone: str
    asked_by: str = ""
