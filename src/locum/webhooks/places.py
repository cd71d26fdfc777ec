"""Where webhooks hang, and how each place refuses: pure (organization plane sheet, part 4, section 7)."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from locum.http.permissions import Permission
from locum.http.realms import Realm
from locum.kit.errors import BadRequest, Forbidden, LocumError, NotFound


@dataclass(frozen=True, slots=True)
class Owner:
    """What webhooks hang on. `column` is the one of webhooks that holds `id`.

    `reaches_all`: also what hangs on others of the same kind may be read and changed, by a system administrator.
    `shows_secrets`: the caller could change them anyway; who may only read does not see them.
    """

    column: str
    id: int | str
    called: str
    reaches_all: bool = False
    shows_secrets: bool = False

    @property
    def taken(self) -> str:
        """The refusal of a second webhook with the same address."""
        return f"Webhook with this subscriber url already exists for this {self.called}"


_PLACES: dict[str, tuple[str, str, Callable[[Realm], int | str]]] = {
    "me": ("user_id", "user", lambda realm: realm.owner_id),
    "organization": ("team_id", "user", lambda realm: realm.organization),
    "event_type": ("event_type_id", "event type", lambda realm: realm.event_type),
    "team_event_type": ("event_type_id", "event type", lambda realm: realm.event_type),
    "oauth_client": ("oauth_client_id", "oAuth client", lambda realm: realm.client),
}


def owner_of(realm: Realm) -> Owner:
    """The owner that a path speaks of."""
    column, called, identify = _PLACES[realm.kind]
    is_admin = realm.caller.is_system_admin
    manages = is_admin or realm.user_id == realm.caller.user_id or realm.may(Permission.WEBHOOK_UPDATE)
    return Owner(column, identify(realm), called, realm.kind == "me" and is_admin, manages)


def unknown(webhook_id: str | UUID) -> NotFound:
    """There is no such webhook anywhere."""
    return NotFound(f"Webhook ({webhook_id}) not found")


def foreign(owner: Owner, webhook_id: UUID, actual_column: str) -> LocumError:
    """There is such a webhook, and it hangs on something else; `actual_column` says on what kind of thing."""
    if owner.column == "event_type_id" and actual_column != owner.column:
        return BadRequest(f"Webhook ({webhook_id}) is not a webhook of an event type")
    return Forbidden(f"Webhook ({webhook_id}) does not belong to this {owner.called}")
