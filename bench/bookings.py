"""How slots, booking and lists of bookings take as the table grows to a million, and with 100,000 of one organization.

python -m bench.bookings
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import psycopg
from rich.table import Table

from bench.client import Caller
from bench.measuring import Measured, folder_of_its_own, measure, shown, timed
from bench.seed import Seeded, free_starts
from bench.seed import seed as seed_small
from locum.db import embedded
from locum.db.session import libpq_url
from tests.support.server import Server, serving

PEOPLE, OWN = 200, 100_000
GROWTH = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = 30

_STAMPS = "created_at, updated_at"
_BEFORE = "SET session_replication_role = replica"
_ORGANIZATION = f"""
    INSERT INTO teams (is_organization, is_platform, organization_id, name, slug, hide_branding, is_private,
                       hide_book_a_team_member, time_zone, week_start, include_managed_events_in_limits, {_STAMPS})
    VALUES (true, false, NULL, %(slug)s::text, %(slug)s::text, false, false, false, 'UTC', 'Monday', false, now(),
            now())
    RETURNING id
"""
_PEOPLE = f"""
    WITH made AS (
        INSERT INTO users (uuid, email, username, name, is_system_admin, is_verified, organization_id, time_zone,
                           week_start, time_format, locale, hide_branding, allow_dynamic_booking, {_STAMPS})
        SELECT gen_random_uuid(), format('%%s%%s@booked.example', %(slug)s::text, n),
               format('%%s%%s', %(slug)s::text, n),
               format('Person %%s', n), false, true, %(organization)s, 'UTC', 'Monday', 24, 'en', false, true, now(),
               now()
        FROM generate_series(1, %(people)s::int) n RETURNING id)
    INSERT INTO memberships (team_id, user_id, role, accepted, disable_impersonation, {_STAMPS})
    SELECT %(organization)s, id, 'MEMBER', true, false, now(), now() FROM made
"""
_OWNER = f"""
    INSERT INTO memberships (team_id, user_id, role, accepted, disable_impersonation, {_STAMPS})
    VALUES (%(organization)s, %(owner)s, 'OWNER', true, false, now(), now())
"""
_BOOKINGS = f"""
    WITH hosts AS (
        SELECT id, row_number() OVER (ORDER BY id) - 1 n FROM users WHERE organization_id = %(organization)s),
    made AS (
        INSERT INTO bookings (uid, user_id, organization_id, status, title, starts_at, ends_at, responses, metadata,
                              ics_uid, ics_sequence, host_absent, {_STAMPS})
        SELECT format('%%s-%%s', %(organization)s::bigint, number), hosts.id, %(organization)s,
               (ARRAY['accepted', 'accepted', 'accepted', 'cancelled'])[1 + number %% 4], format('Meeting %%s', number),
               timestamptz '2026-01-01' + number * interval '10 minutes',
               timestamptz '2026-01-01 00:30' + number * interval '10 minutes', '{{}}', '{{}}', number::text, 0, false,
               now(), now()
        FROM generate_series(%(first)s::int, %(last)s::int) number
        JOIN hosts ON hosts.n = number %% (SELECT count(*) FROM hosts) RETURNING id)
    INSERT INTO booking_attendees (booking_id, position, kind, email, name, time_zone, language, absent)
    SELECT id, 0, 'booker', format('booker%%s@elsewhere.example', id), 'Booker', 'UTC', 'en', false FROM made
"""


class Books:
    """Organizations and their bookings, written straight into the tables."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute(_BEFORE)

    def organization(self, slug: str, owner: int | None = None) -> int:
        """A new one with its people."""
        row = self._connection.execute(_ORGANIZATION, {"slug": slug}).fetchone()
        assert row is not None
        number = int(row[0])
        self._connection.execute(_PEOPLE, {"slug": slug, "organization": number, "people": PEOPLE})
        if owner is not None:
            self._connection.execute(_OWNER, {"organization": number, "owner": owner})
        return number

    def book(self, organization: int, first: int, last: int) -> None:
        """Bookings of an organization by their numbers, both included."""
        self._connection.execute(_BOOKINGS, {"organization": organization, "first": first, "last": last})

    def settle(self) -> None:
        """What a server's own upkeep does in the background."""
        self._connection.execute("VACUUM ANALYZE bookings")
        self._connection.execute("VACUUM ANALYZE booking_attendees")

    def close(self) -> None:
        """No more of it."""
        self._connection.close()


QUERIES = (
    ("the first ones", ""),
    ("the last ones", "?sortStart=desc"),
    ("upcoming", "?status=upcoming"),
    ("changed last", "?sortUpdatedAt=desc"),
    ("of one booker", "?attendeeEmail=booker77@elsewhere.example"),
    ("deep down", "?skip=50000"),
)


def growing(server: Server, folder: Path, data: Seeded) -> Iterator[Measured]:
    """Slots, booking and an organization's 1,000 bookings among those of others, then lists of 100,000."""
    owner, free = Caller(server.port, data.key), free_starts(data, data.free_type_id)
    last = data.first_day + timedelta(days=27)
    slots = f"/v2/slots?eventTypeId={data.busy_type_id}&start={data.first_day:%Y-%m-%d}&end={last:%Y-%m-%d}"
    book = partial(timed, owner, 201, "POST", "/v2/bookings")
    with embedded.running(folder) as cluster:
        books = Books(libpq_url(cluster.url))
        small, others = books.organization("small", data.host_id), books.organization("others")
        books.book(small, 1, GROWTH[0])
        there = GROWTH[0]
        for size in GROWTH:
            with shown.status(f"{size} bookings"):
                for first in range(there, size, 100_000):
                    books.book(others, first + 1, min(first + 100_000, size))
                books.settle()
            there = size
            yield _measured(owner, f"slots of a month, among {size:,}", slots)
            yield measure(f"a booking, among {size:,}", None, ROUNDS, lambda _: book(next(free)))
            yield _measured(owner, f"list of 1,000 own, among {size:,}", f"/v2/organizations/{small}/bookings")
        large = books.organization("booked", data.host_id)
        with shown.status("100,000 more of one organization"):
            books.book(large, 1, OWN)
            books.settle()
        for name, query in QUERIES:
            yield _measured(owner, f"list of 100,000 own, {name}", f"/v2/organizations/{large}/bookings{query}")
        yield _measured(owner, "what the owner of three organizations may see, 50", "/v2/bookings?take=50")
        books.close()


def _measured(owner: Caller, name: str, path: str) -> Measured:
    return measure(name, None, ROUNDS, lambda _: timed(owner, 200, "GET", path))


def table(server: Server, folder: Path, data: Seeded) -> Table:
    """Every row, for people."""
    rows = Table("what, lists in pages of 100", "p50 ms", "p95 ms", title="Bookings as their table grows")
    for row in growing(server, folder, data):
        rows.add_row(row.name, f"{row.at(0.5):.1f}", f"{row.at(0.95):.1f}")
    return rows


def main() -> None:
    """Measure these alone."""
    with folder_of_its_own() as folder, serving(folder, LOG_FORMAT="json", RATE_LIMIT_PER_MINUTE="10000000") as server:
        shown.print(table(server, folder, seed_small(server, folder)))


if __name__ == "__main__":
    main()
