"""How a person is shown: name, picture or initials, address, colours, language of choice."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from locum.organizations.models import Team
from locum.pages.rendering import Brand
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class Face:
    """A person at the head of a page. `link` is None where there is nothing more to see."""

    name: str
    initials: str
    picture: str | None
    link: str | None = None


def display_name(user: User) -> str:
    """What somebody is called; never his e-mail address, which is nobody's business."""
    return user.name or user.username or "?"


def face_of(user: User) -> Face:
    """Somebody's face. A picture that lies elsewhere is not shown: visitors are not told to third parties."""
    name = display_name(user)
    initials = "".join(word[0] for word in name.split()[:2]).upper()
    picture = user.avatar_url if user.avatar_url and user.avatar_url.startswith("data:image/") else None
    return Face(name, initials, picture)


async def brand_of(session: AsyncSession, user: User) -> Brand:
    """The person's colours, else those of his organization."""
    if user.brand_color or user.organization_id is None:
        return Brand(user.brand_color, user.dark_brand_color)
    organization = await session.get(Team, user.organization_id)
    return Brand(organization.brand_color, organization.dark_brand_color) if organization else Brand()
