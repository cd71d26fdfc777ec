"""Roles as pages name and offer them: plain ones, and the custom ones of a place."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.grants import Authority
from locum.mail.catalogue import Words
from locum.memberships.rules import Changes, RoleName, Terms
from locum.roles import queries
from locum.roles.rules import role_id
from locum.roles.service import MOST_ROLES

ROLES: dict[str, RoleName] = {"MEMBER": "MEMBER", "ADMIN": "ADMIN", "OWNER": "OWNER"}

Options = list[tuple[str, str]]
"""Values of a form and what they are called."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A role that was chosen in a form."""

    role: RoleName | None
    custom_role_id: UUID | None = None

    @classmethod
    def of(cls, text: str) -> "Chosen":
        """From the value of a form; nonsense means a plain member."""
        custom = role_id(text)
        return cls(None, custom) if custom else cls(role_name(text))

    def changes(self) -> Changes:
        """The change of a membership that gives it."""
        return Changes(role=self.role, custom_role_id=self.custom_role_id)

    def terms(self) -> Terms:
        """The terms of a new membership with it, as accepted as may be."""
        return Terms(self.role or "MEMBER", accepted=True, custom_role_id=self.custom_role_id)


def role_name(text: str) -> RoleName:
    """A plain role that was chosen; nonsense means a member."""
    return ROLES.get(text, "MEMBER")


def role_options(words: Words, giver: Authority | None = None, present: str = "") -> Options:
    """The plain roles to choose from: all, or those that somebody can give, and the one that is held at present."""
    able = {"OWNER": giver is None or giver.is_owner, "ADMIN": giver is None or giver.leads}
    return [(role, words.text(f"role.{role}")) for role in ROLES if able.get(role, True) or role == present]


async def roles_to_give(
    session: AsyncSession, words: Words, place_id: int, giver: Authority, present: str = ""
) -> Options:
    """The same with the custom roles of a place, whose ids are their values."""
    custom = await queries.of_place(session, place_id, MOST_ROLES)
    can_give = [one for one in custom if str(one.id) == present or not giver.grants.missing(one.permissions)]
    return role_options(words, giver, present) + [(str(one.id), one.name) for one in can_give]


def called(options: Options, value: str, words: Words) -> str:
    """What a role that was given is called."""
    return dict(options).get(value) or words.text("role.MEMBER")
