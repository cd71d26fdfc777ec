"""What people read who are to prove that they read there."""

from dataclasses import dataclass
from datetime import datetime

from locum.mail import when
from locum.mail.catalogue import words_for
from locum.mail.clean import one_line
from locum.mail.letters import Letter, Line, Row
from locum.mail.notices import Person


@dataclass(frozen=True, slots=True)
class CodeNotice:
    """A code, good until the aware instant `valid_until`. `asked_by` is a name, empty for nobody known."""

    reader: Person
    code: str
    valid_until: datetime
    asked_by: str = ""


def code_letter(notice: CodeNotice, service: str) -> Letter:
    """The letter; `service` is the name the house sends under."""
    words = words_for(notice.reader.language)
    asked_by = one_line(notice.asked_by, 100) or words.text("someone.first")
    return Letter(
        language=words.tag,
        direction=words.direction,
        subject=words.text("subject.code", code=notice.code),
        heading=words.text("heading.code", code=notice.code),
        intro=words.text("intro.code", asker=asked_by, service=service),
        rows=(
            Row(words.text("label.account.address"), (Line(notice.reader.email or ""),)),
            Row(words.text("label.code.until"), (Line(when.moment(words, notice.reader, notice.valid_until)),)),
        ),
        actions=(),
        footer=(words.text("footer.code", service=service),),
    )
