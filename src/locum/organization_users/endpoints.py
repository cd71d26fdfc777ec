"""People of an organization over HTTP."""

from typing import Annotated, get_args

from email_validator import EmailNotValidError
from fastapi import Depends, Query, Response
from pydantic import WithJsonSchema
from pydantic_core import to_json

from locum.attributes.holders import Operator
from locum.http.envelope import Envelope, success
from locum.http.parameters import CommaList, filled, integers, page_of
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.kit.errors import InvalidInput
from locum.kit.ids import uuid_of
from locum.kit.paging import Page
from locum.kit.wire_types import email_address
from locum.organization_users import listing, service
from locum.organization_users.listing import Filters
from locum.organization_users.queries import Person
from locum.organization_users.schemas import PersonCreate, PersonOut, PersonUpdate, person_out
from locum.users import queries as users

organization_users = Resource("organization users")

READ, INVITE = Permission.ORGANIZATION_MEMBERS_READ, Permission.ORGANIZATION_MEMBERS_INVITE
CHANGE, REMOVE = Permission.ORGANIZATION_MEMBERS_CHANGE, Permission.ORGANIZATION_MEMBERS_REMOVE


def _emails(texts: list[str]) -> list[str]:
    try:
        return [email_address(text) for text in texts if text]
    except (EmailNotValidError, ValueError) as error:
        text = "Please submit only valid email addresses"
        raise InvalidInput.of("emails", "isEmail", text, texts) from error


def _operator(text: str | None) -> Operator:
    for known in get_args(Operator):
        if text == known:
            operator: Operator = known
            return operator
    if not text:
        return "AND"
    values = "attributeQueryOperator must be one of the following values: OR, AND, NONE"
    raise InvalidInput.of("attributeQueryOperator", "isEnum", values, text)


async def _filters(
    emails: Annotated[list[str] | None, Query(description="Repeat it for several; no commas.")] = None,
    teamIds: Annotated[CommaList | None, Query(json_schema_extra={"items": {"type": "number"}})] = None,
    assignedOptionIds: Annotated[CommaList | None, Query()] = None,
    attributeQueryOperator: Annotated[
        str | None, WithJsonSchema({"type": "string", "enum": ["OR", "AND", "NONE"], "default": "AND"}), Query()
    ] = None,
) -> Filters:
    return Filters(
        emails=_emails(emails or []),
        team_ids=integers("teamIds", teamIds or []),
        option_ids=[uuid_of(text) for text in filled("assignedOptionIds", assignedOptionIds) or ()],
        operator=_operator(attributeQueryOperator),
    )


async def _at_home(realm: CurrentRealm, session: Session) -> Person:
    return await service.to_change(session, realm.caller, realm.authority, realm.organization, realm.owner_id)


AtHome = Annotated[Person, Depends(_at_home)]


@organization_users.get(permission=READ, response_model=Envelope[list[PersonOut]])
async def list_people(
    realm: CurrentRealm,
    session: Session,
    page: Annotated[Page, page_of(1000)],
    filters: Annotated[Filters, Depends(_filters)],
) -> Response:
    """Everybody in the organization, the invited included."""
    found = await listing.people(session, realm.organization, filters, page)
    # Up to a thousand people of thirty columns each: written at once, without being checked before.
    return Response(to_json({"status": "success", "data": found}), media_type="application/json")


@organization_users.post(permission=INVITE, response_model_exclude_unset=True)
async def create_person(realm: CurrentRealm, session: Session, body: PersonCreate) -> Envelope[PersonOut]:
    """Make an account for somebody new; existing accounts are brought in through memberships."""
    values = body.values()
    for name in ("email", "username", "organization_role", "auto_accept", "default_schedule_id"):
        values.pop(name, None)
    new = service.NewPerson(
        email=body.email,
        username=body.username,
        role=body.organization_role or "MEMBER",
        accepted=body.auto_accept is not False,
        values=values,
    )
    inviter = await users.by_id(session, realm.caller.user_id)
    person = await service.create_person(
        session, realm.organization, new, inviter=inviter, asked_by=realm.caller, authority=realm.authority
    )
    return success(person_out(person.user, person.profile))


single_organization_user = Resource("single organization user")


@single_organization_user.patch(permission=CHANGE, response_model_exclude_unset=True)
async def update_person(person: AtHome, session: Session, body: PersonUpdate) -> Envelope[PersonOut]:
    """Change what the body names."""
    changed = await service.change_person(session, person, body.values())
    return success(person_out(changed.user, changed.profile))


@single_organization_user.delete(permission=REMOVE, response_model_exclude_unset=True)
async def delete_person(person: AtHome, session: Session) -> Envelope[PersonOut]:
    """Delete the account itself, with all that hangs from it; answers with what it was."""
    shown = person_out(person.user, person.profile)
    await service.delete_person(session, person)
    return success(shown)
