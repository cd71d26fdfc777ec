"""What components in browsers ask before anything else: is this client known, and is this token good?"""

from locum.http.admission import INVALID_TOKEN
from locum.http.envelope import Done, Envelope, success
from locum.http.principal import Caller, CredentialKind
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.kit.errors import Unauthorized
from locum.kit.wire import WireOutput
from locum.oauth import queries
from locum.organizations.models import OAuthClient

provider = Resource("provider")

TOKENS = frozenset({CredentialKind.MANAGED_USER_TOKEN, CredentialKind.OAUTH2_TOKEN})
"""They belong to a client, be it one of a platform or an application that somebody allowed to act for him."""


class ProviderOut(WireOutput):
    """A client as anybody may see it."""

    client_id: str
    organization_id: int
    name: str


async def _known(session: Session, client_id: str) -> OAuthClient:
    client = await queries.one(session, client_id)
    if client is None:
        raise Unauthorized(f"Client with ID {client_id} not found")
    return client


@provider.get(public=True)
async def get_provider(realm: CurrentRealm, session: Session) -> Envelope[ProviderOut]:
    """Whether there is such a client, and whose it is."""
    client = await _known(session, realm.client)
    return success(
        ProviderOut.model_construct(client_id=client.id, organization_id=client.organization_id, name=client.name)
    )


@provider.get("/access-token", public=True)
async def check_access_token(realm: CurrentRealm, caller: Caller, session: Session) -> Done:
    """Whether the credentials of this request are good, whatever they are good for; tokens of this client only."""
    if caller.kind in TOKENS:
        if caller.client_id != realm.client:
            raise Unauthorized(INVALID_TOKEN)
    else:
        await _known(session, realm.client)
    return Done()
