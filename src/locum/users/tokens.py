"""The secret part of links in mails by which people prove who they are: signed, short-lived, good for one use.

Nothing is stored. A token carries a digest of the password digest and address that the account had when the link was
written; once either has changed, it fits no more. Pure: secret and time are passed in.
"""

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from itsdangerous import BadData, URLSafeSerializer

from locum.users.models import User

LONGEST = 2000


class Purpose(StrEnum):
    """What a link is for; a link for one thing does nothing else. The words are part of signatures."""

    INVITATION = "invitation"
    """Choose the first password."""
    PASSWORD = "password"  # noqa: S105
    """Choose another password."""
    EMAIL = "email"
    """Confirm a new address."""


LASTS = {
    Purpose.INVITATION: timedelta(days=7),
    Purpose.PASSWORD: timedelta(hours=1),
    Purpose.EMAIL: timedelta(days=1),
}
"""For how long a link is good."""

PASSWORD_PURPOSES = (Purpose.INVITATION, Purpose.PASSWORD)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a genuine token says. `address` is the new address, for confirmations."""

    purpose: Purpose
    user_id: int
    state: str
    address: str


def make_token(secret: str, purpose: Purpose, user: User, now: datetime, address: str = "") -> str:
    """A token for a link. `now` is the aware instant from which its time is counted."""
    until = int((now + LASTS[purpose]).timestamp())
    return str(_serializer(secret, purpose).dumps([user.id, state_of(secret, user), until, address]))


def read_token(secret: str, purposes: Collection[Purpose], token: str, now: datetime) -> Claim | None:
    """What a token says, if it was signed here for one of these purposes and its time is not over.

    Whether it was used already only the account tells: see `fits`.
    """
    if len(token) > LONGEST or not token.isascii():
        return None
    for purpose in purposes:
        try:
            user_id, state, until, address = _serializer(secret, purpose).loads(token)
        except BadData:
            continue
        return Claim(purpose, user_id, state, address) if now.timestamp() < until else None
    return None


def fits(secret: str, claim: Claim, user: User) -> bool:
    """Whether the account is still as it was when the link was written; compared in constant time."""
    return claim.user_id == user.id and hmac.compare_digest(claim.state, state_of(secret, user))


def state_of(secret: str, user: User) -> str:
    """A digest that changes with the password and with the address, and gives neither away."""
    state = f"users.state\0{user.id}\0{user.email}\0{user.password_hash or ''}"
    return hmac.new(secret.encode(), state.encode(), sha256).hexdigest()[:32]


def _serializer(secret: str, purpose: Purpose) -> URLSafeSerializer:
    signing = {"key_derivation": "hmac", "digest_method": sha256}
    return URLSafeSerializer(secret, salt=f"users.link.{purpose}", signer_kwargs=signing)
