"""When a host is taken: bookings and calendars with their buffers (slots sheet, sections 5 and 10)."""

from collections.abc import Iterator

from locum.kit.intervals import Interval, union
from locum.slots.question import BusyBooking, Host, SlotQuestion

SourcedBlock = tuple[int, int, str | None]
"""Start, end, and the uid of the booking behind it."""


def busy_blocks(question: SlotQuestion, host: Host) -> list[Interval]:
    """Merged blocks. A booking with open seats leaves its own time free for its own event type, not its buffers."""
    if not host.bookings and not host.calendar and not host.busy:
        return []
    if question.reschedule_uid is None and not shared_bookings(question, host):
        return union(_plain_blocks(question, host))
    return union((start, end) for start, end, _ in sourced_blocks(question, host))


def shared_bookings(question: SlotQuestion, host: Host) -> list[BusyBooking]:
    """Bookings of the asked event type that further attendees can join: it has more than one seat."""
    if (question.settings.seats or 0) <= 1:
        return []
    return [booking for booking in host.bookings if booking.same_type and booking.uid != question.reschedule_uid]


def _plain_blocks(question: SlotQuestion, host: Host) -> list[Interval]:
    """The frequent case, in which everything blocks, without a detour."""
    before, after = question.settings.before_buffer, question.settings.after_buffer
    blocks = [(start - earlier - after, end + later + before) for start, end, earlier, later, _, _ in host.bookings]
    blocks += [(start - after, end + before) for start, end in host.busy]
    blocks += [(start - after, end + before) for start, end, _ in host.calendar]
    return blocks


def sourced_blocks(question: SlotQuestion, host: Host) -> Iterator[SourcedBlock]:
    """Blocks in no order, not merged, some perhaps empty."""
    before, after = question.settings.before_buffer, question.settings.after_buffer
    moved = question.reschedule_uid
    shared = {booking.uid for booking in shared_bookings(question, host)}
    for start, end, earlier, later, uid, same_type in host.bookings:
        if moved is None or uid != moved:
            first, last = start - earlier - after, end + later + before
            yield from _around(first, start, end, last, uid) if same_type and shared else ((first, last, uid),)
    for start, end in host.busy:
        yield start - after, end + before, None
    for start, end, copied in host.calendar:
        if moved is None or copied != moved:
            first, last = start - after, end + before
            yield from _around(first, start, end, last, copied) if copied in shared else ((first, last, copied),)


def _around(first: int, start: int, end: int, last: int, uid: str | None) -> tuple[SourcedBlock, SourcedBlock]:
    return (first, start, uid), (end, last, uid)
