"""What people read whose webhook was switched off."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from locum.mail import when
from locum.mail.catalogue import words_for
from locum.mail.clean import one_line
from locum.mail.letters import Letter, Line, Row
from locum.mail.notices import Person


@dataclass(frozen=True, slots=True)
class DisabledNotice:
    """A webhook to this address was switched off: everything had failed `since`, an aware instant."""

    reader: Person
    subscriber_url: str
    since: datetime


def disabled_letter(notice: DisabledNotice, service: str) -> Letter:
    """The letter; `service` is the name the house sends under. Queries of addresses, which may be keys, stay out."""
    words = words_for(notice.reader.language)
    parts = urlsplit(notice.subscriber_url)
    host = one_line(parts.hostname or "", 100)
    address = one_line(parts._replace(query="", fragment="").geturl())
    return Letter(
        language=words.tag,
        direction=words.direction,
        subject=words.text("subject.webhook.disabled", host=host),
        heading=words.text("heading.webhook.disabled"),
        intro=words.text("intro.webhook.disabled", service=service),
        rows=(
            Row(words.text("label.account.address"), (Line(address),)),
            Row(words.text("label.webhook.since"), (Line(when.moment(words, notice.reader, notice.since)),)),
        ),
        actions=(),
        footer=(words.text("footer.webhook", service=service),),
    )
