"""Memberships of organizations over HTTP."""

from typing import Annotated

from fastapi import Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.attributes import assignment_queries
from locum.http.envelope import Envelope, success
from locum.http.parameters import CurrentPage, PathId
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.kit.errors import NotFound
from locum.memberships import queries
from locum.memberships.changing import change
from locum.memberships.joining import join_organization
from locum.memberships.leaving import leave
from locum.memberships.queries import Member
from locum.memberships.schemas import MembershipCreate, MembershipUpdate
from locum.organization_users.membership_listing import page_of_memberships
from locum.organization_users.membership_schemas import (
    OrganizationMembershipList,
    OrganizationMembershipOut,
    organization_membership_out,
)
from locum.organization_users.membership_writing import written

organization_memberships = Resource("organization memberships")


async def _shown(session: AsyncSession, member: Member) -> OrganizationMembershipOut:
    return organization_membership_out(member, await assignment_queries.of_member(session, member.membership.id))


async def _its_member(realm: CurrentRealm, session: Session, membershipId: PathId) -> Member:
    member = await queries.member(session, realm.organization, membershipId)
    if member is None:
        raise NotFound(f"IsMembershipInOrg - Membership ({membershipId}) not found.")
    return member


ItsMember = Annotated[Member, Depends(_its_member)]


@organization_memberships.get(
    permission=Permission.ORGANIZATION_MEMBERS_READ, response_model=Envelope[OrganizationMembershipList]
)
async def list_memberships(realm: CurrentRealm, session: Session, page: CurrentPage) -> Response:
    """Everybody in the organization, the invited included."""
    found = await page_of_memberships(session, realm.organization, page)
    held = await assignment_queries.holdings(session, [option_ids for _, option_ids in found])
    return Response(written([membership for membership, _ in found], held), media_type="application/json")


@organization_memberships.post(permission=Permission.ORGANIZATION_MEMBERS_INVITE, response_model_exclude_unset=True)
async def create_membership(
    realm: CurrentRealm, session: Session, body: MembershipCreate
) -> Envelope[OrganizationMembershipOut]:
    """Bring somebody into the organization; a membership he has already gets the given terms."""
    membership = await join_organization(
        session,
        realm.organization,
        body.user_id,
        body.terms(),
        asked_by=realm.caller,
        authority=realm.authority,
    )
    return success(await _shown(session, await queries.present(session, membership)))


@organization_memberships.get(
    "/{membershipId}", permission=Permission.ORGANIZATION_MEMBERS_READ, response_model_exclude_unset=True
)
async def get_membership(member: ItsMember, session: Session) -> Envelope[OrganizationMembershipOut]:
    """One membership."""
    return success(await _shown(session, member))


@organization_memberships.patch(
    "/{membershipId}", permission=Permission.ORGANIZATION_MEMBERS_CHANGE, response_model_exclude_unset=True
)
async def update_membership(
    realm: CurrentRealm, member: ItsMember, session: Session, body: MembershipUpdate
) -> Envelope[OrganizationMembershipOut]:
    """Change what the body names."""
    await change(session, member.membership, body.changes(), asked_by=realm.caller, authority=realm.authority)
    return success(await _shown(session, member))


@organization_memberships.delete(
    "/{membershipId}", permission=Permission.ORGANIZATION_MEMBERS_REMOVE, response_model_exclude_unset=True
)
async def delete_membership(
    realm: CurrentRealm, member: ItsMember, session: Session
) -> Envelope[OrganizationMembershipOut]:
    """Take somebody out of the organization and all of its teams; answers with the membership as it was."""
    shown = await _shown(session, member)
    await leave(session, member.membership, asked_by=realm.caller, authority=realm.authority)
    return success(shown)
