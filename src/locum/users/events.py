"""What accounts announce."""

from dataclasses import dataclass

from locum.db.events import Event


@dataclass(frozen=True, slots=True)
class UserCreated(Event):
    """There is a new account."""

    user_id: int


@dataclass(frozen=True, slots=True)
class UserChanged(Event):
    """Something of an account is another now; `names` are the columns."""

    user_id: int
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class UserInvited(Event):
    """An administrator made an account for somebody, who should hear of it and choose a password."""

    user_id: int
    organization_id: int
    inviter_name: str


@dataclass(frozen=True, slots=True)
class EmailChangeRequested(Event):
    """Somebody wants another address, which has to be confirmed from there before it counts."""

    user_id: int
    new_email: str


@dataclass(frozen=True, slots=True)
class PasswordChanged(Event):
    """An account has another password; whoever signed in with the former one is to be out."""

    user_id: int


@dataclass(frozen=True, slots=True)
class UserDeleted(Event):
    """An account is about to go, with everything that hangs from it; its rows are still there."""

    user_id: int
    email: str
