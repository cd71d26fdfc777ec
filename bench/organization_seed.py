"""A large organization, written straight into the tables: 10,000 people, 500 teams, 50 attributes.

Everybody is in two teams, has a schedule and an absence, and holds something of every attribute: one option of the
single-valued ones, up to two of the others. Two attributes of type TEXT hold a value of everybody's own.
"""

from dataclasses import dataclass
from typing import Any

import psycopg

PEOPLE, TEAMS, ATTRIBUTES, OPTIONS = 10_000, 500, 50, 8
EVERYBODYS_OWN = ["attribute-3", "attribute-7"]

# Neither triggers nor foreign keys: the log of a million changes is not what is measured.
_BEFORE = "SET session_replication_role = replica"
_STAMPS = "created_at, updated_at"
_ORGANIZATION = f"""
    INSERT INTO teams (is_organization, is_platform, organization_id, name, slug, hide_branding, is_private,
                       hide_book_a_team_member, time_zone, week_start, include_managed_events_in_limits, {_STAMPS})
    VALUES (true, false, NULL, 'Large', 'large', false, false, false, 'UTC', 'Monday', false, now(), now())
    RETURNING id
"""
_STATEMENTS = (
    f"""
    INSERT INTO users (uuid, email, username, name, is_system_admin, is_verified, organization_id, time_zone,
                       week_start, time_format, locale, hide_branding, allow_dynamic_booking, {_STAMPS})
    SELECT gen_random_uuid(), format('person%%s@large.example', n), format('person%%s', n), format('Person %%s', n),
           false, true, %(organization)s, 'UTC', 'Monday', 24, 'en', false, true, now(), now()
    FROM generate_series(1, %(people)s) n
    """,
    f"""
    INSERT INTO memberships (team_id, user_id, role, accepted, disable_impersonation, {_STAMPS})
    SELECT %(organization)s, id, CASE id WHEN %(owner)s THEN 'OWNER' ELSE 'MEMBER' END, true, false, now(), now()
    FROM users WHERE organization_id = %(organization)s OR id = %(owner)s ORDER BY id
    """,
    f"""
    INSERT INTO profiles (uuid, organization_id, user_id, username, {_STAMPS})
    SELECT gen_random_uuid(), %(organization)s, u.id, u.username, now(), now()
    FROM users u JOIN memberships m ON m.user_id = u.id AND m.team_id = %(organization)s ORDER BY u.id
    """,
    f"""
    INSERT INTO teams (is_organization, is_platform, organization_id, name, slug, hide_branding, is_private,
                       hide_book_a_team_member, time_zone, week_start, include_managed_events_in_limits, {_STAMPS})
    SELECT false, false, %(organization)s, format('Team %%s', n), format('team-%%s', n), false, false, false, 'UTC',
           'Monday', false, now(), now()
    FROM generate_series(1, %(teams)s) n
    """,
    f"""
    INSERT INTO memberships (team_id, user_id, role, accepted, disable_impersonation, {_STAMPS})
    SELECT t.id, u.id, 'MEMBER', true, false, now(), now()
    FROM (SELECT id, row_number() OVER (ORDER BY id) n FROM users WHERE organization_id = %(organization)s) u
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 n FROM teams WHERE organization_id = %(organization)s) t
      ON t.n IN (u.n %% %(teams)s, (u.n / 20 + 1) %% %(teams)s)
    """,
    f"""
    INSERT INTO schedules (user_id, name, time_zone, {_STAMPS})
    SELECT id, 'Working Hours', 'Europe/Berlin', now(), now() FROM users WHERE organization_id = %(organization)s
    """,
    """
    INSERT INTO schedule_rules (schedule_id, position, days, start_minute, end_minute)
    SELECT s.id, 0, '{1,2,3,4,5}', 540, 1020
    FROM schedules s JOIN users u ON u.id = s.user_id WHERE u.organization_id = %(organization)s
    """,
    f"""
    INSERT INTO absences (uuid, user_id, first_day, last_day, reason, show_note_publicly, {_STAMPS})
    SELECT gen_random_uuid(), id, date '2040-01-01' + (id %% 300)::int, date '2040-01-08' + (id %% 300)::int,
           'vacation', false, now(), now()
    FROM users WHERE organization_id = %(organization)s
    """,
    f"""
    INSERT INTO attributes (uuid, organization_id, type, name, slug, enabled, users_can_edit_relation, is_locked,
                            is_weights_enabled, {_STAMPS})
    SELECT gen_random_uuid(), %(organization)s, (ARRAY['SINGLE_SELECT', 'MULTI_SELECT', 'NUMBER', 'TEXT'])[1 + a %% 4],
           format('Attribute %%s', a), format('attribute-%%s', a), true, false, false, false, now(), now()
    FROM generate_series(0, %(attributes)s - 1) a
    """,
    f"""
    INSERT INTO attribute_options (uuid, attribute_id, value, slug, is_group, is_entered, {_STAMPS})
    SELECT gen_random_uuid(), a.id, o::text, o::text, false, a.slug = ANY (%(own)s), now(), now()
    FROM attributes a
    CROSS JOIN LATERAL generate_series(1, CASE WHEN a.slug = ANY (%(own)s) THEN %(people)s ELSE %(options)s END) o
    WHERE a.organization_id = %(organization)s ORDER BY a.id, o
    """,
    f"""
    INSERT INTO attribute_assignments (uuid, membership_id, user_id, option_id, {_STAMPS})
    SELECT gen_random_uuid(), m.id, m.user_id, o.id, now(), now()
    FROM (SELECT id, user_id, row_number() OVER (ORDER BY id) n FROM memberships
          WHERE team_id = %(organization)s AND role = 'MEMBER') m
    CROSS JOIN (SELECT id, type, CASE WHEN slug = ANY (%(own)s) THEN %(people)s ELSE %(options)s END size
                FROM attributes WHERE organization_id = %(organization)s) a
    JOIN (SELECT id, attribute_id, row_number() OVER (PARTITION BY attribute_id ORDER BY id) - 1 n
          FROM attribute_options) o
      ON o.attribute_id = a.id
     AND (o.n = (m.n * 7 + a.id) %% a.size OR (a.type = 'MULTI_SELECT' AND o.n = (m.n * 3 + a.id + 1) %% a.size))
    """,
)
_ATTRIBUTES = "SELECT slug, uuid::text FROM attributes WHERE organization_id = %(organization)s"
_OPTIONS = """
    SELECT o.uuid::text FROM attribute_options o JOIN attributes a ON a.id = o.attribute_id
    WHERE a.organization_id = %(organization)s AND o.value = '1' ORDER BY a.id
"""
_TEAM = "SELECT min(id) FROM teams WHERE organization_id = %(organization)s"
_PERSON = "SELECT min(id) FROM users WHERE organization_id = %(organization)s"


@dataclass(frozen=True, slots=True)
class Large:
    """What the measurements speak of."""

    organization_id: int
    team_id: int
    person_id: int
    attributes: dict[str, str]
    """Ids by slug: `attribute-0` is of type SINGLE_SELECT, the next ones are MULTI_SELECT, NUMBER, TEXT, and so on."""
    options: list[str]
    """The first option of each attribute, in their order."""


def seed(url: str, owner_id: int) -> Large:
    """Make the organization in the database at a libpq address."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_BEFORE)
        numbers: dict[str, Any] = {"owner": owner_id, "own": EVERYBODYS_OWN, "people": PEOPLE, "teams": TEAMS}
        numbers |= {"attributes": ATTRIBUTES, "options": OPTIONS}
        numbers["organization"] = _number(connection, _ORGANIZATION, numbers)
        for statement in _STATEMENTS:
            connection.execute(statement, numbers)
        connection.execute("VACUUM ANALYZE")
        return Large(
            organization_id=numbers["organization"],
            team_id=_number(connection, _TEAM, numbers),
            person_id=_number(connection, _PERSON, numbers),
            attributes={str(row[0]): str(row[1]) for row in connection.execute(_ATTRIBUTES, numbers)},
            options=[str(row[0]) for row in connection.execute(_OPTIONS, numbers)],
        )


def _number(connection: psycopg.Connection[Any], statement: str, numbers: dict[str, Any]) -> int:
    row = connection.execute(statement, numbers).fetchone()
    if row is None:
        raise RuntimeError("the large organization is not as it should be")
    return int(row[0])
