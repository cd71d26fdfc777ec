"""The form of a custom role: read, and what of it was refused."""

from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from locum.kit.errors import LocumError
from locum.pages.dashboard.membership_desk import REFUSALS
from locum.pages.dashboard.refusals import in_words
from locum.pages.dashboard.role_desk import Roles
from locum.roles.models import CustomRole
from locum.roles.vocabulary import words_of

LONGEST_NAME, LONGEST_DESCRIPTION = 255, 2000


@dataclass(frozen=True, slots=True)
class RoleForm:
    """A role, as typed."""

    name: str = ""
    description: str = ""
    permissions: tuple[str, ...] = ()

    @classmethod
    def of(cls, form: FormData, *, team: bool) -> "RoleForm":
        """As typed; words that such a role cannot hold are left out."""
        ticked = {str(word) for word in form.getlist("permission")}
        return cls(
            str(form.get("name", "")).strip()[:LONGEST_NAME],
            str(form.get("description", "")).strip()[:LONGEST_DESCRIPTION],
            tuple(word for word in words_of(team=team) if word in ticked),
        )

    @classmethod
    def written(cls, role: CustomRole) -> "RoleForm":
        """A role that is to be changed."""
        return cls(role.name, role.description or "", tuple(role.permissions))

    def changes(self) -> dict[str, Any]:
        """As the use case that changes knows it."""
        return {
            "name": self.name,
            "description": self.description or None,
            "permissions": list(self.permissions),
        }


def wrong(at: Roles, refusal: CustomRole | LocumError | None) -> dict[str, str]:
    """What has to be put right, by field."""
    if not isinstance(refusal, LocumError):
        return {"name": at.desk.text("form.required")}
    if refusal.status == 403:
        return {"permissions": in_words(at.desk.words, refusal, REFUSALS)}
    taken = {"Role with name": "roles.name_taken", "There are": "roles.too_many"}
    return {"name": in_words(at.desk.words, refusal, taken)}
