"""The finished message: MIME parts, headers, and nothing a stranger's name could add (RFC 5322; iMIP: RFC 6047)."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr, quote

from locum.mail import render
from locum.mail.clean import mailbox, one_line
from locum.mail.ics import Method
from locum.mail.letters import Letter

_LONGEST_QUOTED = 60
_SPECIALS = frozenset('()<>[]:;@\\,."')


@dataclass(frozen=True, slots=True)
class Sender:
    """The house as the world sees it: a name and the address that every message comes from."""

    name: str
    address: str

    @classmethod
    def parse(cls, text: str) -> "Sender":
        """From `Name <address>` or a bare address. Raises ValueError when it holds no plain address."""
        name, address = parseaddr(text)
        return cls(one_line(name, 100) or "Locum", mailbox(address))

    @property
    def domain(self) -> str:
        """What stands behind the @: the right side of message ids."""
        return self.address.partition("@")[2]


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar object to go along, and what it asks the reader's calendar to do."""

    content: bytes
    method: Method


@dataclass(frozen=True, slots=True)
class Post:
    """Where a letter goes and under whose name. `key` names the message for ever: the same key, the same Message-ID.

    `thread` is shared by all messages about one thing; `at` is the aware instant written as the date.
    """

    key: str
    thread: str
    at: datetime
    to_name: str
    to_address: str
    from_name: str
    reply_to: str | None = None
    reply_to_name: str = ""


def build(letter: Letter, post: Post, sender: Sender, calendar: Calendar | None = None) -> EmailMessage:
    """The message, ready to be sent and kept. Raises ValueError when an address is not a plain one."""
    to = named_address(post.to_name, post.to_address)
    message = EmailMessage(policy.SMTP if to.addr_spec.isascii() else policy.SMTPUTF8)
    message["From"] = named_address(post.from_name or sender.name, sender.address)
    message["To"] = to
    if post.reply_to is not None:
        message["Reply-To"] = named_address(post.reply_to_name, post.reply_to)
    message["Subject"] = literal(letter.subject)
    message["Date"] = format_datetime(post.at.astimezone(UTC).replace(microsecond=0))
    message["Message-ID"] = message_id(post.key, sender)
    message["References"] = message_id(post.thread, sender)
    # No answering machine shall answer a machine (RFC 3834, section 5); Exchange listens to its own header.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    _add_body(message, letter, calendar)
    # Only now: making a message multipart moves every Content header into its first part.
    message["Content-Language"] = letter.language
    return message


def message_id(key: str, sender: Sender) -> str:
    """A Message-ID that depends on nothing but the key and the sending domain."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:40]
    return f"<{digest}@{sender.domain}>"


def _add_body(message: EmailMessage, letter: Letter, calendar: Calendar | None) -> None:
    message.set_content(render.text(letter), cte="quoted-printable")
    message.add_alternative(render.html(letter), subtype="html", cte="quoted-printable")
    if calendar is None:
        return
    # Base64 keeps the folded CRLF lines as they are. Inside the alternative for programs that know invitations,
    # as a file for the others; that one without a method, lest some ask the reader twice.
    message.add_alternative(
        calendar.content.decode(), subtype="calendar", cte="base64", params={"method": calendar.method}
    )
    message.add_attachment(
        calendar.content, maintype="application", subtype="ics", filename="event.ics", params={"name": "event.ics"}
    )


def named_address(name: str, address: str) -> Address:
    """An address for a header, with a name in which nothing is hidden. Raises ValueError for no plain address."""
    local, _, domain = mailbox(address).partition("@")
    return Address(display_name=_unfolded(literal(one_line(name, 100))), username=local, domain=domain)


def _unfolded(name: str) -> str:
    """A name that fits into one line where it has to be quoted.

    The standard library loses the quotes of a name that it folds, and what stands between commas becomes an address.
    """
    while len(quote(name)) > _LONGEST_QUOTED and _SPECIALS.intersection(name):
        name = name[:-1].rstrip()
    return name


def literal(text: str) -> str:
    """Text that no reader takes for an encoded word, which could smuggle in what was cleaned away (RFC 2047)."""
    return text.replace("=?", "= ?")
