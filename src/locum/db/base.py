"""What every table shares: naming of constraints, the usual column types, identity keys, stamps."""

from datetime import datetime
from typing import Annotated, Any, ClassVar

from sqlalchemy import BigInteger, Identity, MetaData
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from locum.kit import clock

Id = Annotated[int, mapped_column(BigInteger, Identity(), primary_key=True)]
"""The key of a table: a number the database gives."""

Json = dict[str, Any]

Stamp = Annotated[datetime, mapped_column(TIMESTAMP(timezone=True), default=clock.now)]

Sealed = Annotated[str, mapped_column(info={"sealed": True})]
"""A secret sealed with `settings.vault`. `locum secrets rotate` finds columns of this type and seals them anew."""


class Base(DeclarativeBase):
    """All tables of Locum. Relationships are declared `lazy="raise"`: queries say what they load."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: BigInteger,
        datetime: TIMESTAMP(timezone=True),
        Json: JSONB(none_as_null=True),
        list[Any]: JSONB(none_as_null=True),
        list[Json]: JSONB(none_as_null=True),
    }


class Stamped:
    """When a row was made and last changed: aware UTC instants of the one clock."""

    created_at: Mapped[Stamp]
    updated_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), default=clock.now, onupdate=clock.now)
