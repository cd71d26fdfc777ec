"""Fields for texts of one absence's own: typed as plain text, kept as HTML."""

from dataclasses import dataclass
from html import escape

from starlette.datastructures import FormData

from locum.absences.models import AbsenceReply
from locum.absences.schemas import LONGEST_SUBJECT, LONGEST_TEXT
from locum.absences.texts import OwnText
from locum.kit.plain import plain_text
from locum.mail.catalogue import Words

AUDIENCES = ("internal", "external")


@dataclass(frozen=True, slots=True)
class TypedReply:
    """What was typed for one audience. No text: the usual one; `is_silent`: no reply at all."""

    subject: str = ""
    text: str = ""
    is_silent: bool = False

    @classmethod
    def of(cls, form: FormData, audience: str) -> "TypedReply":
        """As typed."""
        subject, text = (str(form.get(f"{audience}_{name}", "")) for name in ("subject", "text"))
        text = "\n".join(text.splitlines()).strip()
        return cls(" ".join(subject.split()), text, form.get(f"{audience}_silent") == "true")

    @classmethod
    def written(cls, subject: str | None, html: str | None) -> "TypedReply":
        """A text that is kept."""
        return cls() if html is None else cls(subject or "", plain_text(html), not html)

    @property
    def own(self) -> OwnText:
        """As it is to be kept."""
        if self.is_silent:
            return OwnText(None, "")
        return OwnText(self.subject, _html(self.text)) if self.text else OwnText()


_USUAL = TypedReply()


@dataclass(frozen=True, slots=True)
class TypedReplies:
    """For colleagues, and for everybody else."""

    internal: TypedReply = _USUAL
    external: TypedReply = _USUAL

    @classmethod
    def of(cls, form: FormData) -> "TypedReplies":
        """As typed."""
        return cls(*(TypedReply.of(form, audience) for audience in AUDIENCES))

    @classmethod
    def written(cls, texts: AbsenceReply | None) -> "TypedReplies":
        """What an absence says now."""
        if texts is None:
            return cls()
        return cls(
            TypedReply.written(texts.internal_subject, texts.internal_html),
            TypedReply.written(texts.external_subject, texts.external_html),
        )

    @property
    def told(self) -> tuple[str, ...]:
        """All of it as text, to see whether something changed."""
        both = (self.internal, self.external)
        return tuple(part for one in both for part in (one.subject, one.text, str(one.is_silent)))

    def faults(self, words: Words) -> dict[str, str]:
        """What is wrong, by field."""
        found = {}
        for audience, typed in zip(AUDIENCES, (self.internal, self.external), strict=True):
            if len(typed.subject) > LONGEST_SUBJECT:
                found[f"{audience}_subject"] = words.text("form.too_long")
            if len(_html(typed.text)) > LONGEST_TEXT:
                found[f"{audience}_text"] = words.text("form.too_long")
            if typed.subject and not typed.text and not typed.is_silent:
                found[f"{audience}_text"] = words.text("replies.own_text_missing")
        return found

    def changed(self, before: "TypedReplies") -> tuple[OwnText | None, OwnText | None]:
        """What is to be kept of each audience; None where it is as before, also where that has more than plain text."""
        return (
            None if self.internal == before.internal else self.internal.own,
            None if self.external == before.external else self.external.own,
        )


NOTHING_TYPED = TypedReplies()


def _html(text: str) -> str:
    """Paragraphs, with their lines as they were broken."""
    paragraphs = [part.strip("\n") for part in text.split("\n\n")]
    return "".join(f"<p>{escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in paragraphs if part)
