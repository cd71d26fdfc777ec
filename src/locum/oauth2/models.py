"""Applications, what people allowed them, and the codes and tokens that follow. Of secrets only digests are kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Stamp, Stamped


class Application(Stamped, Base):
    """A program that may ask people to act for them (platform sheet, section 5)."""

    __tablename__ = "oauth2_applications"
    __table_args__ = (
        CheckConstraint("kind IN ('CONFIDENTIAL', 'PUBLIC')", name="kind"),
        CheckConstraint("status IN ('PENDING', 'APPROVED', 'REJECTED')", name="status"),
        Index("ix_oauth2_applications_owner_id", "owner_id"),
    )

    id: Mapped[Id]
    client_id: Mapped[str] = mapped_column(unique=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    """Who registered it. People go, and what others use stays."""
    name: Mapped[str]
    logo_url: Mapped[str | None]
    """A web address, or the picture itself as `data:image/...`."""
    redirect_uris: Mapped[list[Any]]
    """Where people are sent back to: one or more, compared character by character."""
    kind: Mapped[str]
    """CONFIDENTIAL (keeps a secret) or PUBLIC (proves itself by PKCE)."""
    is_trusted: Mapped[bool] = mapped_column(default=False)
    """A system administrator vouches for it."""
    scopes: Mapped[list[Any]]
    """What it may ask for at most; never empty."""
    status: Mapped[str] = mapped_column(default="PENDING")
    """PENDING, APPROVED or REJECTED; whoever registered it may use it himself in any case."""


class ApplicationSecret(Base):
    """A secret of a confidential application: one, or two while the old one is being replaced."""

    __tablename__ = "oauth2_application_secrets"
    __table_args__ = (Index("ix_oauth2_application_secrets_application_id", "application_id"),)

    id: Mapped[Id]
    application_id: Mapped[int] = mapped_column(ForeignKey("oauth2_applications.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(unique=True)
    hint: Mapped[str]
    """Its last characters, by which people tell two apart."""
    created_at: Mapped[Stamp]


class Grant(Stamped, Base):
    """What somebody allowed an application, once: the family of the code and all tokens that come of it."""

    __tablename__ = "oauth2_grants"
    __table_args__ = (
        Index("ix_oauth2_grants_application_id", "application_id"),
        Index("ix_oauth2_grants_user_id", "user_id"),
        Index("ix_oauth2_grants_team_id", "team_id"),
    )

    id: Mapped[Id]
    application_id: Mapped[int] = mapped_column(ForeignKey("oauth2_applications.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    """The team or organization it was allowed for, by an owner; None: for himself."""
    scopes: Mapped[list[Any]]
    revoked_at: Mapped[datetime | None]


class _OfGrant:
    """What codes and both kinds of tokens share: they are shown whole once, and end."""

    id: Mapped[Id]
    grant_id: Mapped[int] = mapped_column(ForeignKey("oauth2_grants.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]


class AuthorizationCode(_OfGrant, Base):
    """What the browser carries to the application: good once, for a short while, with the redirect URI it was for."""

    __tablename__ = "oauth2_codes"

    redirect_uri: Mapped[str]
    challenge: Mapped[str | None]
    """Of PKCE, by S256 (RFC 7636)."""
    used_at: Mapped[datetime | None]


class AccessToken(_OfGrant, Base):
    """What the application shows with each request."""

    __tablename__ = "oauth2_access_tokens"


class RefreshToken(_OfGrant, Base):
    """What the application exchanges for the next pair, once. A used one is kept to be recognised."""

    __tablename__ = "oauth2_refresh_tokens"

    used_at: Mapped[datetime | None]
