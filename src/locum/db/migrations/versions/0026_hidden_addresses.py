"""Templates and addresses of webhooks, which may hold tokens, are not shown in the audit log."""

from alembic import op

from locum.db.audit_trail import watch

revision = "0026"
down_revision = "0025"

# As before, but of addresses that let in whoever knows them only the scheme and the host are shown.
_KEPT = r"""
CREATE OR REPLACE FUNCTION locum_audit_kept(r jsonb, keys text[], hidden text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT coalesce(jsonb_object_agg(key, CASE
        WHEN value = 'null'::jsonb THEN value
        WHEN key = ANY (hidden) THEN '"(hidden)"'::jsonb
        WHEN 'url:' || key = ANY (hidden) THEN
            to_jsonb(coalesce(substring(value #>> '{}' from '(?i)^https?://[^/?#@\\]*(?=[/?#]|$)'), '') || '/(hidden)')
        WHEN length(value::text) > 2000 THEN to_jsonb(left(value::text, 200) || ' ...')
        ELSE value END), '{}'::jsonb)
    FROM jsonb_each(r) WHERE key = ANY (keys)
$$
"""

_FORMER = """
UPDATE audit_entries SET
    before = locum_audit_kept(before, ARRAY(SELECT jsonb_object_keys(before)), '{payload_template,url:subscriber_url}'),
    after = locum_audit_kept(after, ARRAY(SELECT jsonb_object_keys(after)), '{payload_template,url:subscriber_url}')
WHERE subject = 'webhooks'
"""


def upgrade() -> None:
    """Hide them from now on, and in the entries that there are."""
    op.execute(_KEPT)
    op.execute("DROP TRIGGER audit ON webhooks")
    op.execute(watch("webhooks", "sealed_secret", "payload_template", addresses=("subscriber_url",)))
    op.execute(_FORMER)
