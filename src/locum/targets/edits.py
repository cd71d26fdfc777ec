"""What somebody changed at a mail server, and what of it counts: pure (bridge sheet, R27, R31 and R32)."""

from dataclasses import dataclass
from datetime import datetime

from locum.replies.setting import Told
from locum.replies.state import Audience, Mode, Text
from locum.targets.holding import Capabilities, Holding


@dataclass(frozen=True, slots=True)
class Edit:
    """The parts that are not as they were; None where a part is untouched, or too little is known to say."""

    window: tuple[Mode, datetime | None, datetime | None] | None = None
    audience: Audience | None = None
    internal: Text | None = None
    external: Text | None = None

    def __bool__(self) -> bool:
        return any(part is not None for part in (self.window, self.audience, self.internal, self.external))

    def without_window(self) -> "Edit":
        """The same, when and whether not counting."""
        return Edit(None, self.audience, self.internal, self.external)

    def told(self, audience: Audience) -> Told:
        """An edit of the window as the mail side says it; `audience` holds where the edit names none."""
        mode, start, end = self.window or ("off", None, None)
        return Told(mode, self.audience or audience, start, end, self.internal, self.external)


def edit_between(before: Holding, found: Holding, holds: Capabilities, at: datetime) -> Edit:
    """What somebody did since the server was last in step."""
    if found.mode == "off" and (before.mode == "off" or _ran_out(before, at)) and not holds.keeps_texts:
        return Edit()
    window = None
    if _window(before) != _window(found) and not (found.mode == "off" and _ran_out(before, at)):
        window = _window(found)
    if found.mode == "off" and not holds.keeps_texts:
        return Edit(window=window)
    comes_on = before.mode == "off" and found.mode != "off"
    return Edit(
        window=window,
        audience=found.audience if comes_on or (found.mode != "off" and found.audience != before.audience) else None,
        internal=_text(before.internal, found.internal),
        external=_text(before.external, found.external) if holds.two_texts else None,
    )


def without_own(edit: Edit, found: Holding, writing: Holding) -> Edit:
    """An edit without what Locum wrote itself at a time of which it does not know how it ended."""
    if found.essence == writing.essence:
        return Edit()
    return Edit(
        edit.window,
        edit.audience,
        None if edit.internal is not None and not _text(writing.internal, edit.internal) else edit.internal,
        None if edit.external is not None and not _text(writing.external, edit.external) else edit.external,
    )


def first_look(found: Holding, ours: Holding, at: datetime) -> Edit:
    """What counts of a server that was never told anything: its replies run on, unless Locum has some to be sent."""
    if ours.is_active(at) or not found.is_active(at):
        return Edit()
    return Edit(_window(found), found.audience, found.internal, found.external)


def one_text(edit: Edit, audience: Audience) -> Edit:
    """The edit of a server with one text: it changed the one that is shown there (mailbox sheet, section 10)."""
    if edit.internal is None:
        return edit
    goes_out = (edit.audience or audience) != "none"
    inner, outer = (None, edit.internal) if goes_out else (edit.internal, None)
    return Edit(edit.window, edit.audience, inner, outer)


def _window(held: Holding) -> tuple[Mode, datetime | None, datetime | None]:
    return (held.mode, held.start, held.end) if held.mode == "scheduled" else (held.mode, None, None)


def _ran_out(before: Holding, at: datetime) -> bool:
    """Some servers switch off by themselves when the time is over: nobody did that."""
    return before.mode == "scheduled" and before.end is not None and before.end <= at


def _text(before: Text, found: Text) -> Text | None:
    return None if (before.subject, before.html or None) == (found.subject, found.html or None) else found
