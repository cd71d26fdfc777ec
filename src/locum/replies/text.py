"""What is written where nobody wrote a text: pure (bridge sheet, section 6).

The reason of an absence is never in it: that somebody is ill is his own affair.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from babel.dates import format_date

from locum.mail.catalogue import Words
from locum.replies.state import Text, Texts

_VARIABLE = re.compile(r"\{([a-z_]+)\}")
_BETWEEN = "<hr>"
_ADDRESS = re.compile(r"https?://")


@dataclass(frozen=True, slots=True)
class CoverFacts:
    """Who stands in, as readers outside may know him."""

    name: str
    email: str
    link: str | None


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """What a reply can tell. Days are dates in the person's zone; `returns_on` is his first working day afterwards.

    `notes` are those that are meant for everybody.
    """

    name: str
    first_day: date | None = None
    last_day: date | None = None
    returns_on: date | None = None
    cover: CoverFacts | None = None
    booking_link: str | None = None
    notes: str | None = None


def default_texts(languages: Sequence[Words], facts: ReplyFacts) -> Texts:
    """Subject and text for senders inside, who may read public notes, and for those outside; in one language or two."""
    subjects = [words.text("reply.subject", name=facts.name) for words in languages]
    subject = " / ".join(dict.fromkeys(subjects))
    outside = [_html(words, _lines(words, facts)) for words in languages]
    first = languages[0]
    inside = [_html(first, [*_lines(first, facts), escape(facts.notes)]), *outside[1:]] if facts.notes else outside
    return Texts(Text(subject, _BETWEEN.join(inside)), Text(subject, _BETWEEN.join(outside)))


def _lines(words: Words, facts: ReplyFacts) -> list[str]:
    told = values(words, facts)
    keys = [_away_key(facts)]
    if facts.returns_on:
        keys.append("reply.back")
    if facts.cover:
        keys.append("reply.cover")
    shown = [escape(words.text(key, **told)) for key in keys]
    if facts.cover and facts.cover.link:
        shown.append(_link(facts.cover.link, words.text("reply.cover_link", **told)))
    if facts.booking_link:
        shown.append(_link(facts.booking_link, words.text("reply.booking_link", **told)))
    return shown


def _away_key(facts: ReplyFacts) -> str:
    if facts.first_day is None or facts.last_day is None:
        return "reply.away_open"
    return "reply.away_day" if facts.first_day == facts.last_day else "reply.away"


def values(words: Words, facts: ReplyFacts) -> dict[str, str]:
    """The variables that texts may use, as the reader's language writes them; what is not known is empty."""
    cover = facts.cover
    return {
        "name": facts.name,
        "first_day": _day(words, facts.first_day),
        "last_day": _day(words, facts.last_day),
        "return_day": _day(words, facts.returns_on),
        "cover_name": cover.name if cover else "",
        "cover_email": cover.email if cover else "",
        "cover_link": (cover.link or "") if cover else "",
        "booking_link": facts.booking_link or "",
    }


def fill(text: str, told: Mapping[str, str], *, html: bool) -> str:
    """A text with its variables in place, escaped where it is HTML. Unknown ones are left as they are."""

    def put(found: re.Match[str]) -> str:
        value = told.get(found[1])
        return found[0] if value is None else (escape(value) if html else value)

    return _VARIABLE.sub(put, text)


def has_variables(texts: Texts) -> bool:
    """Whether there may be anything to fill in."""
    parts = (texts.internal.subject, texts.internal.html, texts.external.subject, texts.external.html)
    return any(part and _VARIABLE.search(part) for part in parts)


def filled(texts: Texts, words: Words, facts: ReplyFacts) -> Texts:
    """Texts that somebody wrote, with their variables in place."""
    told = values(words, facts)

    def one(text: Text) -> Text:
        subject = fill(text.subject, told, html=False) if text.subject else text.subject
        return Text(subject, fill(text.html, told, html=True) if text.html else text.html)

    return Texts(one(texts.internal), one(texts.external))


def _day(words: Words, day: date | None) -> str:
    return format_date(day, "full", locale=words.locale) if day else ""


def _link(address: str, label: str) -> str:
    if not _ADDRESS.match(address):
        return escape(label)
    return f'<a href="{escape(address)}">{escape(label)}</a>'


def _html(words: Words, lines: list[str]) -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    return f'<div dir="{words.direction}" lang="{words.tag}">{paragraphs}</div>'
