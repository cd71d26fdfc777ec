"""Use cases: say which mail server answers for a mailbox or a whole domain, and take that back."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.events import publish
from locum.delegation.rules import LONGEST_KEY, platform_of_key
from locum.kit import safe_urls
from locum.kit.errors import BadRequest, Forbidden
from locum.kit.safe_urls import Refused, Unreachable
from locum.mailboxes.models import MailDomain
from locum.settings import Settings
from locum.targets import queries
from locum.targets.attaching import attach, leave, snapshot
from locum.targets.backends.registry import KINDS, Kind
from locum.targets.events import DomainRetargeted
from locum.targets.models import EMBEDDED, MailTarget

OPERATORS = "This mail target was registered by the operator of the server, who alone can change it"
FOR_OPERATORS = "Only the operator of the server can register this backend"
_RESOLVED_WITHIN_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Choice:
    """A backend, what it takes, and its secret in the open; without one the former stays, if the place does.

    `by_operator`: told on the command line, so that the private network and files of this machine are within reach.
    """

    backend: str
    settings: Mapping[str, Any]
    secret: str | None = None
    by_operator: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A choice that can be kept: settings as they are stored, and what of them names the place a secret goes to."""

    choice: Choice
    settings: dict[str, Any]


async def choose_for_user(session: AsyncSession, settings: Settings, user_id: int, choice: Choice) -> MailTarget:
    """Have a server answer for one mailbox; the one that did so far is switched off first.

    Raises BadRequest for settings that cannot be, Forbidden for what only the operator may do.
    """
    checked = await check(settings, choice)
    await _one_at_a_time(session, f"user.{user_id}")
    kept = await queries.target_of_user(session, user_id)
    _check_operator(kept, choice)
    found = await queries.answering(session, user_id)
    if found is not None and found.sync is not None:
        in_charge = await session.get_one(MailTarget, found.sync.target_id)
        if in_charge is not kept or not _is_same_place(in_charge, checked):
            await leave(session, found, snapshot(in_charge))
    target = kept or MailTarget(user_id=user_id)
    _keep(target, checked, settings)
    session.add(target)
    await session.flush()
    await attach(session, user_id)
    return target


async def choose_for_domain(
    session: AsyncSession, settings: Settings, domain: MailDomain, choice: Choice
) -> MailTarget:
    """Have a server answer for every mailbox of a domain that has none of its own. Raises like `choose_for_user`."""
    checked = await check(settings, choice)
    await _one_at_a_time(session, f"domain.{domain.id}")
    kept = await queries.target_of_domain(session, domain.id)
    _check_operator(kept, choice)
    former = snapshot(kept) if kept is not None and not _is_same_place(kept, checked) else None
    target = kept or MailTarget(domain_id=domain.id)
    _keep(target, checked, settings)
    session.add(target)
    await session.flush()
    await publish(session, DomainRetargeted(domain.id, former))
    return target


async def forget_for_user(session: AsyncSession, user_id: int, *, by_operator: bool = False) -> None:
    """The mailbox is answered for as its domain is. Nothing happens when it has no target of its own."""
    await _one_at_a_time(session, f"user.{user_id}")
    kept = await queries.target_of_user(session, user_id)
    if kept is None:
        return
    _check_operator(kept, Choice(EMBEDDED, {}, by_operator=by_operator))
    found = await queries.answering(session, user_id)
    if found is not None and found.sync is not None:
        await leave(session, found, snapshot(kept))
    await session.delete(kept)
    await session.flush()
    await attach(session, user_id)


async def check(settings: Settings, choice: Choice) -> Checked:
    """What can be said against a choice before anything is kept. Raises BadRequest or Forbidden."""
    kind = KINDS[choice.backend]
    if kind.for_operators and not choice.by_operator:
        raise Forbidden(FOR_OPERATORS)
    try:
        read = kind.settings.model_validate(dict(choice.settings))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(["settings", *(str(part) for part in first["loc"])])
        raise BadRequest(f"{place}: {first['msg'].replace('$property', place)}") from error
    _check_secret(kind, choice)
    if not choice.by_operator:
        await _check_place(settings, read)
    return Checked(choice, read.model_dump(mode="json"))


def _check_secret(kind: Kind, choice: Choice) -> None:
    if choice.secret is None or kind.platform is None:
        return
    try:
        key = json.loads(choice.secret) if len(choice.secret) <= LONGEST_KEY else None
    except ValueError:
        key = None
    found = platform_of_key(key) if isinstance(key, dict) else None
    if found is None or found.slug != kind.platform:
        raise BadRequest("secret is not a key of a service account of this platform, as JSON")


async def _check_place(settings: Settings, read: BaseModel) -> None:
    """Raises BadRequest for places that only the operator may name, and for passwords in the clear."""
    told = read.model_dump()
    if told.get("tls") == "none" or str(told.get("session_url", "https:")).startswith("http:"):
        raise BadRequest("settings: passwords are not sent without encryption")
    try:
        if "session_url" in told:
            await safe_urls.vet(told["session_url"], allow_private=settings.outbound_allow_private)
        if "host" in told:
            async with asyncio.timeout(_RESOLVED_WITHIN_SECONDS):
                await safe_urls.permitted_addresses(told["host"], allow_private=settings.outbound_allow_private)
    except Refused as error:
        raise BadRequest(f"settings: {error}") from error
    except (Unreachable, TimeoutError):
        return  # it is looked at again whenever it is used


def _check_operator(kept: MailTarget | None, choice: Choice) -> None:
    if kept is not None and kept.by_operator and not choice.by_operator:
        raise Forbidden(OPERATORS)


def _is_same_place(kept: MailTarget, checked: Checked) -> bool:
    """Whether only a password or a preference changes. To another place a kept password never goes."""
    return (kept.backend, _place(kept.settings)) == (checked.choice.backend, _place(checked.settings))


def _place(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if name != "known_as"}


def _keep(target: MailTarget, checked: Checked, settings: Settings) -> None:
    choice, kind = checked.choice, KINDS[checked.choice.backend]
    stays = target.backend is not None and _is_same_place(target, checked)
    if choice.secret is not None:
        target.secret = settings.vault.seal(choice.secret)
    elif not stays:
        target.secret = None
    if kind.needs_secret and kind.platform is None and target.secret is None:
        raise BadRequest("secret: this backend needs a password or token")
    target.backend, target.settings, target.by_operator = choice.backend, checked.settings, choice.by_operator


async def _one_at_a_time(session: AsyncSession, owner: str) -> None:
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"targets.{owner}"))))
