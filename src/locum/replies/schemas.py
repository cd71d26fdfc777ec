"""Previews of replies on the wire (extension)."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from locum.kit.wire import Instant, WireInput, WireOutput
from locum.kit.wire_types import refusal
from locum.replies.known import MOST_KNOWN, sender
from locum.replies.preview import Preview
from locum.replies.state import Text


def _known(text: str) -> str:
    """An address, or `@domain` for all that it has; in lower case."""
    try:
        return sender(text)
    except ValueError as error:
        raise refusal("isEmail", "each value in $property must be an email or @domain") from error


Known = Annotated[str, AfterValidator(_known)]


class KnownSenders(WireInput):
    """Whom somebody knows, as a whole: addresses, and `@guest.example` for everybody there."""

    senders: Annotated[list[Known], Field(max_length=MOST_KNOWN)]


class KnownSendersOut(WireOutput):
    """The same as it is kept, in the order of the alphabet."""

    senders: list[str]


class AnswerOut(WireOutput):
    """A reply as its reader gets it."""

    subject: str | None
    html: str


class PreviewOut(WireOutput):
    """What mail is answered with during an absence; null: no reply to this audience."""

    answers: bool
    audience: Literal["none", "known", "all"]
    """Which senders outside are answered."""
    ooo_id: int | None
    """The absence whose texts and times are used; null for one that is not entered yet, or for the mailbox's own."""
    start: Instant | None
    end: Instant | None
    """The whole time away: absences that nearly touch are one."""
    languages: list[str]
    internal: AnswerOut | None
    external: AnswerOut | None


def preview_out(found: Preview, unsaved_id: int | None = None) -> PreviewOut:
    """A preview as clients see it. An absence that was only tried has no id yet."""
    outside = found.texts.external if found.audience != "none" else Text()
    return PreviewOut(
        answers=found.is_answering,
        audience=found.audience,
        ooo_id=found.because_of if found.because_of != unsaved_id else None,
        start=found.period.start if found.period else None,
        end=found.period.end if found.period else None,
        languages=list(found.languages),
        internal=_answer(found.texts.internal),
        external=_answer(outside),
    )


def _answer(text: Text) -> AnswerOut | None:
    return AnswerOut(subject=text.subject, html=text.html) if text.html else None
