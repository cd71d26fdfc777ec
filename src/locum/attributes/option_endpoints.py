"""Options of attributes, and who holds them, over HTTP."""

from typing import Annotated

from fastapi import Depends, Query

from locum.attributes import assigned, assigning, assignment_queries, options
from locum.attributes.assigned import Filters
from locum.attributes.schemas import (
    AssignedOptionOut,
    AssignmentCreate,
    AssignmentOut,
    AssignmentUpdate,
    HeldOptionOut,
    OptionCreate,
    OptionOut,
    OptionUpdate,
    assigned_option_out,
    assignment_out,
    held_option_out,
    option_out,
)
from locum.http.envelope import Envelope, success
from locum.http.parameters import CommaList, CurrentPage, PathId, filled, integers, page_of
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.kit.ids import uuid_of
from locum.kit.paging import Page
from locum.kit.wire_types import IdText

attribute_options = Resource("attribute options")

LongPage = Annotated[Page, page_of(1000, 1000)]
"""The contract has no pages here; whoever names none gets as many as anybody."""


async def _filters(
    assignedOptionIds: Annotated[CommaList | None, Query(description="Only what their holders hold, too.")] = None,
    teamIds: Annotated[CommaList | None, Query(json_schema_extra={"items": {"type": "number"}})] = None,
) -> Filters:
    option_ids, team_ids = filled("assignedOptionIds", assignedOptionIds), filled("teamIds", teamIds)
    return Filters(
        option_ids=None if option_ids is None else [uuid_of(text) for text in option_ids],
        team_ids=None if team_ids is None else integers("teamIds", team_ids),
    )


CurrentFilters = Annotated[Filters, Depends(_filters)]


@attribute_options.get("/{attributeId}/options", permission=Permission.ATTRIBUTES_READ)
async def list_options(
    realm: CurrentRealm, session: Session, attributeId: IdText, page: LongPage
) -> Envelope[list[OptionOut]]:
    """The options of an attribute, values that were entered for members included."""
    found = await options.list_options(session, realm.organization, attributeId, page)
    return success([option_out(option) for option in found])


@attribute_options.post("/{attributeId}/options", permission=Permission.ATTRIBUTES_CREATE)
async def create_option(
    realm: CurrentRealm, session: Session, attributeId: IdText, body: OptionCreate
) -> Envelope[OptionOut]:
    """Add an option, perhaps a group of others."""
    option = await options.create_option(session, realm.organization, attributeId, body.value, body.slug, body.group())
    return success(option_out(option))


@attribute_options.patch("/{attributeId}/options/{optionId}", permission=Permission.ATTRIBUTES_UPDATE)
async def update_option(
    realm: CurrentRealm, session: Session, attributeId: IdText, optionId: IdText, body: OptionUpdate
) -> Envelope[OptionOut]:
    """Change what the body names."""
    option = await options.change_option(session, realm.organization, attributeId, optionId, body.changes())
    return success(option_out(option))


@attribute_options.delete("/{attributeId}/options/{optionId}", permission=Permission.ATTRIBUTES_DELETE)
async def delete_option(
    realm: CurrentRealm, session: Session, attributeId: IdText, optionId: IdText
) -> Envelope[OptionOut]:
    """Remove an option, which nobody holds any more; answers with what it was."""
    return success(option_out(await options.remove_option(session, realm.organization, attributeId, optionId)))


@attribute_options.get("/{attributeId}/options/assigned", permission=Permission.ATTRIBUTES_READ)
async def list_assigned_options(
    realm: CurrentRealm, session: Session, attributeId: IdText, page: CurrentPage, filters: CurrentFilters
) -> Envelope[list[AssignedOptionOut]]:
    """The options of an attribute that somebody holds, each with all of its holders."""
    found = await assigned.by_id(session, realm.organization, attributeId, filters, page)
    return success([assigned_option_out(option, user_ids) for option, user_ids in found])


@attribute_options.get("/slugs/{attributeSlug}/options/assigned", permission=Permission.ATTRIBUTES_READ)
async def list_assigned_options_by_slug(
    realm: CurrentRealm, session: Session, attributeSlug: str, page: CurrentPage, filters: CurrentFilters
) -> Envelope[list[AssignedOptionOut]]:
    """The same, of an attribute named by its slug."""
    found = await assigned.by_slug(session, realm.organization, attributeSlug, filters, page)
    return success([assigned_option_out(option, user_ids) for option, user_ids in found])


@attribute_options.get("/options/{userId}", permission=Permission.ATTRIBUTES_READ)
async def list_options_of_user(realm: CurrentRealm, session: Session, userId: PathId) -> Envelope[list[HeldOptionOut]]:
    """What a member holds; nothing for whoever is none."""
    found = await assignment_queries.of_user(session, realm.organization, userId)
    return success([held_option_out(option, weight) for option, weight in found])


@attribute_options.post("/options/{userId}", permission=Permission.ATTRIBUTES_ASSIGN)
async def assign_option(
    realm: CurrentRealm, session: Session, userId: PathId, body: AssignmentCreate
) -> Envelope[AssignmentOut]:
    """Have a member hold an option. Of an attribute with a single value it replaces the one he held."""
    assignment, option = await assigning.assign(
        session, realm.organization, userId, body.attribute_id, body.choice(), weight=body.weight
    )
    return success(assignment_out(assignment, option.uuid))


@attribute_options.patch("/options/{userId}/{attributeOptionId}", permission=Permission.ATTRIBUTES_ASSIGN)
async def reweigh_option(
    realm: CurrentRealm, session: Session, userId: PathId, attributeOptionId: IdText, body: AssignmentUpdate
) -> Envelope[AssignmentOut]:
    """Give another weight to what a member holds."""
    assignment = await assigning.reweigh(session, realm.organization, userId, attributeOptionId, body.weight)
    return success(assignment_out(assignment, attributeOptionId))


@attribute_options.delete("/options/{userId}/{attributeOptionId}", permission=Permission.ATTRIBUTES_ASSIGN)
async def unassign_option(
    realm: CurrentRealm, session: Session, userId: PathId, attributeOptionId: IdText
) -> Envelope[AssignmentOut]:
    """Have a member no longer hold an option; answers with how he held it."""
    assignment = await assigning.unassign(session, realm.organization, userId, attributeOptionId)
    return success(assignment_out(assignment, attributeOptionId))


@attribute_options.get("/options/me", permission=Permission.ATTRIBUTES_READ)
async def list_own_options(realm: CurrentRealm, session: Session) -> Envelope[list[HeldOptionOut]]:
    """What the caller holds."""
    found = await assignment_queries.of_user(session, realm.organization, realm.caller.user_id)
    return success([held_option_out(option, weight) for option, weight in found])


@attribute_options.post("/options/me", permission=Permission.ME_WRITE)
async def choose_option(realm: CurrentRealm, session: Session, body: AssignmentCreate) -> Envelope[AssignmentOut]:
    """Choose for oneself, where the attribute leaves it to members. Weights are not theirs to give."""
    assignment, option = await assigning.assign(
        session, realm.organization, realm.caller.user_id, body.attribute_id, body.choice(), by_holder=True
    )
    return success(assignment_out(assignment, option.uuid))


@attribute_options.delete("/options/me/{attributeOptionId}", permission=Permission.ME_WRITE)
async def give_up_option(realm: CurrentRealm, session: Session, attributeOptionId: IdText) -> Envelope[AssignmentOut]:
    """Give up what one holds, where the attribute leaves it to members."""
    assignment = await assigning.unassign(
        session, realm.organization, realm.caller.user_id, attributeOptionId, by_holder=True
    )
    return success(assignment_out(assignment, attributeOptionId))
