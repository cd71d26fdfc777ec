"""The core: people, organizations, schedules, absences, event types, bookings, mail, jobs."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, then those of the job queue."""
    _tables()
    raw: Any = op.get_bind().connection.driver_connection
    # Several commands with literal percent signs: only the driver itself takes them as they are.
    raw.execute(SchemaManager.get_schema())


def _tables() -> None:
    op.create_table(
        "rate_limit_counters",
        sa.Column("tracker", sa.String(), nullable=False),
        sa.Column("hits", sa.BigInteger(), nullable=False),
        sa.Column("window_ends", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("blocked_until", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tracker", name=op.f("pk_rate_limit_counters")),
        prefixes=["UNLOGGED"],
    )
    op.create_table(
        "teams",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("is_organization", sa.Boolean(), nullable=False),
        sa.Column("is_platform", sa.Boolean(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=True),
        sa.Column("manager_organization_id", sa.BigInteger(), nullable=True),
        sa.Column("platform_client_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=True),
        sa.Column("bio", sa.String(), nullable=True),
        sa.Column("logo_url", sa.String(), nullable=True),
        sa.Column("cal_video_logo", sa.String(), nullable=True),
        sa.Column("app_logo", sa.String(), nullable=True),
        sa.Column("app_icon_logo", sa.String(), nullable=True),
        sa.Column("banner_url", sa.String(), nullable=True),
        sa.Column("theme", sa.String(), nullable=True),
        sa.Column("brand_color", sa.String(), nullable=True),
        sa.Column("dark_brand_color", sa.String(), nullable=True),
        sa.Column("hide_branding", sa.Boolean(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("hide_book_a_team_member", sa.Boolean(), nullable=False),
        sa.Column("time_format", sa.BigInteger(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("week_start", sa.String(), nullable=False),
        sa.Column("booking_limits", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("include_managed_events_in_limits", sa.Boolean(), nullable=False),
        sa.Column("metadata", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["manager_organization_id"], ["teams.id"], name=op.f("fk_teams_manager_organization_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["teams.id"], name=op.f("fk_teams_organization_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
    )
    op.create_index("ix_teams_manager_organization_id", "teams", ["manager_organization_id"], unique=False)
    op.create_index("ix_teams_organization_id", "teams", ["organization_id"], unique=False)
    op.create_index("ix_teams_slug", "teams", ["slug"], unique=False)
    op.create_index(
        "uq_teams_organization_slug",
        "teams",
        [sa.literal_column("coalesce(manager_organization_id, 0)"), "slug"],
        unique=True,
        postgresql_where=sa.text("is_organization"),
    )
    op.create_index(
        "uq_teams_slug_in_organization",
        "teams",
        ["organization_id", "slug"],
        unique=True,
        postgresql_where=sa.text("NOT is_organization"),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_verified_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("username", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("is_system_admin", sa.Boolean(), nullable=False),
        sa.Column("is_verified", sa.Boolean(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=True),
        sa.Column("invited_to", sa.BigInteger(), nullable=True),
        sa.Column("bio", sa.String(), nullable=True),
        sa.Column("avatar_url", sa.String(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("week_start", sa.String(), nullable=False),
        sa.Column("time_format", sa.BigInteger(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=True),
        sa.Column("app_theme", sa.String(), nullable=True),
        sa.Column("brand_color", sa.String(), nullable=True),
        sa.Column("dark_brand_color", sa.String(), nullable=True),
        sa.Column("hide_branding", sa.Boolean(), nullable=False),
        sa.Column("allow_dynamic_booking", sa.Boolean(), nullable=False),
        sa.Column("default_schedule_id", sa.BigInteger(), nullable=True),
        sa.Column("platform_client_id", sa.String(), nullable=True),
        sa.Column("metadata", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["default_schedule_id"],
            ["schedules.id"],
            name=op.f("fk_users_default_schedule_id"),
            ondelete="SET NULL",
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["teams.id"],
            name=op.f("fk_users_organization_id"),
            ondelete="SET NULL",
            use_alter=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_index("ix_users_default_schedule_id", "users", ["default_schedule_id"], unique=False)
    op.create_index("ix_users_username", "users", ["username"], unique=False)
    op.create_index(
        "uq_users_username_alone",
        "users",
        ["username"],
        unique=True,
        postgresql_where=sa.text("organization_id IS NULL"),
    )
    op.create_index("uq_users_username_in_organization", "users", ["organization_id", "username"], unique=True)
    op.create_table(
        "absences",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("substitute_id", sa.BigInteger(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("show_note_publicly", sa.Boolean(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_absences_days_in_order")),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["users.id"], name=op.f("fk_absences_substitute_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_absences_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
        sa.UniqueConstraint("user_id", "first_day", "last_day", name=op.f("uq_absences_user_id_first_day_last_day")),
        sa.UniqueConstraint("uuid", name=op.f("uq_absences_uuid")),
    )
    op.create_index("ix_absences_substitute_id", "absences", ["substitute_id"], unique=False)
    op.create_index("ix_absences_user_id_last_day", "absences", ["user_id", "last_day"], unique=False)
    op.create_table(
        "api_keys",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["teams.id"], name=op.f("fk_api_keys_organization_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_api_keys_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_keys_digest")),
    )
    op.create_index("ix_api_keys_user_id", "api_keys", ["user_id"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("disable_impersonation", sa.Boolean(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_memberships_team_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_memberships_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint("team_id", "user_id", name=op.f("uq_memberships_team_id_user_id")),
    )
    op.create_index("ix_memberships_user_id", "memberships", ["user_id"], unique=False)
    op.create_table(
        "profiles",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["teams.id"], name=op.f("fk_profiles_organization_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_profiles_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profiles")),
        sa.UniqueConstraint("organization_id", "user_id", name=op.f("uq_profiles_organization_id_user_id")),
        sa.UniqueConstraint("organization_id", "username", name=op.f("uq_profiles_organization_id_username")),
    )
    op.create_index("ix_profiles_user_id", "profiles", ["user_id"], unique=False)
    op.create_table(
        "schedules",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_schedules_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
    )
    op.create_index("ix_schedules_user_id", "schedules", ["user_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("digest", name=op.f("uq_sessions_digest")),
    )
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"], unique=False)
    op.create_table(
        "webhook_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("trigger", sa.String(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("body", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("delivered_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_webhook_events_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_events")),
    )
    op.create_index("ix_webhook_events_created_at", "webhook_events", ["created_at"], unique=False)
    op.create_index("ix_webhook_events_user_id", "webhook_events", ["user_id"], unique=False)
    op.create_table(
        "event_types",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("team_id", sa.BigInteger(), nullable=True),
        sa.Column("organization_id", sa.BigInteger(), nullable=True),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("locations", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("booking_fields", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("disable_guests", sa.Boolean(), nullable=False),
        sa.Column("schedule_id", sa.BigInteger(), nullable=True),
        sa.Column("length_in_minutes", sa.BigInteger(), nullable=False),
        sa.Column(
            "length_in_minutes_options", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("slot_interval", sa.BigInteger(), nullable=True),
        sa.Column("minimum_booking_notice", sa.BigInteger(), nullable=False),
        sa.Column("before_event_buffer", sa.BigInteger(), nullable=False),
        sa.Column("after_event_buffer", sa.BigInteger(), nullable=False),
        sa.Column("offset_start", sa.BigInteger(), nullable=False),
        sa.Column("only_show_first_available_slot", sa.Boolean(), nullable=False),
        sa.Column("show_optimized_slots", sa.Boolean(), nullable=False),
        sa.Column("booking_window", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("booking_limits_count", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("booking_limits_duration", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column(
            "booker_active_bookings_limit", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("confirmation_policy", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("seats", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("recurrence", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("disable_cancelling", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("disable_rescheduling", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("booking_requires_authentication", sa.Boolean(), nullable=False),
        sa.Column("requires_booker_email_verification", sa.Boolean(), nullable=False),
        sa.Column("allow_rescheduling_past_bookings", sa.Boolean(), nullable=False),
        sa.Column("allow_rescheduling_cancelled_bookings", sa.Boolean(), nullable=False),
        sa.Column("custom_name", sa.String(), nullable=True),
        sa.Column("color", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("booker_layouts", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("interface_language", sa.String(), nullable=True),
        sa.Column("success_redirect_url", sa.String(), nullable=True),
        sa.Column("lock_time_zone_toggle_on_booking_page", sa.Boolean(), nullable=False),
        sa.Column("cal_video_settings", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("destination_calendar", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("use_destination_calendar_email", sa.Boolean(), nullable=False),
        sa.Column("hide_calendar_notes", sa.Boolean(), nullable=False),
        sa.Column("hide_calendar_event_details", sa.Boolean(), nullable=False),
        sa.Column("hide_organizer_email", sa.Boolean(), nullable=False),
        sa.Column("scheduling_type", sa.String(), nullable=True),
        sa.Column("assign_all_team_members", sa.Boolean(), nullable=False),
        sa.Column("reschedule_with_same_round_robin_host", sa.Boolean(), nullable=False),
        sa.Column("email_settings", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("(user_id IS NULL) <> (team_id IS NULL)", name=op.f("ck_event_types_one_owner")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["teams.id"], name=op.f("fk_event_types_organization_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["event_types.id"], name=op.f("fk_event_types_parent_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedules.id"], name=op.f("fk_event_types_schedule_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_event_types_team_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_event_types_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_types")),
    )
    op.create_index("ix_event_types_organization_id", "event_types", ["organization_id"], unique=False)
    op.create_index("ix_event_types_parent_id", "event_types", ["parent_id"], unique=False)
    op.create_index("ix_event_types_schedule_id", "event_types", ["schedule_id"], unique=False)
    op.create_index(
        "uq_event_types_team_slug",
        "event_types",
        ["team_id", "slug"],
        unique=True,
        postgresql_where=sa.text("team_id IS NOT NULL"),
    )
    op.create_index(
        "uq_event_types_user_slug",
        "event_types",
        ["user_id", "slug"],
        unique=True,
        postgresql_where=sa.text("user_id IS NOT NULL"),
    )
    op.create_table(
        "schedule_rules",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("schedule_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("days", postgresql.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("start_minute", sa.SmallInteger(), nullable=False),
        sa.Column("end_minute", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedules.id"], name=op.f("fk_schedule_rules_schedule_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule_rules")),
    )
    op.create_index("ix_schedule_rules_schedule_id", "schedule_rules", ["schedule_id"], unique=False)
    op.create_table(
        "bookings",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("event_type_id", sa.BigInteger(), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("organization_id", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("starts_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ends_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("location", sa.String(), nullable=True),
        sa.Column("responses", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("metadata", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("ics_uid", sa.String(), nullable=False),
        sa.Column("ics_sequence", sa.BigInteger(), nullable=False),
        sa.Column("rescheduled_from_uid", sa.String(), nullable=True),
        sa.Column("rescheduled_to_uid", sa.String(), nullable=True),
        sa.Column("rescheduling_reason", sa.String(), nullable=True),
        sa.Column("rescheduled_by", sa.String(), nullable=True),
        sa.Column("cancellation_reason", sa.String(), nullable=True),
        sa.Column("cancelled_by", sa.String(), nullable=True),
        sa.Column("rejection_reason", sa.String(), nullable=True),
        sa.Column("recurring_uid", sa.String(), nullable=True),
        sa.Column("host_absent", sa.Boolean(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('accepted', 'pending', 'cancelled', 'rejected', 'awaiting_host')",
            name=op.f("ck_bookings_status"),
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_bookings_times_in_order")),
        sa.ForeignKeyConstraint(
            ["event_type_id"], ["event_types.id"], name=op.f("fk_bookings_event_type_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["teams.id"], name=op.f("fk_bookings_organization_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_bookings_user_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("uid", name=op.f("uq_bookings_uid")),
    )
    op.create_index("ix_bookings_event_type_id_starts_at", "bookings", ["event_type_id", "starts_at"], unique=False)
    op.create_index(
        "ix_bookings_recurring_uid",
        "bookings",
        ["recurring_uid"],
        unique=False,
        postgresql_where=sa.text("recurring_uid IS NOT NULL"),
    )
    op.create_index("ix_bookings_user_id_starts_at", "bookings", ["user_id", "starts_at"], unique=False)
    op.create_table(
        "event_type_hosts",
        sa.Column("event_type_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.Column("group_key", sa.String(), nullable=True),
        sa.Column("schedule_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_type_id"], ["event_types.id"], name=op.f("fk_event_type_hosts_event_type_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedules.id"], name=op.f("fk_event_type_hosts_schedule_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_event_type_hosts_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_type_id", "user_id", name=op.f("pk_event_type_hosts")),
    )
    op.create_index("ix_event_type_hosts_user_id", "event_type_hosts", ["user_id"], unique=False)
    op.create_table(
        "slot_reservations",
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("event_type_id", sa.BigInteger(), nullable=False),
        sa.Column("host_id", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ends_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("until", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("is_seat", sa.Boolean(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_slot_reservations_times_in_order")),
        sa.ForeignKeyConstraint(
            ["event_type_id"], ["event_types.id"], name=op.f("fk_slot_reservations_event_type_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["users.id"], name=op.f("fk_slot_reservations_host_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_slot_reservations")),
    )
    op.create_index(
        "ix_slot_reservations_event_type_id_starts_at",
        "slot_reservations",
        ["event_type_id", "starts_at"],
        unique=False,
    )
    op.create_index("ix_slot_reservations_host_id_until", "slot_reservations", ["host_id", "until"], unique=False)
    op.create_index("ix_slot_reservations_until", "slot_reservations", ["until"], unique=False)
    op.create_table(
        "booking_attendees",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("absent", sa.Boolean(), nullable=False),
        sa.Column("seat_uid", sa.String(), nullable=True),
        sa.Column("responses", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("metadata", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_booking_attendees_booking_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_attendees")),
        sa.UniqueConstraint("seat_uid", name=op.f("uq_booking_attendees_seat_uid")),
    )
    op.create_index("ix_booking_attendees_booking_id", "booking_attendees", ["booking_id", "position"], unique=False)
    op.create_index(
        "ix_booking_attendees_email",
        "booking_attendees",
        [sa.literal_column("lower(email)"), "booking_id"],
        unique=False,
    )
    op.create_table(
        "host_busy",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=False),
        sa.Column("booking_uid", sa.String(), nullable=False),
        sa.Column("event_type_id", sa.BigInteger(), nullable=True),
        sa.Column("host_id", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ends_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("before_minutes", sa.BigInteger(), nullable=False),
        sa.Column("after_minutes", sa.BigInteger(), nullable=False),
        sa.Column("blocks", sa.Boolean(), nullable=False),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("is_organizer", sa.Boolean(), nullable=False),
        sa.Column("seats_taken", sa.BigInteger(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.text("int8range(host_id, host_id, '[]')"), "="),
            (sa.text("tstzrange(starts_at, ends_at)"), "&&"),
            where=sa.text("blocks"),
            using="gist",
            name="no_two_at_once",
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_host_busy_times_in_order")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_host_busy_booking_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["event_type_id"], ["event_types.id"], name=op.f("fk_host_busy_event_type_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["host_id"], ["users.id"], name=op.f("fk_host_busy_host_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_busy")),
    )
    op.create_index("ix_host_busy_booking_id", "host_busy", ["booking_id"], unique=False)
    op.create_index("ix_host_busy_event_type_id_starts_at", "host_busy", ["event_type_id", "starts_at"], unique=False)
    op.create_index("ix_host_busy_host_id_ends_at", "host_busy", ["host_id", "ends_at", "starts_at"], unique=False)
    op.create_table(
        "mail_messages",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=True),
        sa.Column("absence_id", sa.BigInteger(), nullable=True),
        sa.Column("organization_id", sa.BigInteger(), nullable=True),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("sent_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("failed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_mail_messages_booking_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["teams.id"], name=op.f("fk_mail_messages_organization_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_messages")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_mail_messages_idempotency_key")),
    )
    op.create_index("ix_mail_messages_booking_id", "mail_messages", ["booking_id"], unique=False)
    op.create_index("ix_mail_messages_created_at", "mail_messages", ["created_at"], unique=False)
    op.create_index("ix_mail_messages_organization_id", "mail_messages", ["organization_id", "id"], unique=False)
    op.create_index(
        "ix_mail_messages_waiting",
        "mail_messages",
        ["id"],
        unique=False,
        postgresql_where=sa.text("sent_at IS NULL AND failed_at IS NULL"),
    )
    # These two point in a circle: accounts to their organization and hours, and these to accounts.
    op.create_foreign_key(
        "fk_users_organization_id", "users", "teams", ["organization_id"], ["id"], ondelete="SET NULL"
    )
    op.create_foreign_key(
        "fk_users_default_schedule_id", "users", "schedules", ["default_schedule_id"], ["id"], ondelete="SET NULL"
    )
