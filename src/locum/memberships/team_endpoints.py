"""Memberships of teams over HTTP: teams on their own, and teams of an organization."""

from typing import Annotated

from email_validator import EmailNotValidError
from fastapi import Depends, Query

from locum.http.envelope import Envelope, success
from locum.http.parameters import CommaList, CurrentPage, PathId, page_of
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Realm, Resource
from locum.http.session import Session
from locum.kit.errors import InvalidInput, MissingRecord, NotFound
from locum.kit.paging import Page
from locum.kit.wire_types import email_address
from locum.memberships import queries
from locum.memberships.changing import change
from locum.memberships.joining import join_team
from locum.memberships.leaving import leave
from locum.memberships.queries import Member
from locum.memberships.schemas import (
    MembershipCreate,
    MembershipUpdate,
    TeamMembershipList,
    TeamMembershipOut,
    team_membership_out,
)

team_memberships = Resource("team memberships")

MOST_EMAILS = 20
READ, INVITE = Permission.TEAM_MEMBERS_READ, Permission.TEAM_MEMBERS_INVITE
CHANGE, REMOVE = Permission.TEAM_MEMBERS_CHANGE, Permission.TEAM_MEMBERS_REMOVE


async def _to_show(realm: CurrentRealm, session: Session, membershipId: PathId) -> Member:
    member = await queries.member(session, realm.team, membershipId)
    if member is None:
        raise NotFound("Organization's Team membership not found")
    return member


async def _to_change(realm: CurrentRealm, session: Session, membershipId: PathId) -> Member:
    member = await queries.member(session, realm.team, membershipId)
    if member is None:
        raise MissingRecord
    return member


async def _to_remove(realm: CurrentRealm, session: Session, membershipId: PathId) -> Member:
    member = await queries.member(session, realm.team, membershipId)
    if member is None:
        raise NotFound(f"Membership with id {membershipId} not found in {_place(realm)}")
    return member


def _place(realm: Realm) -> str:
    of_organization = "" if realm.organization_id is None else f" of organization {realm.organization_id}"
    return f"team {realm.team}{of_organization}"


def _addresses(texts: list[str]) -> list[str]:
    """The addresses asked for, each once. Raises InvalidInput (sheet, section 5.1)."""
    try:
        found = list(dict.fromkeys(email_address(text) for text in texts))
    except (EmailNotValidError, ValueError) as error:
        raise InvalidInput.of("emails", "isEmail", "each value in emails must be an email", texts) from error
    if len(found) > MOST_EMAILS:
        text = f"emails must contain no more than {MOST_EMAILS} elements"
        raise InvalidInput.of("emails", "arrayMaxSize", text, texts)
    return found


Emails = Annotated[CommaList | None, Query(description="Only members with one of these addresses, at most 20.")]
LongPage = Annotated[Page, page_of(1000)]


@team_memberships.get(permission=READ, response_model_exclude_unset=True)
async def list_own_team_memberships(
    realm: CurrentRealm, session: Session, page: LongPage, emails: Emails = None
) -> Envelope[TeamMembershipList]:
    """Everybody in the team, the invited included, perhaps of some addresses only."""
    found = await queries.members(session, realm.team, page, _addresses(emails or []))
    return success([team_membership_out(member) for member in found])


@team_memberships.get(permission=READ, response_model_exclude_unset=True)
async def list_team_memberships(
    realm: CurrentRealm, session: Session, page: CurrentPage
) -> Envelope[list[TeamMembershipOut]]:
    """Everybody in the team, the invited included."""
    found = await queries.members(session, realm.team, page)
    return success([team_membership_out(member) for member in found])


@team_memberships.post(permission=INVITE, response_model_exclude_unset=True)
async def create_team_membership(
    realm: CurrentRealm, session: Session, body: MembershipCreate
) -> Envelope[TeamMembershipOut]:
    """Bring somebody into the team."""
    membership = await join_team(
        session,
        realm.team,
        body.user_id,
        body.terms(),
        organization_id=realm.organization_id,
        asked_by=realm.caller,
        authority=realm.authority,
    )
    return success(team_membership_out(await queries.present(session, membership)))


@team_memberships.get("/{membershipId}", permission=READ, response_model_exclude_unset=True)
async def get_team_membership(
    member: Annotated[Member, Depends(_to_show)],
) -> Envelope[TeamMembershipOut]:
    """One membership."""
    return success(team_membership_out(member))


@team_memberships.patch("/{membershipId}", permission=CHANGE, response_model_exclude_unset=True)
async def update_team_membership(
    realm: CurrentRealm, member: Annotated[Member, Depends(_to_change)], session: Session, body: MembershipUpdate
) -> Envelope[TeamMembershipOut]:
    """Change what the body names."""
    await change(session, member.membership, body.changes(), asked_by=realm.caller, authority=realm.authority)
    return success(team_membership_out(member))


@team_memberships.delete("/{membershipId}", permission=REMOVE, response_model_exclude_unset=True)
async def delete_team_membership(
    realm: CurrentRealm, member: Annotated[Member, Depends(_to_remove)], session: Session
) -> Envelope[TeamMembershipOut]:
    """Take somebody out of the team; answers with the membership as it was."""
    shown = team_membership_out(member)
    await leave(session, member.membership, asked_by=realm.caller, authority=realm.authority)
    return success(shown)
