"""Messages that are handed to somebody outside until he takes them, or until they are given up."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from locum.kit import clock


class Outgoing:
    """How far a message got. It waits until `sent_at` or `failed_at` is set, never both."""

    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    """When it was given up for good."""
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]


def note_attempt(message: Outgoing, error: str | None, *, is_final: bool) -> None:
    """Note how an attempt ended, `error` being None where the message was taken; after a final one it does not wait."""
    message.attempts += 1
    message.last_error = error
    if is_final:
        setattr(message, "sent_at" if error is None else "failed_at", clock.now())
