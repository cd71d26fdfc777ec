"""`locum demo` as somebody meets it who wants to look around."""

import re
from pathlib import Path

import httpx
import psycopg

from locum.db import embedded
from locum.db.session import libpq_url
from tests.support.server import run, serving


def test_a_demonstration_is_made_once_and_can_be_used_at_once(data_dir: Path) -> None:
    with serving(data_dir) as server:
        made = run(data_dir, "demo")
        assert made.returncode == 0, made.stderr
        told = made.stdout + made.stderr
        (key,) = re.findall(r"cal_[0-9a-f]+", told)
        headers = {"Authorization": f"Bearer {key}", "cal-api-version": "2024-08-13"}
        with httpx.Client(base_url=server.url, headers=headers) as client:
            for _ in range(5):
                answer = client.get("/v2/bookings", params={"take": 100})
                assert answer.status_code == 200, answer.text
            assert len(answer.json()["data"]) == 100
            assert client.get("/jonas/first-visit").status_code == 200
            for path in ("roles", "attributes", "webhooks"):
                assert client.get(f"/v2/organizations/1/{path}").json()["data"], path
            everything = {"take": 250, "includePartial": True, "includeRecurring": True}
            away = client.get("/v2/organizations/1/ooo", params=everything).json()["data"]
            assert sum(entry["toUserId"] is not None for entry in away) >= 6
            assert {"exactStart", "replies", "recurrence"} <= {name for entry in away for name in entry}
            offered = client.get("/v2/organizations/1/teams/event-types", headers={"cal-api-version": "2024-06-14"})
            kinds = {offer["schedulingType"] for offer in offered.json()["data"]}
            assert {"collective", "roundRobin", "managed"} <= kinds
            assert client.get("/v2/me/holidays").json()["data"]["country"] == "DE"
            assert client.get("/org/harbour-clinic/team/physiotherapy/assessment").status_code == 200
        again = run(data_dir, "demo")
        assert again.returncode != 0
        assert "nothing was changed" in again.stdout + again.stderr


def test_a_demonstration_leaves_no_letters_for_a_mail_server_of_later(data_dir: Path) -> None:
    assert run(data_dir, "demo").returncode == 0
    with embedded.running(data_dir) as cluster, psycopg.connect(libpq_url(cluster.url)) as connection:
        decided = connection.execute("SELECT reason FROM incoming_messages").fetchall()
        count = "SELECT (SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE 'mail.%'), count(*)"
        row = connection.execute(f"{count} FROM mail_messages").fetchone()
    assert row is not None
    assert row[0] == 0
    assert row[1] > 400
    assert {reason for (reason,) in decided} >= {"answered", "already_answered", "mailing_list", "auto_submitted"}
