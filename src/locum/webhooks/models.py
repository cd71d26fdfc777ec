"""Webhooks, the outbox of events for them, and their deliveries."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Json, Sealed, Stamp, Stamped

VERSION = "2021-10-20"
"""The one form of deliveries that there is."""


class Webhook(Stamped, Base):
    """Somebody's wish to be told of events at an address: a person's, a team's or organization's (`team_id`), an
    event type's or an OAuth client's, exactly one of them.
    """

    __tablename__ = "webhooks"
    __table_args__ = (
        CheckConstraint("num_nonnulls(user_id, team_id, event_type_id, oauth_client_id) = 1", name="one_owner"),
        UniqueConstraint("user_id", "subscriber_url"),
        UniqueConstraint("team_id", "subscriber_url"),
        UniqueConstraint("event_type_id", "subscriber_url"),
        UniqueConstraint("oauth_client_id", "subscriber_url"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    event_type_id: Mapped[int | None] = mapped_column(ForeignKey("event_types.id", ondelete="CASCADE"))
    oauth_client_id: Mapped[str | None] = mapped_column(ForeignKey("oauth_clients.id", ondelete="CASCADE"))
    subscriber_url: Mapped[str]
    active: Mapped[bool]
    triggers: Mapped[list[str]] = mapped_column(ARRAY(String))
    sealed_secret: Mapped[Sealed | None]
    """What deliveries are signed with; `settings.vault` opens it."""
    payload_template: Mapped[str | None]
    version: Mapped[str] = mapped_column(default=VERSION)
    time: Mapped[int | None]
    """Of triggers that wait for something not to happen: how long, in `time_unit`."""
    time_unit: Mapped[str | None]
    """MINUTE, HOUR or DAY."""
    disabled_at: Mapped[datetime | None]
    """When Locum itself switched it off; None again once its owner switches it on."""
    disabled_reason: Mapped[str | None]


class FailingWebhook(Base):
    """A webhook all of whose attempts have failed `since` then. The first success removes the row."""

    __tablename__ = "webhooks_failing"

    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[datetime]


class WebhookEvent(Base):
    """Something happened that subscribers of a trigger are told; written in the transaction in which it happened.

    The columns from `user_id` to `oauth_client_id` say whose webhooks may hear of it. But for the person they are
    plain numbers: the event is told also when the event type or team is gone by then.
    """

    __tablename__ = "webhook_events"
    __table_args__ = (
        Index("ix_webhook_events_user_id", "user_id"),
        Index("ix_webhook_events_created_at", "created_at"),
        Index("ix_webhook_events_waiting", "id", postgresql_where=text("fanned_out_at IS NULL")),
    )

    id: Mapped[Id]
    trigger: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    """Whose event it is; None for events of nobody's own."""
    event_type_id: Mapped[int | None]
    team_id: Mapped[int | None]
    organization_id: Mapped[int | None]
    oauth_client_id: Mapped[str | None]
    booking_uid: Mapped[str | None]
    body: Mapped[Json] = mapped_column(JSON(none_as_null=True))
    """The whole body of a delivery without a template, its keys in their order: answers stand in that of the form."""
    created_at: Mapped[Stamp]
    fanned_out_at: Mapped[datetime | None]
    """When every subscriber had his delivery."""


class WebhookDelivery(Base):
    """One event on its way to one webhook. Receivers know repeats by the id, which is the header `X-Locum-Delivery`.

    Only what the last attempt brought is kept; what was sent follows from the event and the webhook.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("event_id", "webhook_id"),
        Index("ix_webhook_deliveries_webhook_id", "webhook_id", "event_id"),
        Index(
            "ix_webhook_deliveries_first",
            "webhook_id",
            "event_id",
            postgresql_where=text("state = 'pending' AND attempts = 0 AND NOT asked_for"),
        ),
        Index(
            "ix_webhook_deliveries_again",
            "webhook_id",
            "next_attempt_at",
            postgresql_where=text("state = 'pending' AND attempts > 0 AND NOT asked_for"),
        ),
        Index(
            "ix_webhook_deliveries_asked",
            "webhook_id",
            "next_attempt_at",
            postgresql_where=text("state = 'pending' AND asked_for"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(ForeignKey("webhook_events.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(default="pending")
    """pending, delivered, failed (every try is used up) or abandoned (the webhook was switched off before)."""
    attempts: Mapped[int] = mapped_column(default=0)
    """Over all rounds."""
    round_attempts: Mapped[int] = mapped_column(default=0)
    """Since it was last asked for: a redelivery begins a new round."""
    next_attempt_at: Mapped[datetime]
    asked_for: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    """Whether somebody waits for the next attempt, who tests the webhook or has this sent again."""
    created_at: Mapped[Stamp]
    attempted_at: Mapped[datetime | None]
    """When the last attempt began; what follows is what came of it."""
    duration_ms: Mapped[int | None]
    status: Mapped[int | None]
    """The receiver's HTTP status, None when there was no answer."""
    error: Mapped[str | None]
    answer: Mapped[str | None]
    """The beginning of the receiver's answer."""


class WebhookLane(Base):
    """Work for one webhook: first attempts, in order, or further ones, or what somebody asked for. No row, no work.

    One worker at a time holds a lane, until `held_until` at the latest: a killed worker's lanes are free again then.
    """

    __tablename__ = "webhook_lanes"
    __table_args__ = (Index("ix_webhook_lanes_due_at", "due_at"),)

    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    """first, again or asked."""
    due_at: Mapped[datetime]
    """When the next attempt of the lane is due."""
    held_until: Mapped[datetime | None]
    holder: Mapped[UUID | None]
