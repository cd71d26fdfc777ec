"""Scopes in plain words: what an application could look at, and what it could change."""

from collections.abc import Collection
from dataclasses import dataclass

from locum.http.scopes import LEGACY_SCOPES, READ, WRITE, effective_scopes
from locum.mail.catalogue import Words

GROUPS = {"ORG_": "organization", "TEAM_": "team", "": "own"}
"""Where the things of a scope are, by how it begins; the order matters: every scope begins with nothing."""


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


def parted(scope: str) -> tuple[str, str, str]:
    """A scope as the group, the family of things, and what may be done with them (READ or WRITE)."""
    prefix = next(known for known in GROUPS if scope.startswith(known))
    family, _, access = scope.removeprefix(prefix).rpartition("_")
    return GROUPS[prefix], family, access


def meaning(words: Words, scopes: Collection[str]) -> tuple[Group, ...] | None:
    """What scopes open, one's own things first; None: everything."""
    limits = effective_scopes(scopes)
    if limits is None:
        return None
    found: dict[str, dict[str, set[str]]] = {}
    # Beside others the old ones open nothing.
    for scope in sorted(limits - LEGACY_SCOPES):
        group, family, access = parted(scope)
        found.setdefault(group, {}).setdefault(family, set()).add(access)
    return tuple(
        Group(words.text(f"consent.{group}"), tuple(_accesses(words, group, found[group])))
        for group in reversed(GROUPS.values())
        if group in found
    )


def _accesses(words: Words, group: str, families: dict[str, set[str]]) -> list[Access]:
    return [Access(things(words, group, family), _may(words, access)) for family, access in families.items()]


def things(words: Words, group: str, family: str) -> str:
    """What a family of things is called. Facts about oneself, or about teams, have the same name in scopes."""
    name = "teams" if family == "PROFILE" and group != "own" else family.lower()
    return words.text(f"consent.things.{name}")


def _may(words: Words, access: set[str]) -> str:
    if access >= {READ, WRITE}:
        return words.text("consent.both")
    return words.text("consent.look" if READ in access else "consent.change")
