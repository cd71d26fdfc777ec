"""The audit log, written by a trigger."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from locum.db.audit_trail import watch

revision = "0008"
down_revision = "0007"

# Which organization a row belongs to: it says so itself, or what it hangs from does, or else the writer.
_PLACE = """
CREATE FUNCTION locum_audit_place(kind text, r jsonb) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE found bigint;
BEGIN
    IF kind = 'teams' AND (r->>'is_organization')::boolean THEN
        RETURN (r->>'id')::bigint;
    END IF;
    found := (r->>'organization_id')::bigint;
    IF found IS NULL AND r->>'team_id' IS NOT NULL THEN
        SELECT CASE WHEN is_organization THEN id ELSE organization_id END INTO found
        FROM teams WHERE id = (r->>'team_id')::bigint;
    END IF;
    IF found IS NULL AND r->>'membership_id' IS NOT NULL THEN
        SELECT CASE WHEN t.is_organization THEN t.id ELSE t.organization_id END INTO found
        FROM memberships m JOIN teams t ON t.id = m.team_id WHERE m.id = (r->>'membership_id')::bigint;
    END IF;
    IF found IS NULL AND r->>'event_type_id' IS NOT NULL THEN
        SELECT coalesce(t.organization_id, u.organization_id) INTO found
        FROM event_types e LEFT JOIN teams t ON t.id = e.team_id LEFT JOIN users u ON u.id = e.user_id
        WHERE e.id = (r->>'event_type_id')::bigint;
    END IF;
    IF found IS NULL AND r->>'user_id' IS NOT NULL THEN
        SELECT organization_id INTO found FROM users WHERE id = (r->>'user_id')::bigint;
    END IF;
    RETURN found;
END $$
"""

# Only what changed is kept of a change; long values are cut, secrets are not shown.
_KEPT = """
CREATE FUNCTION locum_audit_kept(r jsonb, keys text[], hidden text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT coalesce(jsonb_object_agg(key, CASE
        WHEN value = 'null'::jsonb THEN value
        WHEN key = ANY (hidden) THEN '"(hidden)"'::jsonb
        WHEN length(value::text) > 2000 THEN to_jsonb(left(value::text, 200) || ' ...')
        ELSE value END), '{}'::jsonb)
    FROM jsonb_each(r) WHERE key = ANY (keys)
$$
"""

_WATCHER = """
CREATE FUNCTION locum_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told jsonb := coalesce(nullif(current_setting('locum.actor', true), ''), '{}')::jsonb;
    was jsonb := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END;
    became jsonb := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END;
    keys text[];
BEGIN
    SELECT array_agg(key) INTO keys FROM jsonb_each(coalesce(became, was)) AS r(key, value)
    WHERE TG_OP <> 'UPDATE' OR (key <> 'updated_at' AND value IS DISTINCT FROM was->key);
    IF keys IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO audit_entries (at, organization_id, actor_id, actor_email, credential_kind, credential_id, client_id,
                               request_id, operation, action, subject, subject_id, before, after)
    VALUES (
        coalesce((told->>'at')::timestamptz, clock_timestamp()),
        coalesce(locum_audit_place(TG_TABLE_NAME, coalesce(became, was)), (told->>'organization_id')::bigint),
        (told->>'user_id')::bigint, told->>'email', coalesce(told->>'credential_kind', 'server'),
        told->>'credential_id', told->>'client_id', told->>'request_id', told->>'operation',
        CASE TG_OP WHEN 'INSERT' THEN 'created' WHEN 'UPDATE' THEN 'changed' ELSE 'removed' END,
        TG_TABLE_NAME, coalesce(coalesce(became, was)->>'id', coalesce(became, was)->>'user_id'),
        locum_audit_kept(was, keys, coalesce(TG_ARGV, '{}')), locum_audit_kept(became, keys, coalesce(TG_ARGV, '{}'))
    );
    RETURN NULL;
END $$
"""

# What is not here is either kept elsewhere for a while by its nature (mail, deliveries, tokens, counters, sessions) or
# follows from what is here (busy time).
WATCHED: dict[str, tuple[str, ...]] = {
    "teams": (),
    "users": ("password_hash",),
    "memberships": (),
    "roles": (),
    "attributes": (),
    "attribute_options": (),
    "attribute_grouped_options": (),
    "attribute_assignments": (),
    "profiles": (),
    "api_keys": ("digest",),
    "oauth_clients": ("secret_digest", "sealed_secret"),
    "schedules": (),
    "schedule_rules": (),
    "absences": (),
    "event_types": (),
    "event_type_hosts": (),
    "bookings": (),
    "booking_attendees": (),
    "oauth2_applications": (),
    "oauth2_application_secrets": ("digest",),
    "oauth2_grants": (),
    "webhooks": ("sealed_secret",),
    "verified_resources": (),
    "team_invitations": ("digest",),
    "delegation_credentials": ("service_account_key",),
}


def upgrade() -> None:
    """Make the table, the functions behind the triggers, and the triggers."""
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_email", sa.String(), nullable=True),
        sa.Column("credential_kind", sa.String(), nullable=False),
        sa.Column("credential_id", sa.String(), nullable=True),
        sa.Column("client_id", sa.String(), nullable=True),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.Column("operation", sa.String(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=True),
        sa.Column("before", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_organization_id", "audit_entries", ["organization_id", "id"])
    op.create_index("ix_audit_entries_at", "audit_entries", ["at"])
    for function in (_PLACE, _KEPT, _WATCHER):
        op.execute(function)
    for table, secrets in WATCHED.items():
        op.execute(watch(table, *secrets))
