"""The key that signs this face's tokens: one for all processes and machines."""

from sqlalchemy.orm import Mapped

from locum.db.base import Base, Id, Sealed, Stamped


class TokenKey(Stamped, Base):
    """An RSA key in PEM; the newest is in force."""

    __tablename__ = "token_keys"

    id: Mapped[Id]
    private_key: Mapped[Sealed]
