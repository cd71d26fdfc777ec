"""Teams of many hosts, written straight into the tables: each with hours of his zone and 40 bookings in a month."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from locum.event_types.rules.defaults import default_settings

BUSY_PER_HOST = 40
ROUNDS_OF = (10, 50, 200, 1000)
TOGETHER = 5

# Neither triggers nor foreign keys: the log of these changes is not what is measured.
_BEFORE = "SET session_replication_role = replica"
_STAMPS = "created_at, updated_at"
_TEAM = f"""
    INSERT INTO teams (is_organization, is_platform, name, slug, hide_branding, is_private, hide_book_a_team_member,
                       time_zone, week_start, include_managed_events_in_limits, {_STAMPS})
    VALUES (false, false, %(slug)s, %(slug)s, false, false, false, 'UTC', 'Monday', false, now(), now())
    RETURNING id
"""
_STATEMENTS = (
    f"""
    INSERT INTO users (uuid, email, username, name, is_system_admin, is_verified, time_zone, week_start, time_format,
                       locale, hide_branding, allow_dynamic_booking, {_STAMPS})
    SELECT gen_random_uuid(), format('%%s-%%s@teams.example', %(slug)s::text, n), format('%%s-%%s', %(slug)s::text, n),
           format('Host %%s', n), false, true,
           (ARRAY['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Asia/Tokyo', 'Europe/London'])[1 + n %% 5],
           'Monday', 24, 'en', false, true, now(), now()
    FROM generate_series(1, %(hosts)s) n
    """,
    f"""
    INSERT INTO memberships (team_id, user_id, role, accepted, disable_impersonation, {_STAMPS})
    SELECT %(team)s, id, 'MEMBER', true, false, now(), now()
    FROM users WHERE email LIKE %(slug)s || '-%%@teams.example' ORDER BY id
    """,
    f"""
    INSERT INTO schedules (user_id, name, time_zone, {_STAMPS})
    SELECT u.id, 'Working Hours', u.time_zone, now(), now()
    FROM users u JOIN memberships m ON m.user_id = u.id WHERE m.team_id = %(team)s
    """,
    """
    INSERT INTO schedule_rules (schedule_id, position, days, start_minute, end_minute)
    SELECT s.id, span.position, '{1,2,3,4,5}', span.starts, span.ends
    FROM schedules s JOIN memberships m ON m.user_id = s.user_id
    CROSS JOIN (VALUES (0, 540, 720), (1, 780, 1020)) span (position, starts, ends) WHERE m.team_id = %(team)s
    """,
    """
    INSERT INTO event_type_hosts (event_type_id, user_id, mandatory, priority, weight, position, created_at)
    SELECT %(event_type)s, user_id, false, 'medium', 100, row_number() OVER (ORDER BY user_id), now()
    FROM memberships WHERE team_id = %(team)s
    """,
    """
    WITH made AS (
        INSERT INTO bookings (uid, event_type_id, user_id, status, title, starts_at, ends_at, ics_uid, ics_sequence,
                              host_absent, responses, metadata, created_at, updated_at)
        SELECT gen_random_uuid()::text, %(event_type)s, m.user_id, 'accepted', 'Meeting', start,
               start + interval '30 minutes', 'ics', 0, false, '{}', '{}', now(), now()
        FROM memberships m CROSS JOIN generate_series(0, %(busy)s - 1) n
        CROSS JOIN LATERAL (SELECT %(first)s::timestamptz + ((n * 17 + m.user_id * 7) %% 1488) * interval '30 minutes'
                            AS start) one
        WHERE m.team_id = %(team)s RETURNING id, uid, user_id, starts_at, ends_at
    )
    INSERT INTO host_busy (booking_id, booking_uid, event_type_id, host_id, starts_at, ends_at, before_minutes,
                           after_minutes, blocks, pending, is_organizer)
    SELECT id, uid, %(event_type)s, user_id, starts_at, ends_at, 5, 5, true, false, true FROM made
    """,
)


@dataclass(frozen=True, slots=True)
class Team:
    """An event type of so many hosts."""

    event_type_id: int
    hosts: int
    together: bool


def seed(url: str, first: datetime) -> list[Team]:
    """Make the teams in the database at a libpq address; their bookings lie in the 31 days from `first`."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_BEFORE)
        made = [_team(connection, count, False, first) for count in ROUNDS_OF]
        made.append(_team(connection, TOGETHER, True, first))
        connection.execute("VACUUM ANALYZE")
        return made


def _team(connection: psycopg.Connection[Any], hosts: int, together: bool, first: datetime) -> Team:
    slug = f"{'together' if together else 'round'}{hosts}"
    facts: dict[str, Any] = {"slug": slug, "hosts": hosts, "busy": BUSY_PER_HOST, "first": first}
    facts["team"] = _number(connection, _TEAM, facts)
    facts["event_type"] = _event_type(connection, facts["team"], "collective" if together else "roundRobin")
    for statement in _STATEMENTS:
        connection.execute(statement, facts)
    return Team(facts["event_type"], hosts, together)


def _event_type(connection: psycopg.Connection[Any], team_id: int, kind: str) -> int:
    columns = default_settings() | {
        "team_id": team_id,
        "title": "Talk",
        "slug": "talk",
        "length_in_minutes": 30,
        "minimum_booking_notice": 0,
        "scheduling_type": kind,
        "position": 0,
        "assign_all_team_members": True,
        "reschedule_with_same_round_robin_host": False,
    }
    values = {name: Jsonb(value) if isinstance(value, (dict, list)) else value for name, value in columns.items()}
    names, places = ", ".join(values), ", ".join(f"%({name})s" for name in values)
    statement = f"INSERT INTO event_types ({names}, {_STAMPS}) VALUES ({places}, now(), now()) RETURNING id"
    return _number(connection, statement, values)


def _number(connection: psycopg.Connection[Any], statement: str, facts: dict[str, Any]) -> int:
    row = connection.execute(statement, facts).fetchone()
    if row is None:
        raise RuntimeError("the teams are not as they should be")
    return int(row[0])
