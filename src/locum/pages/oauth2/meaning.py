"""Scopes in plain words: what an application could look at, and what it could change."""

from collections.abc import Collection
from dataclasses import dataclass

from locum.http.scopes import LEGACY_SCOPES, READ, WRITE, effective_scopes
from locum.mail.catalogue import Words

_GROUPS = {"ORG_": "organization", "TEAM_": "team", "": "own"}


@dataclass(frozen=True, slots=True)
class Access:
    """One kind of thing, and what may be done with it."""

    things: str
    may: str


@dataclass(frozen=True, slots=True)
class Group:
    """The kinds of things of one place: one's own, teams, the organization."""

    title: str
    accesses: tuple[Access, ...]


def meaning(words: Words, scopes: Collection[str]) -> tuple[Group, ...] | None:
    """What scopes open, one's own things first; None: everything."""
    limits = effective_scopes(scopes)
    if limits is None:
        return None
    found: dict[str, dict[str, set[str]]] = {}
    # Beside others the old ones open nothing.
    for scope in sorted(limits - LEGACY_SCOPES):
        prefix = next(known for known in _GROUPS if scope.startswith(known))
        family, _, access = scope.removeprefix(prefix).rpartition("_")
        found.setdefault(_GROUPS[prefix], {}).setdefault(family, set()).add(access)
    return tuple(
        Group(words.text(f"consent.{group}"), tuple(_accesses(words, group, found[group])))
        for group in reversed(_GROUPS.values())
        if group in found
    )


def _accesses(words: Words, group: str, families: dict[str, set[str]]) -> list[Access]:
    return [Access(_things(words, group, family), _may(words, access)) for family, access in families.items()]


def _things(words: Words, group: str, family: str) -> str:
    """Facts about oneself, or about teams, have the same name in scopes."""
    name = "teams" if family == "PROFILE" and group != "own" else family.lower()
    return words.text(f"consent.things.{name}")


def _may(words: Words, access: set[str]) -> str:
    if access >= {READ, WRITE}:
        return words.text("consent.both")
    return words.text("consent.look" if READ in access else "consent.change")
