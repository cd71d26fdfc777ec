"""The scopes of an application as boxes to tick, in plain words. Pure but for the catalogue."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from locum.http.scopes import LEGACY_SCOPES, READ, SCOPES
from locum.mail.catalogue import Words
from locum.pages.oauth2.meaning import GROUPS, parted, things


@dataclass(frozen=True, slots=True)
class Box:
    """One scope to tick."""

    scope: str
    label: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of thing, with what can be asked for: to see, and to change it."""

    things: str
    boxes: Sequence[Box]


@dataclass(frozen=True, slots=True)
class Group:
    """The kinds of things of one place: one's own, teams, the organization."""

    title: str
    lines: Sequence[Line]


def sheet(words: Words, ticked: Collection[str]) -> list[Group]:
    """Every scope but the old ones, which open everything and are no boxes."""
    found: dict[str, dict[str, list[Box]]] = {}
    # Seeing goes before changing.
    for scope in sorted(SCOPES - LEGACY_SCOPES):
        group, family, access = parted(scope)
        label = words.text("consent.look" if access == READ else "consent.change")
        found.setdefault(group, {}).setdefault(family, []).append(Box(scope, label, scope in ticked))
    return [
        Group(
            words.text(f"consent.{group}"),
            [Line(things(words, group, family), boxes) for family, boxes in found[group].items()],
        )
        for group in reversed(GROUPS.values())
    ]
