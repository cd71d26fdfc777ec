"""What people read whose mail will not be answered, because the mail server cannot be told."""

from dataclasses import dataclass
from datetime import datetime

from locum.mail import when
from locum.mail.catalogue import words_for
from locum.mail.clean import one_line
from locum.mail.letters import Letter, Line, Row
from locum.mail.notices import Person


@dataclass(frozen=True, slots=True)
class StuckNotice:
    """The server that answers the reader's mail has not been told `since`, an aware instant, and why."""

    reader: Person
    problem: str
    since: datetime


def stuck_letter(notice: StuckNotice, service: str) -> Letter:
    """The letter; `service` is the name the house sends under."""
    words = words_for(notice.reader.language)
    return Letter(
        language=words.tag,
        direction=words.direction,
        subject=words.text("subject.replies.stuck"),
        heading=words.text("heading.replies.stuck"),
        intro=words.text("intro.replies.stuck", service=service),
        rows=(
            Row(words.text("label.account.address"), (Line(notice.reader.email or ""),)),
            Row(words.text("label.replies.problem"), (Line(one_line(notice.problem)),)),
            Row(words.text("label.webhook.since"), (Line(when.moment(words, notice.reader, notice.since)),)),
        ),
        actions=(),
        footer=(words.text("footer.replies.stuck", service=service),),
    )
