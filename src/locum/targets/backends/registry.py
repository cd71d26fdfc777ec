"""The backends by name, and how one is made for a mailbox."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from locum.delegation.rules import platform_of_key
from locum.kit.wire import WireInput
from locum.targets.backends.embedded import Embedded, EmbeddedSettings
from locum.targets.backends.gmail import Gmail, GmailSettings
from locum.targets.backends.graph import Graph, GraphSettings
from locum.targets.backends.gromox import Gromox, GromoxSettings
from locum.targets.backends.jmap import Jmap, JmapSettings
from locum.targets.backends.port import Backend, Mailbox, TargetFailure
from locum.targets.backends.sieve import Sieve, SieveSettings
from locum.targets.models import EMBEDDED


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a backend is made of, secrets in the open. `gromox_root` is the operator's setting."""

    backend: str
    settings: Mapping[str, Any]
    secret: str | None
    mailbox: Mailbox
    allow_private: bool
    gromox_root: Path | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A backend. `platform` is the one whose delegation credentials it can use in place of a secret of its own."""

    settings: type[WireInput]
    make: Callable[[Plan], Backend]
    looked_at_every: timedelta
    needs_secret: bool = True
    platform: str | None = None
    for_operators: bool = False
    """Only the command line may register it, because it reaches into this machine."""


def _settings(plan: Plan, kind: type[Any]) -> Any:
    try:
        return kind.model_validate(dict(plan.settings))
    except ValidationError as error:
        raise TargetFailure("the settings of the mail target are not complete") from error


def _secret(plan: Plan) -> str:
    if not plan.secret:
        raise TargetFailure("the mail target has no password or token")
    return plan.secret


def _key(plan: Plan, platform: str) -> Mapping[str, str]:
    if not plan.secret:
        raise TargetFailure("there is neither a key nor an enabled delegation credential of the mail domain")
    key = json.loads(plan.secret)
    found = platform_of_key(key)
    if found is None or found.slug != platform:
        raise TargetFailure("the key is another platform's")
    return {name: str(key[name]) for name in found.needed}


KINDS: Mapping[str, Kind] = {
    EMBEDDED: Kind(EmbeddedSettings, lambda _: Embedded(), timedelta(days=1), needs_secret=False),
    "gromox": Kind(
        GromoxSettings,
        lambda plan: Gromox(_settings(plan, GromoxSettings), plan.mailbox, plan.gromox_root),
        timedelta(minutes=1),
        needs_secret=False,
        for_operators=True,
    ),
    "sieve": Kind(
        SieveSettings,
        lambda plan: Sieve(_settings(plan, SieveSettings), plan.mailbox, _secret(plan), plan.allow_private),
        timedelta(minutes=10),
    ),
    "jmap": Kind(
        JmapSettings,
        lambda plan: Jmap(_settings(plan, JmapSettings), plan.mailbox, _secret(plan), plan.allow_private),
        timedelta(minutes=10),
    ),
    "graph": Kind(
        GraphSettings,
        lambda plan: Graph(plan.mailbox, _key(plan, "office365"), plan.allow_private),
        timedelta(minutes=15),
        platform="office365",
    ),
    "gmail": Kind(
        GmailSettings,
        lambda plan: Gmail(plan.mailbox, _key(plan, "google"), plan.allow_private),
        timedelta(minutes=15),
        platform="google",
    ),
}


def make(plan: Plan) -> Backend:
    """A backend for one mailbox. Raises TargetFailure when it lacks something."""
    return KINDS[plan.backend].make(plan)
