"""What somebody is told about his own account, before anybody decides how it looks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from locum.mail.notices import Person
from locum.users.tokens import Purpose


class AccountKind(StrEnum):
    """Why somebody is written to about his account. The words are part of idempotency keys and never change."""

    INVITED = "invited"
    OFFERED = "offered"
    """A membership waits for the reader, who has an account, to accept or decline it."""
    FORGOTTEN = "forgotten"
    EMAIL_CHANGE = "email_change"
    SIGN_UP = "sign_up"
    """Somebody signed up with the reader's address."""
    SIGN_UP_KNOWN = "sign_up_known"
    """The same, and the reader has an account already."""


PURPOSES = {
    AccountKind.INVITED: Purpose.INVITATION,
    AccountKind.FORGOTTEN: Purpose.PASSWORD,
    AccountKind.EMAIL_CHANGE: Purpose.EMAIL,
}
"""What the link of a mail is for."""


@dataclass(frozen=True, slots=True)
class AccountNotice:
    """One mail about an account. `link` proves who follows it, until the aware instant `valid_until`, if there is one.

    `reader` has the address that is written to: of a change the new one. `inviter` and `organization` are names.
    """

    kind: AccountKind
    reader: Person
    link: str
    valid_until: datetime | None
    inviter: str = ""
    organization: str = ""
