"""The reply itself: pure (RFC 3834, section 3; mailbox sheet, section 9, form of the reply)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256

from locum.kit.html import cleaned
from locum.mail.clean import one_line
from locum.mail.message import Sender, literal, message_id, named_address
from locum.responder.facts import Facts
from locum.responder.plain_text import plain

LARGEST = 64 * 1024
"""Bytes of a whole reply."""
LONGEST_TEXT = 5000
"""Characters of a reply that would be larger with its HTML."""
MOST_REFERENCES = 20

_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,200}@[!-;=?-~]{1,200}>")
_PAGE = '<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{}\n</body></html>\n'


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said, by whom and to whom. `at` is the aware instant written as the date; `key` names the reply for ever.

    `mailbox` carries the address that was written to. Without a subject the message's own is taken up.
    """

    key: str
    mailbox: Sender
    recipient: str
    subject: str | None
    html: str
    at: datetime


def compose(answer: Answer, facts: Facts) -> tuple[str, bytes]:
    """The subject, and the whole message ready to be sent. Raises ValueError when an address is not a plain one."""
    subject = one_line(answer.subject or "") or one_line(f"Auto: {_decoded(facts.first('subject') or '')}")
    html = cleaned(answer.html)
    text = plain(html)
    content = _thread(facts) + _built(answer, subject, text, html)
    if len(content) > LARGEST:
        content = _thread(facts) + _built(answer, subject, text[:LONGEST_TEXT], None)
    return subject, content


def mark_of(address: str) -> str:
    """What replies of a mailbox carry, so that they are known if they ever come back."""
    return sha256(address.encode()).hexdigest()[:32]


def _built(answer: Answer, subject: str, text: str, html: str | None) -> bytes:
    sender, to = named_address(answer.mailbox.name, answer.mailbox.address), named_address("", answer.recipient)
    is_plain = (sender.addr_spec + to.addr_spec).isascii()
    message = EmailMessage(policy.SMTP if is_plain else policy.SMTPUTF8)
    message["From"], message["To"] = sender, to
    message["Subject"] = literal(subject)
    message["Date"] = format_datetime(answer.at.astimezone(UTC).replace(microsecond=0))
    message["Message-ID"] = message_id(answer.key, answer.mailbox)
    message["Auto-Submitted"] = "auto-replied"
    message["X-Auto-Response-Suppress"] = "All"
    message["Precedence"] = "bulk"
    message["X-Locum-Responder"] = mark_of(answer.mailbox.address)
    message.set_content(text + "\n", cte="quoted-printable")
    if html is not None:
        message.add_alternative(_PAGE.format(html), subtype="html", cte="quoted-printable")
    return message.as_bytes()


def _thread(facts: Facts) -> bytes:
    """In-Reply-To and References, an id a line: the library would cut long ids into pieces that nobody understands."""
    own = _MESSAGE_ID.fullmatch((facts.first("message-id") or "").strip())
    if own is None:
        return b""
    earlier = _MESSAGE_ID.findall(facts.first("references") or "")
    known = list(dict.fromkeys([*earlier, own[0]]))[-MOST_REFERENCES - 1 :]
    references = "\r\n ".join(known)
    return f"In-Reply-To: {own[0]}\r\nReferences: {references}\r\n".encode("ascii")


def _decoded(value: str) -> str:
    """A subject as people read it, whatever was made of it on the way (RFC 2047)."""
    try:
        return str(make_header(decode_header(value)))
    except (MessageError, LookupError, ValueError):
        return value
