"""A team as pages show it: its address, face and colours."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit.errors import NotFound
from locum.organizations import queries as organizations
from locum.organizations.models import Team
from locum.pages.people import Face
from locum.pages.rendering import Brand


def path_of_team(organization: str | None, slug: str) -> str:
    """The address of a team's page."""
    return f"/org/{organization}/team/{slug}" if organization else f"/team/{slug}"


async def team_at(session: AsyncSession, organization: str | None, slug: str) -> Team:
    """Whose page an address is: without an organization only teams that stand alone are found. Raises NotFound."""
    found = await organizations.team_at(session, slug.lower(), organization)
    if found is None:
        raise NotFound(f"Team with slug {slug} not found")
    return found


def face_of_team(team: Team) -> Face:
    """A team's face. A picture that lies elsewhere is not shown: visitors are not told to third parties."""
    initials = "".join(word[0] for word in team.name.split()[:2]).upper()
    picture = team.logo_url if team.logo_url and team.logo_url.startswith("data:image/") else None
    return Face(team.name, initials, picture)


async def brand_of_team(session: AsyncSession, team: Team) -> Brand:
    """The team's colours, else those of its organization."""
    if team.brand_color or team.organization_id is None:
        return Brand(team.brand_color, team.dark_brand_color)
    organization = await session.get_one(Team, team.organization_id)
    return Brand(organization.brand_color, organization.dark_brand_color)
