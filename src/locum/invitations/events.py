"""What invitations announce."""

from dataclasses import dataclass

from locum.db.events import Event


@dataclass(frozen=True, slots=True)
class SignUpRequested(Event):
    """Somebody wants an account under an address, which has to be confirmed from there before there is one.

    Whether somebody has an account with this address already nobody has looked yet.
    """

    sign_up_id: int
