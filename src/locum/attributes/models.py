"""Attributes of an organization, their options, and who holds which option.

Ids outside are the UUIDs; the numbers inside are the order in which things were made.
"""

from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Stamped


class Attribute(Stamped, Base):
    """Something that can be said of every member of an organization."""

    __tablename__ = "attributes"
    __table_args__ = (UniqueConstraint("organization_id", "slug"),)

    id: Mapped[Id]
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    type: Mapped[str]
    """TEXT, NUMBER, SINGLE_SELECT or MULTI_SELECT. Only of the last may somebody hold several options."""
    name: Mapped[str]
    slug: Mapped[str]
    enabled: Mapped[bool] = mapped_column(default=True)
    users_can_edit_relation: Mapped[bool] = mapped_column(default=False)
    """Whether members choose their own options, unless the attribute is locked."""
    is_locked: Mapped[bool] = mapped_column(default=False)
    is_weights_enabled: Mapped[bool] = mapped_column(default=False)
    """Whether the weights of assignments count where people are chosen."""


class AttributeOption(Stamped, Base):
    """One value of an attribute. A group stands for the options that it contains."""

    __tablename__ = "attribute_options"
    __table_args__ = (Index("ix_attribute_options_attribute_id_id", "attribute_id", "id"),)

    id: Mapped[Id]
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    attribute_id: Mapped[int] = mapped_column(ForeignKey("attributes.id", ondelete="CASCADE"))
    value: Mapped[str]
    slug: Mapped[str]
    is_group: Mapped[bool] = mapped_column(default=False)
    is_entered: Mapped[bool] = mapped_column(default=False)
    """Made by entering a text or number for somebody, and not for others to choose."""


class GroupedOption(Base):
    """An option is contained in a group of the same attribute. Groups contain no groups."""

    __tablename__ = "attribute_grouped_options"
    __table_args__ = (Index("ix_attribute_grouped_options_option_id", "option_id"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("attribute_options.id", ondelete="CASCADE"), primary_key=True)
    option_id: Mapped[int] = mapped_column(ForeignKey("attribute_options.id", ondelete="CASCADE"), primary_key=True)


class Assignment(Stamped, Base):
    """A member holds an option for as long as he is a member."""

    __tablename__ = "attribute_assignments"
    __table_args__ = (
        UniqueConstraint("option_id", "user_id"),
        ForeignKeyConstraint(
            ["membership_id", "user_id"], ["memberships.id", "memberships.user_id"], ondelete="CASCADE"
        ),
        Index("ix_attribute_assignments_membership_id_option_id", "membership_id", "option_id"),
    )

    id: Mapped[Id]
    uuid: Mapped[UUID] = mapped_column(default=uuid4)
    membership_id: Mapped[int]
    user_id: Mapped[int]
    """Whose membership it is: said again here because holders are looked for by the thousand."""
    option_id: Mapped[int] = mapped_column(ForeignKey("attribute_options.id", ondelete="CASCADE"))
    weight: Mapped[int | None]
    """In percent of what is usual, where the attribute has weights; None is 100."""
