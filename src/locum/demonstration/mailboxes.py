"""The clinic's mail: a domain that is answered here, and letters that came in while people are away."""

from email.message import EmailMessage
from email.utils import make_msgid

from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.session import Database
from locum.demonstration.cast import DOMAIN, ORGANIZATION_NAME
from locum.mailboxes.domains import NewDomain, create_domain
from locum.responder import intake
from locum.responder.deciding import AT_ONCE, decide_some
from locum.responder.intake import Content, Destination
from locum.settings import Settings

# From whom, to whom, the subject, and headers that say what kind of message it is.
_LETTERS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("bea@visitors.example", "aisha", "Exercises for my knee", {}),
    ("jonas@harbour.example", "aisha", "Room plan", {}),
    ("bea@visitors.example", "aisha", "One more question", {}),
    ("news@journal.example", "aisha", "This week in physiotherapy", {"List-Id": "<news.journal.example>"}),
    ("scheduler@lab.example", "aisha", "Results are ready", {"Auto-Submitted": "auto-generated"}),
    ("carl@visitors.example", "grace", "My appointment", {}),
    ("dora@visitors.example", "mara", "Opening hours at Christmas", {}),
)


async def open_domain(session: AsyncSession, organization_id: int) -> None:
    """From now on the clinic's addresses are mailboxes of this server."""
    await create_domain(session, NewDomain(DOMAIN, organization_id=organization_id, title=ORGANIZATION_NAME))


async def receive(database: Database, settings: Settings) -> None:
    """Let the letters come in, and decide about them as about any other mail."""
    for sender, username, subject, headers in _LETTERS:
        recipient = f"{username}@{DOMAIN}"
        mailbox = await intake.destination(database, recipient)
        if isinstance(mailbox, Destination):
            await intake.store(database, sender, [mailbox], _letter(sender, recipient, subject, headers))
    waits = True
    while waits:
        async with database.work() as session:
            waits = len(await decide_some(session, settings)) == AT_ONCE


def _letter(sender: str, recipient: str, subject: str, headers: dict[str, str]) -> Content:
    message = EmailMessage()
    for name, value in {"From": sender, "To": recipient, "Subject": subject, **headers}.items():
        message[name] = value
    message["Message-ID"] = make_msgid(domain=sender.partition("@")[2])
    message.set_content("Hello,\n\nplease write to me when you are back.\n")
    content = Content()
    content.add(message.as_bytes())
    return content
