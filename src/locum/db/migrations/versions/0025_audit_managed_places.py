"""What a manager does with its organizations is entered in its own audit log."""

from alembic import op

revision = "0025"
down_revision = "0024"

# An organization itself is its manager's thing, whose owners can still read of it when it is gone; what it has is its
# own.
_PLACE = """
CREATE OR REPLACE FUNCTION locum_audit_place(kind text, r jsonb) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    found bigint := (r->>'organization_id')::bigint;
    step text[];
BEGIN
    IF kind = 'teams' AND (r->>'is_organization')::boolean THEN
        RETURN coalesce(r->>'manager_organization_id', r->>'id')::bigint;
    END IF;
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
    IF found IS NULL AND coalesce(r->>'user_id', r->>'owner_id') IS NOT NULL THEN
        SELECT organization_id INTO found FROM users WHERE id = coalesce(r->>'user_id', r->>'owner_id')::bigint;
    END IF;
    FOREACH step SLICE 1 IN ARRAY ARRAY[
        ['booking_id', 'bookings'], ['schedule_id', 'schedules'], ['absence_id', 'absences'],
        ['attribute_id', 'attributes'], ['group_id', 'attribute_options'], ['application_id', 'oauth2_applications']
    ] LOOP
        EXIT WHEN found IS NOT NULL;
        IF r->>step[1] IS NOT NULL THEN
            EXECUTE format('SELECT locum_audit_place(%L, to_jsonb(p)) FROM %I p WHERE id = $1', step[2], step[2])
            INTO found USING (r->>step[1])::bigint;
        END IF;
    END LOOP;
    RETURN found;
END $$
"""


def upgrade() -> None:
    """Where every row belongs, as before, but for organizations that others manage."""
    op.execute(_PLACE)
