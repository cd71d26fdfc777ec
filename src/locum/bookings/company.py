"""Who meets in the bookings of a series: only the same people can be told of several in one mail."""

from collections.abc import Hashable, Iterable, Mapping

from locum.bookings.models import Booking


def companies(bookings: Iterable[Booking]) -> list[list[Booking]]:
    """Bookings in which the same people meet, and that stand alike, in their order. Attendees have to be loaded.

    Somebody may have been given one occurrence of a series, or been invited to one.
    """
    found: dict[Hashable, list[Booking]] = {}
    for booking in bookings:
        people = frozenset((attendee.kind, attendee.email.lower()) for attendee in booking.attendees)
        found.setdefault((booking.user_id, booking.status, people), []).append(booking)
    return list(found.values())


def told_together(bookings: Iterable[Booking]) -> Mapping[int, tuple[int, ...]]:
    """Of each booking, by id, the ids of those that one mail answers with it; no entry: of all of the series.

    The company of the first is told of all of its meetings at once, whoever comes to another one of each by itself.
    """
    first, *others = companies(booking for booking in bookings if booking.rescheduled_from_uid is None) or [[]]
    if not others:
        return {}
    ids = tuple(booking.id for booking in first)
    return dict.fromkeys(ids, ids) | {booking.id: (booking.id,) for company in others for booking in company}
