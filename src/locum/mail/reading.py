"""A kept message taken apart for those who look at it."""

import email
import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage

NOT_KEPT = "What this message said was for its reader alone. It was sent, and is not kept.\n"
_CODE = re.compile(r"\d{6}")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that went along."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OpenedMessage:
    """Headers in their order, both bodies, files. The HTML is what was sent: show it in a sandbox."""

    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    attachments: tuple[Attachment, ...]


def open_message(content: bytes) -> OpenedMessage:
    """Parse what `MailMessage.content` holds."""
    message = email.message_from_bytes(content, policy=policy.default)
    return OpenedMessage(
        headers=tuple((name, str(value)) for name, value in message.items()),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        attachments=tuple(
            Attachment(part.get_filename() or "", part.get_content_type(), part.get_content())
            for part in message.iter_attachments()
        ),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""


def without_secrets(subject: str, content: bytes) -> tuple[str, bytes]:
    """Subject and content as far as they say from whom, to whom and about what: no code, and nothing within."""
    message = email.message_from_bytes(content, policy=policy.SMTP)
    told = _CODE.sub("······", subject)
    del message["Subject"]
    message["Subject"] = told
    message.set_content(NOT_KEPT)
    return told, message.as_bytes()
