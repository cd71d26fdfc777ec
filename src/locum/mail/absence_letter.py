"""What a substitute is told about a colleague's absence."""

from collections.abc import Iterator

from locum.mail import when
from locum.mail.catalogue import Words, words_for
from locum.mail.clean import one_line, paragraphs
from locum.mail.letters import Action, Letter, Line, Row
from locum.mail.notices import AbsenceKind, AbsenceNotice


def absence_letter(notice: AbsenceNotice, service: str) -> Letter:
    """The letter to the substitute; `service` is the name the house sends under."""
    words = words_for(notice.substitute.language)
    name = one_line(notice.absentee.name or notice.absentee.email or words.text("someone"), 100)
    dates = when.days(words, notice.first_day, notice.last_day)
    return Letter(
        language=words.tag,
        direction=words.direction,
        subject=words.text(f"subject.absence.{notice.kind}", name=name, dates=dates),
        heading=words.text(f"heading.absence.{notice.kind}", name=name),
        intro=words.text(f"intro.absence.{notice.kind}", name=name),
        rows=tuple(_rows(notice, words, name, dates)),
        actions=(Action(words.text("action.absence"), notice.link, primary=True),) if notice.link else (),
        footer=(words.text("footer.absence", service=service),),
    )


def _rows(notice: AbsenceNotice, words: Words, name: str, dates: str) -> Iterator[Row]:
    yield Row(words.text("label.away"), (Line(name),))
    over = notice.kind is AbsenceKind.CANCELLED
    recurring = (Line(words.text("line.absence.recurs")),) if notice.recurs and not over else ()
    yield Row(words.text("label.dates"), (Line(dates, struck=over), *recurring))
    if notice.previous_first_day is not None:
        last = notice.previous_last_day or notice.previous_first_day
        before = when.days(words, notice.previous_first_day, last)
        yield Row(words.text("label.formerly"), (Line(before, struck=True),))
    if notice.note:
        yield Row(words.text("label.note"), tuple(Line(line) for line in paragraphs(notice.note).split("\n")))
