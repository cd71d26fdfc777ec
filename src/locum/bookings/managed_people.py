"""Whom the platform of the hosts manages is kept by the address of his account (bookings sheet, section 12)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, String, and_, any_, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.bookings.rules.asked import Asked
from locum.event_types.loading import Bookable
from locum.http.principal import Principal
from locum.memberships.models import Membership
from locum.organizations.models import OAuthClient
from locum.users.models import User

_said = (
    func.unnest(bindparam("locals", type_=ARRAY(String)), bindparam("domains", type_=ARRAY(String)))
    .table_valued(column("local", String), column("domain", String))
    .render_derived("said")
)
_plain = (_said.c.local + "@" + _said.c.domain).label("plain")


def _is_kept_by(client_id: Any) -> ColumnElement[bool]:
    marked = _said.c.local + "+" + client_id + "@" + _said.c.domain
    return and_(User.platform_client_id == client_id, User.email == marked)


_host = aliased(User)
_WITH_HOSTS = (
    select(_plain, User.email)
    .distinct()
    .select_from(_host)
    .join(_said, _host.platform_client_id.is_not(None))
    .join(User, _is_kept_by(_host.platform_client_id))
    .where(_host.id == any_(bindparam("host_ids", type_=ARRAY(BigInteger))))
)
_WITH_CALLER = (
    select(_plain, User.email)
    .distinct()
    .select_from(Membership)
    .join(OAuthClient, OAuthClient.organization_id == Membership.team_id)
    .join(_said, Membership.accepted.is_(True))
    .join(User, _is_kept_by(OAuthClient.id))
    .where(Membership.user_id == bindparam("caller_id"))
)


def _parts(emails: Iterable[str]) -> dict[str, Any]:
    parts = [email.lower().rpartition("@") for email in emails]
    return {"locals": [local for local, _, _ in parts], "domains": [domain for _, _, domain in parts]}


async def kept_addresses(session: AsyncSession, host_ids: Sequence[int], emails: Iterable[str]) -> dict[str, str]:
    """The addresses of accounts by the plain ones, in lower case, of those whom a platform of the hosts manages."""
    rows = await session.execute(_WITH_HOSTS, {**_parts(emails), "host_ids": list(host_ids)})
    return {row[0]: row[1] for row in rows}


async def sought_addresses(session: AsyncSession, caller: Principal, email: str) -> list[str]:
    """The address itself, and those of accounts that platforms of the caller's organizations keep for it."""
    rows = await session.execute(_WITH_CALLER, {**_parts([email]), "caller_id": caller.user_id})
    return [email, *(row[1] for row in rows)]


async def as_kept(session: AsyncSession, bookable: Bookable, asked: Asked) -> Asked:
    """A booking whose booker and guests are named as they are kept."""
    booker = asked.booker
    emails = [*asked.guests, *([booker.email] if booker.email else [])]
    if not emails or not bookable.of_platform:
        return asked
    kept = await kept_addresses(session, [host.user_id for host in bookable.hosts], emails)
    if not kept:
        return asked
    email = kept.get(booker.email.lower(), booker.email) if booker.email else None
    guests = tuple(kept.get(guest.lower(), guest) for guest in asked.guests)
    return replace(asked, booker=replace(booker, email=email), guests=guests)
