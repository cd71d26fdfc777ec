"""The words that roles are made of, in groups that explain themselves. Pure but for the catalogue."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from locum.http.grants import EVERYTHING, Authority, words_granting
from locum.http.permissions import Permission
from locum.mail.catalogue import Words
from locum.roles.vocabulary import words_of


@dataclass(frozen=True, slots=True)
class Word:
    """A permission to tick. Who does not hold it himself cannot give it."""

    value: str
    label: str
    is_held: bool
    is_given: bool


@dataclass(frozen=True, slots=True)
class Group:
    """What can be allowed with one kind of thing."""

    key: str
    label: str
    hint: str
    words: Sequence[Word]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All words: those that open something here, and those that are only kept for other software."""

    everything: Word | None
    groups: Sequence[Group]
    kept: Sequence[Word]


def _opening() -> frozenset[str]:
    """Every word that some route here looks at."""
    return frozenset().union(*(words_granting(permission) for permission in Permission))


OPENING = _opening()


def sheet(catalogue: Words, giver: Authority, given: Collection[str], *, team: bool) -> Sheet:
    """The words of a role of a team or an organization, with those that are given."""

    def word(value: str) -> Word:
        return Word(value, label_of(catalogue, value), giver.may(value), value in given)

    values = [value for value in words_of(team=team) if value != EVERYTHING]
    opening = [value for value in values if value in OPENING]
    groups = [
        Group(key, catalogue.text(f"words.{key}"), catalogue.text(f"words.{key}.hint"), [word(one) for one in own])
        for key, own in _by_resource(opening)
    ]
    everything = None if team else word(EVERYTHING)
    return Sheet(everything, groups, [word(value) for value in values if value not in OPENING])


def _by_resource(values: Iterable[str]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for value in values:
        found.setdefault(value.rpartition(".")[0], []).append(value)
    return [(key, sorted(own, key=_place)) for key, own in found.items()]


_ORDER = ("read", "listMembers", "create", "invite", "update", "changeMemberRole", "editUsers", "delete", "remove")


def _place(value: str) -> int:
    """Seeing first, ending last, whatever is peculiar to a group after that."""
    action = value.rpartition(".")[2]
    return _ORDER.index(action) if action in _ORDER else len(_ORDER)


def label_of(catalogue: Words, value: str) -> str:
    """What a word allows, in the reader's language; the word itself where it opens nothing here."""
    if value == EVERYTHING:
        return catalogue.text("words.everything")
    if value not in OPENING:
        return value
    own = f"words.do.{value}"
    return catalogue.text(own if own in catalogue.entries else f"words.do.{value.rpartition('.')[2]}")
