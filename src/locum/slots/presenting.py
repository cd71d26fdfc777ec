"""The answer with slots, written straight to text: for hundreds of slots models cost more than finding them."""

import json
from collections.abc import Iterable

from locum.slots.answer import Seats, Slot
from locum.slots.formatting import InstantWriter


def slots_json(slots: Iterable[Slot], zone: str | None, length: int | None) -> str:
    """The whole answer: slots under their dates in the booker's zone, with ends when a length in minutes is given.

    No zone: UTC (slots sheet, section 2.2).
    """
    writer = InstantWriter(zone)
    dates: dict[str, list[str]] = {}
    for slot in slots:
        date, text = writer.write(slot.start)
        end = "" if length is None else f',"end":"{writer.text(slot.start + length)}"'
        seats = "" if slot.seats is None else _seats(slot.seats)
        dates.setdefault(date, []).append(f'{{"start":"{text}"{end}{seats}}}')
    days = ",".join(f'"{date}":[{",".join(texts)}]' for date, texts in dates.items())
    return f'{{"status":"success","data":{{{days}}}}}'


def _seats(seats: Seats) -> str:
    counts = f',"seatsBooked":{seats.booked},"seatsRemaining":{seats.remaining},"seatsTotal":{seats.total}'
    return counts if seats.booking_uid is None else f'{counts},"bookingUid":{json.dumps(seats.booking_uid)}'
