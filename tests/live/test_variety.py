"""Random clients and kill -9, then an audit: nobody overlapped, no seat sold twice, everybody told exactly once."""

import json
import random
import time
from http.client import HTTPConnection
from pathlib import Path

import psycopg
import pytest

from locum.db import embedded
from locum.db.session import libpq_url
from tests.live.test_crashes import BOOTSTRAP, LIMITS, OVERLAPS, TOLD_FOR_NOTHING, wait_until_all_is_told
from tests.live.variety import KINDS, Variety
from tests.support.server import Server, free_port, run, start, start_worker

LONGER_SECONDS = 120
"""So much longer the clients may take where the machine is busy."""
ALLOWED = {200, 201, 400, 401, 403, 404, 409}

AUDIT = {
    "two at once": OVERLAPS,
    "told for nothing": TOLD_FOR_NOTHING,
    "more in it than seats": """
        SELECT booking_id, count(*) FROM booking_attendees WHERE kind = 'seat' GROUP BY booking_id HAVING count(*) > 3
    """,
    "somebody sits twice": """
        SELECT booking_id, lower(email) FROM booking_attendees GROUP BY 1, 2 HAVING count(*) > 1
    """,
    "seats counted wrongly": """
        SELECT b.uid, busy.seats_taken FROM bookings b
        JOIN host_busy busy ON busy.booking_id = b.id AND busy.is_organizer
        WHERE busy.seats_taken <> (SELECT count(*) FROM booking_attendees a WHERE a.booking_id = b.id)
    """,
    "busy without a booking, or the other way round": """
        SELECT b.uid, b.status, count(busy.id) FROM bookings b
        LEFT JOIN host_busy busy ON busy.booking_id = b.id AND busy.is_organizer
             AND busy.starts_at = b.starts_at AND busy.ends_at = b.ends_at AND busy.blocks = (b.status = 'accepted')
        GROUP BY b.id HAVING count(busy.id) <> (b.status IN ('accepted', 'pending'))::int
    """,
    "a series in parts": """
        SELECT recurring_uid FROM bookings WHERE recurring_uid IS NOT NULL AND rescheduled_from_uid IS NULL
        GROUP BY recurring_uid HAVING count(*) <> 3
    """,
    "new bookings told otherwise than once": """
        SELECT b.uid, person.email, person.told FROM bookings b JOIN event_types e ON e.id = b.event_type_id
        CROSS JOIN LATERAL (
            SELECT p.email, (SELECT count(*) FROM mail_messages m WHERE m.booking_id = b.id AND m.recipient = p.email
                             AND m.kind = 'booking.' || CASE e.slug WHEN 'asking' THEN 'requested' ELSE 'scheduled' END
                            ) AS told
            FROM (SELECT email FROM booking_attendees WHERE booking_id = b.id
                  UNION ALL SELECT email FROM users WHERE id = b.user_id) p) person
        WHERE e.slug IN ('single', 'asking') AND b.rescheduled_from_uid IS NULL AND person.told <> 1
    """,
    "series told otherwise than once": """
        SELECT b.recurring_uid, count(m.id) FROM bookings b JOIN booking_attendees a ON a.booking_id = b.id
        LEFT JOIN mail_messages m ON m.booking_id = b.id AND m.recipient = a.email AND m.kind = 'booking.scheduled'
        WHERE b.recurring_uid IS NOT NULL AND b.rescheduled_from_uid IS NULL
        GROUP BY b.recurring_uid HAVING count(m.id) <> 1
    """,
    "moves told otherwise than once": """
        SELECT b.uid, a.email, count(m.id) FROM bookings b JOIN event_types e ON e.id = b.event_type_id
        JOIN booking_attendees a ON a.booking_id = b.id
        LEFT JOIN mail_messages m ON m.booking_id = b.id AND m.recipient = a.email AND m.kind = 'booking.rescheduled'
        WHERE e.slug = 'single' AND b.rescheduled_from_uid IS NOT NULL GROUP BY b.id, a.id HAVING count(m.id) <> 1
    """,
    "cancellations told otherwise than once": """
        SELECT b.uid, a.email, count(m.id) FROM bookings b JOIN event_types e ON e.id = b.event_type_id
        JOIN booking_attendees a ON a.booking_id = b.id
        LEFT JOIN mail_messages m ON m.booking_id = b.id AND m.recipient = a.email AND m.kind = 'booking.cancelled'
        WHERE e.slug IN ('single', 'asking') AND b.status = 'cancelled' AND b.rescheduled_to_uid IS NULL
        GROUP BY b.id, a.id HAVING count(m.id) <> 1
    """,
    "who left told otherwise than once": """
        SELECT d.booking_id, d.email, count(m.id) FROM departed_attendees d
        LEFT JOIN mail_messages m ON m.booking_id = d.booking_id AND m.recipient = d.email
             AND m.kind IN ('booking.seat_left', 'booking.cancelled')
        GROUP BY d.attendee_id HAVING count(m.id) <> 1
    """,
}
"""Each finds what must not be."""


def _set_up(server: Server, data_dir: Path) -> tuple[dict[str, int], str]:
    key: str = json.loads(run(data_dir, "bootstrap", *BOOTSTRAP, "--json").stdout)["apiKey"]
    headers = {"Authorization": key, "Content-Type": "application/json", "cal-api-version": "2024-06-14"}
    made = {}
    for slug, values in KINDS.items():
        connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
        body = {"title": slug, "slug": slug, "lengthInMinutes": 30, "minimumBookingNotice": 0, **values}
        connection.request("POST", "/v2/event-types", json.dumps(body), headers)
        made[slug] = json.loads(connection.getresponse().read())["data"]["id"]
        connection.close()
    return made, key


def _rush(data_dir: Path, seconds: float, seed: int) -> None:
    chance = random.Random(seed)
    settings = {**LIMITS, "PORT": str(free_port())}
    server = start(data_dir, "serve", **settings)
    try:
        event_types, key = _set_up(server, data_dir)
        with Variety(server.port, event_types, key) as clients:
            until = time.monotonic() + seconds
            while time.monotonic() < until or not clients.has_booked_all_kinds():
                assert time.monotonic() < until + LONGER_SECONDS, clients.done
                worker = start_worker(data_dir, **LIMITS)
                time.sleep(chance.uniform(0.5, 3.0))
                for victim in chance.sample([worker, server.process], k=2):
                    victim.kill()
                    victim.wait(30)
                server = start(data_dir, "serve", **settings)
            time.sleep(1)
        _audit(data_dir, clients)
    finally:
        server.stop()


def _audit(data_dir: Path, clients: Variety) -> None:
    assert set(clients.answers) <= ALLOWED, clients.answers
    with (
        embedded.running(data_dir) as cluster,
        psycopg.connect(libpq_url(cluster.url), autocommit=True) as connection,
    ):
        wait_until_all_is_told(connection)
        assert set(clients.booked) <= {row[0] for row in connection.execute("SELECT uid FROM bookings")}
        found = {what: connection.execute(statement).fetchall()[:5] for what, statement in AUDIT.items()}
    assert {what: rows for what, rows in found.items() if rows} == {}


def test_half_a_minute_of_everything(data_dir: Path) -> None:
    _rush(data_dir, seconds=30, seed=3)


@pytest.mark.soak
def test_five_minutes_of_everything(data_dir: Path) -> None:
    _rush(data_dir, seconds=300, seed=4)
