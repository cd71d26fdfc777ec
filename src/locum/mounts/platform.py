"""Programs and whom they act for: webhooks, OAuth clients, managed users and organizations."""

from locum.event_types.realms import OfEventType, OfTeamEventType
from locum.http.realms import Mount
from locum.managed_organizations.endpoints import managed_organizations
from locum.managed_users.endpoints import managed_users
from locum.memberships.realms import me, organization
from locum.oauth import realms as oauth
from locum.oauth.endpoints import oauth_clients, single_oauth_client, token_exchange
from locum.oauth.provider import provider
from locum.oauth2.endpoints import oauth2_clients, oauth2_tokens, oauth2_web_tokens
from locum.webhooks.endpoints import webhooks
from locum.webhooks.schemas import EventTypeWebhookOut, OAuthClientWebhookOut, TeamWebhookOut, UserWebhookOut, shown_as

PLATFORM = (
    Mount(managed_organizations, at="/v2/organizations/{orgId}/organizations", realm=organization, tag="Managed Orgs"),
    Mount(
        webhooks,
        at="/v2/webhooks",
        realm=me,
        tag="Webhooks",
        leave_out=("remove_all_webhooks",),
        models=shown_as(UserWebhookOut),
    ),
    Mount(
        webhooks,
        at="/v2/event-types/{eventTypeId}/webhooks",
        realm=OfEventType("IsUserEventTypeWebhookGuard"),
        tag="Event Types / Webhooks",
        models=shown_as(EventTypeWebhookOut),
    ),
    Mount(
        webhooks,
        at="/v2/teams/{teamId}/event-types/{eventTypeId}/webhooks",
        realm=OfTeamEventType("IsTeamEventTypeWebhookGuard"),
        tag="Teams / Event Types / Webhooks",
        models=shown_as(EventTypeWebhookOut),
    ),
    Mount(
        webhooks,
        at="/v2/organizations/{orgId}/webhooks",
        realm=organization,
        tag="Orgs / Webhooks",
        leave_out=("remove_all_webhooks",),
        models=shown_as(TeamWebhookOut),
    ),
    Mount(
        webhooks,
        at="/v2/oauth-clients/{clientId}/webhooks",
        realm=oauth.oauth_client,
        tag="Deprecated: Platform / Webhooks",
        models=shown_as(OAuthClientWebhookOut),
    ),
    Mount(oauth2_clients, at="/v2/auth/oauth2/clients", realm=me, tag="OAuth2"),
    Mount(oauth2_clients, at="/v2/atoms/auth/oauth2/clients", realm=me, tag="OAuth2", hidden=True),
    Mount(oauth2_tokens, at="/v2/auth/oauth2", realm=me, tag="OAuth2"),
    Mount(oauth2_web_tokens, at="/api/auth/oauth", realm=me, tag="OAuth2"),
    Mount(oauth_clients, at="/v2/oauth-clients", realm=oauth.platform, tag="Deprecated: Platform OAuth Clients"),
    Mount(
        single_oauth_client,
        at="/v2/oauth-clients/{clientId}",
        realm=oauth.oauth_client,
        tag="Deprecated: Platform OAuth Clients",
    ),
    Mount(
        token_exchange,
        at="/v2/oauth/{clientId}",
        realm=oauth.oauth_client_itself,
        tag="Deprecated: Platform / Managed Users",
    ),
    Mount(
        managed_users,
        at="/v2/oauth-clients/{clientId}/users",
        realm=oauth.oauth_client,
        tag="Deprecated: Platform / Managed Users",
    ),
    Mount(provider, at="/v2/provider/{clientId}", realm=oauth.provider, tag="Provider"),
)
