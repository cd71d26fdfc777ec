"""Event types and the hosts of teams' ones. Structured settings are kept in the form in which they are answered."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Json, Stamp, Stamped


class EventType(Stamped, Base):
    """Something that can be booked: a person's (`user_id`) or a team's (`team_id`), never both.

    `parent_id` names the managed event type of a team that a person's one follows. Lengths are minutes.
    """

    __tablename__ = "event_types"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (team_id IS NULL)", name="one_owner"),
        Index("uq_event_types_user_slug", "user_id", "slug", unique=True, postgresql_where=text("user_id IS NOT NULL")),
        Index("uq_event_types_team_slug", "team_id", "slug", unique=True, postgresql_where=text("team_id IS NOT NULL")),
        Index("ix_event_types_organization_id", "organization_id"),
        Index("ix_event_types_parent_id", "parent_id"),
        Index("ix_event_types_schedule_id", "schedule_id"),
    )

    id: Mapped[Id]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    """The organization of the team; None for teams on their own and for persons."""
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("event_types.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)

    title: Mapped[str]
    slug: Mapped[str]
    description: Mapped[str | None]
    hidden: Mapped[bool]
    locations: Mapped[list[Any]]
    booking_fields: Mapped[list[Json]]
    """Only the fields that were sent."""
    disable_guests: Mapped[bool]

    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("schedules.id", ondelete="SET NULL"))
    length_in_minutes: Mapped[int]
    length_in_minutes_options: Mapped[list[Any] | None]
    slot_interval: Mapped[int | None]
    minimum_booking_notice: Mapped[int]
    before_event_buffer: Mapped[int]
    after_event_buffer: Mapped[int]
    offset_start: Mapped[int]
    only_show_first_available_slot: Mapped[bool]
    show_optimized_slots: Mapped[bool]
    booking_window: Mapped[Json | None]
    booking_limits_count: Mapped[Json | None]
    """Empty, rather than None, once a limit was turned off."""
    booking_limits_duration: Mapped[Json | None]
    booker_active_bookings_limit: Mapped[Json | None]

    confirmation_policy: Mapped[Json | None]
    seats: Mapped[Json | None]
    recurrence: Mapped[Json | None]
    disable_cancelling: Mapped[Json | None]
    disable_rescheduling: Mapped[Json | None]
    booking_requires_authentication: Mapped[bool]
    requires_booker_email_verification: Mapped[bool]
    allow_rescheduling_past_bookings: Mapped[bool]
    allow_rescheduling_cancelled_bookings: Mapped[bool]

    custom_name: Mapped[str | None]
    color: Mapped[Json | None]
    booker_layouts: Mapped[Json | None]
    interface_language: Mapped[str | None]
    success_redirect_url: Mapped[str | None]
    lock_time_zone_toggle_on_booking_page: Mapped[bool]
    cal_video_settings: Mapped[Json | None]
    destination_calendar: Mapped[Json | None]
    use_destination_calendar_email: Mapped[bool]
    hide_calendar_notes: Mapped[bool]
    hide_calendar_event_details: Mapped[bool]
    hide_organizer_email: Mapped[bool]

    scheduling_type: Mapped[str | None]
    """collective, roundRobin or managed; None for persons."""
    assign_all_team_members: Mapped[bool] = mapped_column(default=False)
    reschedule_with_same_round_robin_host: Mapped[bool] = mapped_column(default=False)
    weights_enabled: Mapped[bool | None]
    """Whether the hosts' weights decide whose turn it is; None: as soon as they differ."""
    max_lead_threshold: Mapped[int | None]
    """So many bookings may a host be ahead of the one who is the farthest behind."""
    include_no_shows: Mapped[bool] = mapped_column(default=False)
    """Whether bookings to which nobody came count as turns, too."""
    email_settings: Mapped[Json | None]


class EventTypeHost(Base):
    """A member who takes bookings of a team's event type. A person's event type has its owner and no row here."""

    __tablename__ = "event_type_hosts"
    __table_args__ = (Index("ix_event_type_hosts_user_id", "user_id"),)

    event_type_id: Mapped[int] = mapped_column(ForeignKey("event_types.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    mandatory: Mapped[bool] = mapped_column(default=False)
    """Attends every booking."""
    priority: Mapped[str] = mapped_column(default="medium")
    """lowest, low, medium, high or highest."""
    weight: Mapped[int] = mapped_column(default=100)
    group_key: Mapped[str | None]
    """Hosts of one group take turns; every group sends one."""
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("schedules.id", ondelete="SET NULL"))
    """The host's own choice for this event type; None: his default schedule."""
    position: Mapped[int] = mapped_column(default=0)
    """The order in which the hosts were named."""
    created_at: Mapped[Stamp]
    """Since when he takes bookings: whoever is new has not missed those made before."""


SETTINGS = tuple(column.key for column in EventType.__mapper__.column_attrs)
"""Names of all columns."""


def stored_settings(event_type: EventType) -> Json:
    """The columns of an event type by name, as the rules read them."""
    return {name: getattr(event_type, name) for name in SETTINGS}
