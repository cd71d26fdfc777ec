"""kill -9 of server and worker under booking load: nothing is booked twice, told twice, or told for nothing."""

import json
import random
import time
from http.client import HTTPConnection
from pathlib import Path

import psycopg
import pytest

from locum.db import embedded
from locum.db.session import libpq_url
from tests.live.load import Load
from tests.support.server import Server, free_port, run, start, start_worker

BOOTSTRAP = ("--email", "host@example.com", "--password", "correct horse", "--org-name", "A", "--org-slug", "a")
LIMITS = {"RATE_LIMIT_PER_MINUTE": "10000000", "LOG_FORMAT": "json"}
QUIET_WITHIN_SECONDS = 90

OVERLAPS = """
SELECT a.uid, b.uid FROM bookings a JOIN bookings b ON a.user_id = b.user_id AND a.id < b.id
 AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
WHERE a.status = 'accepted' AND b.status = 'accepted'
"""
UNTOLD = """
SELECT b.uid, person.email FROM bookings b
CROSS JOIN LATERAL (SELECT email FROM booking_attendees WHERE booking_id = b.id
                    UNION ALL SELECT email FROM users WHERE users.id = b.user_id) AS person
WHERE 1 <> (SELECT count(*) FROM mail_messages m
            WHERE m.booking_id = b.id AND m.recipient LIKE '%' || person.email || '%')
"""
TOLD_FOR_NOTHING = "SELECT id, kind FROM mail_messages WHERE kind LIKE 'booking.%' AND booking_id IS NULL"
UNFINISHED = """
SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE 'mail.%' AND status IN ('todo', 'doing', 'failed')
"""


def _set_up(server: Server, data_dir: Path) -> int:
    key = json.loads(run(data_dir, "bootstrap", *BOOTSTRAP, "--json").stdout)["apiKey"]
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
    body = {"title": "Talk", "slug": "talk", "lengthInMinutes": 30, "minimumBookingNotice": 0}
    headers = {"Authorization": key, "Content-Type": "application/json", "cal-api-version": "2024-06-14"}
    connection.request("POST", "/v2/event-types", json.dumps(body), headers)
    number: int = json.loads(connection.getresponse().read())["data"]["id"]
    connection.close()
    return number


def wait_until_all_is_told(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Returns when no job of mail is left."""
    deadline = time.monotonic() + QUIET_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if connection.execute(UNFINISHED).fetchone() == (0,):
            return
        time.sleep(0.5)
    left = connection.execute("SELECT task_name, status, attempts, args FROM procrastinate_jobs LIMIT 5").fetchall()
    pytest.fail(f"jobs are left: {left}")


def _crash_under_load(data_dir: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    settings = {**LIMITS, "PORT": str(free_port())}
    server = start(data_dir, "serve", **settings)
    try:
        with Load(server.port, _set_up(server, data_dir)) as load:
            for _ in range(kills):
                worker = start_worker(data_dir, **LIMITS)
                time.sleep(chance.uniform(0.2, 2.0))
                for victim in chance.sample([worker, server.process], k=2):
                    victim.kill()
                    victim.wait(30)
                    time.sleep(chance.choice([0, 0.3]))
                server = start(data_dir, "serve", **settings)
            time.sleep(1)
        _audit(data_dir, load)
    finally:
        server.stop()


def _audit(data_dir: Path, load: Load) -> None:
    assert set(load.answers) <= {201, 400, 409}, load.answers
    assert load.answers[201] > 10, load.answers
    with (
        embedded.running(data_dir) as cluster,
        psycopg.connect(libpq_url(cluster.url), autocommit=True) as connection,
    ):
        wait_until_all_is_told(connection)
        known = {row[0] for row in connection.execute("SELECT uid FROM bookings WHERE status = 'accepted'")}
        assert set(load.booked) <= known, "a booking that was promised is gone"
        assert connection.execute(OVERLAPS).fetchall() == []
        assert connection.execute(UNTOLD).fetchall() == []
        assert connection.execute(TOLD_FOR_NOTHING).fetchall() == []


@pytest.mark.soak
def test_twenty_crashes_under_booking_load(data_dir: Path) -> None:
    _crash_under_load(data_dir, kills=20, seed=2)
