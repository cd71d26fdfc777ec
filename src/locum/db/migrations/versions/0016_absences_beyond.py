"""Holidays, recurring absences and feeds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from locum.db.audit_trail import watch

revision = "0016"
down_revision = "0015"

_INSTANT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    """Make the tables, and let occurrences of recurring absences stand among the others."""
    _absence_series()
    _holiday_choices()
    _absence_feeds()
    op.create_table(
        "absence_alarms",
        sa.Column("absence_id", sa.BigInteger(), nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("has_begun", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["absence_id"], ["absences.id"], name=op.f("fk_absence_alarms_absence_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("absence_id", name=op.f("pk_absence_alarms")),
    )
    op.create_index("ix_absence_alarms_due_at", "absence_alarms", ["due_at"])
    # Those that are entered already are looked at as soon as somebody runs.
    op.execute(
        "INSERT INTO absence_alarms (absence_id, due_at, has_begun) "
        "SELECT id, now(), false FROM absences WHERE last_day >= current_date - 1"
    )
    op.execute(watch("absence_series"))
    op.execute(watch("holiday_choices"))
    op.execute(watch("absence_feeds", "digest"))


def _stamps() -> list[sa.Column[object]]:
    return [sa.Column(name, _INSTANT, nullable=False) for name in ("created_at", "updated_at")]


def _absence_series() -> None:
    op.create_table(
        "absence_series",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("substitute_id", sa.BigInteger(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("length_days", sa.SmallInteger(), nullable=False),
        sa.Column("start_minute", sa.SmallInteger(), nullable=True),
        sa.Column("end_minute", sa.SmallInteger(), nullable=True),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("exceptions", postgresql.ARRAY(sa.Date()), nullable=False),
        sa.Column("expanded_to", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("show_note_publicly", sa.Boolean(), nullable=False),
        sa.Column("replies", sa.String(), nullable=False),
        *_stamps(),
        sa.CheckConstraint("replies IN ('inherit', 'on', 'off')", name=op.f("ck_absence_series_replies")),
        sa.CheckConstraint("length_days BETWEEN 1 AND 366", name=op.f("ck_absence_series_length")),
        sa.CheckConstraint("(start_minute IS NULL) = (end_minute IS NULL)", name=op.f("ck_absence_series_both_times")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_absence_series_user_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["users.id"], name=op.f("fk_absence_series_substitute_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_series")),
        sa.UniqueConstraint("uuid", name=op.f("uq_absence_series_uuid")),
    )
    op.create_index("ix_absence_series_user_id", "absence_series", ["user_id"])
    op.create_index("ix_absence_series_substitute_id", "absence_series", ["substitute_id"])
    op.create_index("ix_absence_series_expanded_to", "absence_series", ["expanded_to"])
    op.add_column("absences", sa.Column("series_id", sa.BigInteger(), nullable=True))
    op.add_column("absences", sa.Column("occurs_on", sa.Date(), nullable=True))
    op.add_column(
        "absences", sa.Column("differs_from_series", sa.Boolean(), nullable=False, server_default=sa.text("false"))
    )
    op.create_foreign_key(
        op.f("fk_absences_series_id"), "absences", "absence_series", ["series_id"], ["id"], ondelete="CASCADE"
    )
    op.create_check_constraint(op.f("ck_absences_occurrence"), "absences", "(series_id IS NULL) = (occurs_on IS NULL)")
    op.create_index(
        "uq_absences_series_id_occurs_on",
        "absences",
        ["series_id", "occurs_on"],
        unique=True,
        postgresql_where=sa.text("series_id IS NOT NULL"),
    )
    op.drop_index("uq_absences_user_id_first_day_last_day", "absences")
    op.create_index(
        "uq_absences_user_id_first_day_last_day",
        "absences",
        ["user_id", "first_day", "last_day"],
        unique=True,
        postgresql_where=sa.text("covers_days AND series_id IS NULL"),
    )


def _holiday_choices() -> None:
    op.create_table(
        "holiday_choices",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("team_id", sa.BigInteger(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("working", postgresql.ARRAY(sa.String()), nullable=False),
        *_stamps(),
        sa.CheckConstraint("num_nonnulls(user_id, team_id) = 1", name=op.f("ck_holiday_choices_one_owner")),
        sa.CheckConstraint(
            "country IS NOT NULL OR region IS NULL", name=op.f("ck_holiday_choices_region_of_a_country")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_holiday_choices_user_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_holiday_choices_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday_choices")),
        sa.UniqueConstraint("user_id", name=op.f("uq_holiday_choices_user_id")),
        sa.UniqueConstraint("team_id", name=op.f("uq_holiday_choices_team_id")),
    )


def _absence_feeds() -> None:
    op.create_table(
        "absence_feeds",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("team_id", sa.BigInteger(), nullable=True),
        sa.Column("made_by_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        *_stamps(),
        sa.CheckConstraint("num_nonnulls(user_id, team_id) = 1", name=op.f("ck_absence_feeds_one_owner")),
        sa.CheckConstraint("detail IN ('away', 'substitute')", name=op.f("ck_absence_feeds_detail")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_absence_feeds_user_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_absence_feeds_team_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_absence_feeds_made_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_feeds")),
        sa.UniqueConstraint("digest", name=op.f("uq_absence_feeds_digest")),
    )
    for column in ("user_id", "team_id", "made_by_id"):
        op.create_index(f"ix_absence_feeds_{column}", "absence_feeds", [column])
