"""What roles and custom roles let somebody do, by the kind of place: pure (organization plane sheet, section 2)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from locum.http.grants import ALL, EVERYTHING, FULL_AUTHORITY, NO_AUTHORITY, NOTHING, Authority, Grants
from locum.http.permissions import Permission
from locum.roles.rules import (
    IN_TEAM,
    Minimum,
    minimum_for_clients,
    minimum_in_organization,
    minimum_in_organization_team,
    minimum_in_team,
)
from locum.roles.vocabulary import ALL_WORDS, words_of

_PERMISSIONS = frozenset({*map(str, Permission), *ALL_WORDS} - {EVERYTHING})
# An organization addressed as a team: these of its words count for what the address calls by words of teams.
_AS_OF_TEAM = {
    f"organization.{action}": f"team.{action}"
    for action in ("read", "update", "listMembers", "invite", "changeMemberRole", "remove")
}


@dataclass(frozen=True, slots=True)
class Held:
    """What a membership holds: its role (None where there is no membership), and the words of its custom role."""

    role: str | None = None
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, role: str | None, words: Iterable[str] | None) -> "Held":
        """From what a row says."""
        return cls(role, tuple(words or ()))

    @property
    def grants(self) -> Grants:
        """What the custom role grants."""
        return Grants(frozenset(self.words)) if self.words else NOTHING


@cache
def _of_role(role: str | None, minimum_of: Callable[[str], Minimum], of_organization: bool) -> Grants:
    """What a plain role opens: whatever it is high enough for."""
    minima = {word: minimum_of(word) for word in _PERMISSIONS}
    held = {word for word, least in minima.items() if least.of_organization is of_organization and least.met_by(role)}
    return ALL if held == _PERMISSIONS else Grants(frozenset(held))


def in_organization(held: Held) -> Authority:
    """By somebody's accepted membership of an organization."""
    if held.role is None:
        return NO_AUTHORITY
    return Authority(held.role, _of_role(held.role, minimum_in_organization, True) | held.grants)


def for_clients(held: Held) -> Authority:
    """For the OAuth clients of an organization."""
    return Authority(held.role, _of_role(held.role, minimum_for_clients, True) | held.grants)


def in_team(held: Held, above: Held) -> Authority:
    """In a team named alone: by the membership of it, and by the custom role in the organization of the team."""
    return Authority(held.role, _of_role(held.role, minimum_in_team, False) | held.grants | above.grants)


def in_organization_as_team(held: Held) -> Authority:
    """In an organization named as if it were a team. Nobody dissolves it so but its owners by role."""
    if EVERYTHING in held.words:
        words = _PERMISSIONS - {Permission.TEAM_DELETE}
    else:
        own = frozenset(word for word in held.words if not word.startswith("team."))
        words = own | {_AS_OF_TEAM[word] for word in own & _AS_OF_TEAM.keys()}
    return in_team(Held(held.role, tuple(words)), Held())


def in_organization_team(organization: Held, team: Held) -> Authority:
    """In a team named with its organization, whose administrators own all of its teams."""
    if in_organization(organization).leads:
        return FULL_AUTHORITY
    own = _of_role(team.role, minimum_in_organization_team, False)
    return Authority(team.role, own | team.grants | organization.grants)


def words_of_role(role: str, *, team: bool) -> list[str]:
    """What a plain role really opens, in words of custom roles; in a team of an organization, by either address."""
    held = _of_role(role, _least_in_team, False) if team else _of_role(role, minimum_in_organization, True)
    return [EVERYTHING] if held is ALL else [word for word in words_of(team=team) if held.allow(word)]


def _least_in_team(word: str) -> Minimum:
    return IN_TEAM.get(word) or minimum_in_organization_team(word)
